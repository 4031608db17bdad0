import fc from "fast-check";
import { expect, test } from "vitest";
import type { FaultName } from "../../sandbox/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { tenant } from "../support/persona-builders.ts";
import { countsOf, openSyncHouse, type SyncHouse } from "../support/sync-house.ts";
import { faultAfter, settle, wrongsIn } from "../support/sync-world.ts";

const runs = { sqlite: 200, postgres: 20 };

const names = ["Ada", "Bo", "Cy", ""] as const;
const faults: readonly FaultName[] = [
  "invalidKey",
  "dropBefore",
  "dropAfter",
  "nonsense",
  "emptyReply",
  "rejected",
];
const orders = ["newestFirst", "shuffled"] as const;

/** Something that somebody does between two syncs, to the persona at this place if there is one. */
const change = fc.record({
  kind: fc.constantFrom("add", "copy", "rename", "rewrite", "remove", "type", "delete"),
  at: fc.nat(20),
  name: fc.constantFrom(...names),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

const story = fc.record({
  changes: fc.array(change, { maxLength: 6 }),
  fault: fc.constantFrom(...faults),
  after: fc.nat(14),
  order: fc.constantFrom(...orders),
  pageMaximum: fc.constantFrom(2, 5, 100),
});

async function play(house: SyncHouse, { kind, at, name }: Change): Promise<void> {
  const { account } = house;
  const there = account.personas.at(at % Math.max(account.personas.length, 1));
  switch (kind) {
    case "add":
      account.addPersona({ name, systemPrompt: `You are ${name}.` });
      return;
    case "type":
      await house.makeUnlinked(name || "Typed");
      return;
    case "delete": {
      const rows = (await house.rows()).filter((row) => row.deleted_at === null && row.tavus_persona_id);
      const row = rows.at(at % Math.max(rows.length, 1));
      if (row) await house.bot.personas.remove({ tenantId: tenant, id: row.id, alsoInTavus: false });
      return;
    }
    default:
      if (there) playThere(house, there.id, { kind, name });
  }
}

function playThere({ account }: SyncHouse, id: string, { kind, name }: Pick<Change, "kind" | "name">): void {
  const { document } = account.persona(id) ?? {};
  if (kind === "rename") account.changePersona(id, { persona_name: name });
  else if (kind === "rewrite") account.changePersona(id, { system_prompt: `Rewritten for ${name}.` });
  else if (kind === "remove") account.removePersona(id);
  // As Tavus's own "duplicate" would: long after any request of ours.
  else account.storePersona({ ...document }, { createdAt: "2020-01-01T00:00:00.000Z" });
}

forEachEngine((engine, open) => {
  test("whatever happens between and during syncs, everything comes to its place", {
    timeout: 120_000,
  }, async () => {
    const house = await openSyncHouse(open);
    // So many that a few removals do not look like another account.
    for (let number = 0; number < 12; number += 1) house.account.addPersona({ name: `Old ${number}` });
    house.bot.worker.start();
    await house.sync();

    await fc.assert(
      fc.asyncProperty(story, async ({ changes, fault, after, order, pageMaximum }) => {
        Object.assign(house.standIn.behaviour, { order, pageMaximum });
        for (const each of changes) await play(house, each);
        const repair = faultAfter(house.standIn, after, fault);
        await house.sync({ createPatienceMs: 300, isMassMissingConfirmed: true });
        repair();
        await settle(house);

        expect(await wrongsIn(house, { copies: true })).toEqual([]);
        const { inStep, differing, missing, deletedHere, ...others } = countsOf(await house.sync());
        expect(others).toEqual({});
      }),
      { numRuns: runs[engine], seed: 20_261_122, endOnFailure: true },
    );
  });
});
