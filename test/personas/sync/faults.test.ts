import { expect, test } from "vitest";
import type { Fault, FaultName } from "../../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf, openSyncHouse, type SyncHouse } from "../../support/sync-house.ts";
import { faultAfter, settle, wrongsIn } from "../../support/sync-world.ts";

/** Everything a sync can meet: each phase asks Tavus something. */
async function furnish(house: SyncHouse): Promise<void> {
  house.bot.worker.start();
  const gone = await house.makeLinked("Gone");
  const renamed = await house.makeLinked("Renamed");
  await house.makeLinked("Kept");
  await house.bot.worker.stop(2_000);
  house.account.removePersona(gone.tavusPersonaId);
  house.account.changePersona(renamed.tavusPersonaId, { persona_name: "Another" });
  await house.makeUnlinked("Matches");
  await house.makeUnlinked("To make");
  house.account.addPersona({ name: "Matches" });
  for (let number = 0; number < 12; number += 1) house.account.addPersona({ name: `New ${number}` });
  house.standIn.behaviour.pageMaximum = 10;
  house.standIn.requests.length = 0;
  house.bot.worker.start();
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
      const house = await openSyncHouse(open);
      await furnish(house);
      const repair = faultAfter(house.standIn, call, { fault });

      const broken = await house.sync({ createPatienceMs: 500 });
      repair();
      await settle(house);

      expect(broken.stoppedBecause?.kind ?? "none", `call ${call}`).toMatch(/tavus|none/);
      expect(await wrongsIn(house), `call ${call}`).toEqual([]);
      const { inStep = 0, differing = 0, ...others } = countsOf(await house.sync());
      expect(others, `call ${call}`).toEqual({ missing: 1 });
      // "Matches" is linked, or the queue was quicker and both stay.
      expect([16, 17], `call ${call}`).toContain(inStep + differing);
    }
  });

  test("a Tavus that never answers ends it, and one that is busy for a moment does not", async () => {
    const house = await openSyncHouse(open);
    await furnish(house);
    house.standIn.setFault("serverErrors", { operation: "list personas", times: 2 });
    const patient = await house.sync({ mode: "preview" });
    const repair = faultAfter(house.standIn, 2, { fault: "hang" });

    const hung = await house.sync();
    repair();
    await settle(house);

    expect(patient.stoppedBecause).toBeUndefined();
    expect(hung.stoppedBecause).toMatchObject({ kind: "tavus", cause: "timedOut" });
    expect(await wrongsIn(house)).toEqual([]);
  });
});
