import { expect, test } from "vitest";
import type { Fault, FaultName } from "../../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../../support/databases.ts";
import { impatient } from "../../support/harness/harness.ts";
import { countsOf, openSyncHarness, type SyncHarness } from "../../support/harness/sync-harness.ts";
import { faultAfter, settle, wrongsIn } from "../../support/harness/sync-world.ts";

/** Everything a sync can meet: each phase asks Tavus something. */
async function furnish(harness: SyncHarness): Promise<void> {
  harness.bot.worker.start();
  const gone = await harness.makeLinked("Gone");
  const renamed = await harness.makeLinked("Renamed");
  await harness.makeLinked("Kept");
  await harness.bot.worker.stop(2_000);
  harness.account.removePersona(gone.tavusPersonaId);
  harness.account.changePersona(renamed.tavusPersonaId, { persona_name: "Another" });
  await harness.makeUnlinked("Matches");
  await harness.makeUnlinked("To make");
  harness.account.addPersona({ name: "Matches" });
  for (let number = 0; number < 12; number += 1) harness.account.addPersona({ name: `New ${number}` });
  harness.standIn.behaviour.pageMaximum = 10;
  harness.standIn.requests.length = 0;
  harness.bot.worker.start();
}

const faults: [string, FaultName | Fault][] = [
  ["a refused key", "invalidKey"],
  ["a cut connection", "dropAfter"],
  ["nonsense", "nonsense"],
  ["an empty answer", "emptyReply"],
];

forEachEngine((engine, open) => {
  test.each(
    faults,
  )("%s at any call ends it cleanly, and the next run does the rest", async (_name, fault) => {
    const calls = 12;
    for (let call = 0; call < calls; call += engine === "sqlite" ? 1 : 6) {
      const harness = await openSyncHarness(open);
      await furnish(harness);
      const repair = faultAfter(harness.standIn, call, { fault });

      const broken = await harness.sync({ createPatienceMs: 500 });
      repair();
      await settle(harness);

      expect(broken.stoppedBecause?.kind ?? "none", `call ${call}`).toMatch(/tavus|none/);
      expect(await wrongsIn(harness), `call ${call}`).toEqual([]);
      const { inStep = 0, differing = 0, ...others } = countsOf(await harness.sync());
      expect(others, `call ${call}`).toEqual({ missing: 1 });
      // "Matches" is linked, or the queue was quicker and both stay.
      expect([16, 17], `call ${call}`).toContain(inStep + differing);
    }
  });

  test.each([
    "0",
    "-5",
    "Mon, 01 Jan 2024 00:00:00 GMT",
  ])("a Tavus that is busy for a moment does not end it, though its Retry-After is %s", async (after) => {
    const harness = await openSyncHarness(open, impatient);
    await furnish(harness);
    const fault = { status: 503, headers: { "retry-after": after } };
    const repair = harness.standIn.setFault(fault, { operation: "list personas" });
    setTimeout(repair, 300);

    const { stoppedBecause } = await harness.sync({ mode: "preview" });

    expect(stoppedBecause).toBeUndefined();
  });

  test("a Tavus that never answers ends it, and one that is busy for a moment does not", async () => {
    const harness = await openSyncHarness(open, impatient);
    await furnish(harness);
    harness.standIn.setFault("serverErrors", { operation: "list personas", times: 2 });
    const patient = await harness.sync({ mode: "preview" });
    const repair = faultAfter(harness.standIn, 2, { fault: "hang" });

    const hung = await harness.sync();
    repair();
    await settle(harness);

    expect(patient.stoppedBecause).toBeUndefined();
    expect(hung.stoppedBecause).toMatchObject({ kind: "tavus", cause: "timedOut" });
    expect(await wrongsIn(harness)).toEqual([]);
  });
});
