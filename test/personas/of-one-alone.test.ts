import { expect, test } from "vitest";
import type { Fault, FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { countsOf, openSyncHarness, type SyncHarness } from "../support/harness/sync-harness.ts";
import { tenant, userId } from "../support/personas/persona-builders.ts";

/** What Tavus may answer about one persona and no other. */
const answers: [string, FaultName | Fault][] = [
  ["an answer that is none", "emptyReply"],
  ["no right to read it", { status: 403, body: { message: "Forbidden" } }],
  ["a refusal", "rejected"],
];

async function importThree(harness: SyncHarness): Promise<void> {
  harness.bot.worker.start();
  for (const name of ["Ada", "Bo", "Cy"]) harness.account.addPersona({ name });
  await harness.sync();
}

forEachEngine((_engine, open) => {
  test.each(answers)("%s about one keeps Keep all theirs from no other", async (_answer, fault) => {
    const harness = await openSyncHarness(open);
    await importThree(harness);
    for (const { id } of harness.account.personas)
      harness.account.changePersona(id, { persona_name: "Renamed" });
    await harness.sync();
    harness.standIn.setFault(fault, { operation: "get persona", times: 1 });

    const counts = await harness.bot.personas.resolveAllWithTheirs(tenant, userId);

    expect(counts).toEqual({ taken: 2, missing: 0, failed: 1 });
    harness.standIn.setFault(fault, { operation: "get persona" });
    await expect(harness.bot.personas.resolveAllWithTheirs(tenant, userId)).rejects.toThrow(/Incident/);
  });

  test.each(
    answers,
  )("%s about the first that a sync asks for keeps it from nothing", async (_answer, fault) => {
    const harness = await openSyncHarness(open);
    await importThree(harness);
    harness.standIn.setFault(fault, { operation: "get persona", times: 1 });

    const summary = await harness.sync();

    expect(summary.stoppedBecause).toBeUndefined();
    expect(countsOf(summary)).toEqual({ inStep: 3 });
  });

  test.each(answers)("%s about one that no list shows keeps a sync from no other", async (_answer, fault) => {
    const harness = await openSyncHarness(open);
    await importThree(harness);
    const [gone] = harness.account.personas;
    harness.account.removePersona(gone?.id ?? "");
    await harness.makeUnlinked("Typed");
    harness.standIn.setFault(fault, { operation: "get persona", times: 1 });

    const summary = await harness.sync({ isMassMissingConfirmed: true });

    expect(summary.stoppedBecause).toBeUndefined();
    expect(summary.created.count).toBe(1);
    expect(summary).toMatchObject({ unreadable: 1, missing: { count: 0 } });
  });
});
