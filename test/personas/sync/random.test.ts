import fc from "fast-check";
import { expect, test } from "vitest";
import type { FaultName } from "../../../sandbox/stand-ins/tavus/faults.ts";
import { UserError } from "../../../src/errors.ts";
import { forEachEngine } from "../../support/databases.ts";
import { countsOf, openSyncHarness, type SyncHarness } from "../../support/harness/sync-harness.ts";
import { copiedAt, faultAfter, settle, wrongsIn } from "../../support/harness/sync-world.ts";
import { aDraft, tenant, userId } from "../../support/personas/persona-builders.ts";
import { deleteFlat, type FlatRow } from "../../support/personas/persona-rows.ts";
import { longer } from "../../support/runner/longer.ts";

const runs = { sqlite: 60 * longer, postgres: 10 * longer };
/** One story goes on where the last one ended; then all begins anew, so that the account stays small. */
const storiesPerWorld = 10;

const names = ["Ada", "Bo", "Cy", ""] as const;
/** Lost answers are what doubles come from, so they come more often. */
const faults: readonly FaultName[] = [
  "dropAfter",
  "dropAfter",
  "dropAfter",
  "invalidKey",
  "dropBefore",
  "nonsense",
  "emptyReply",
  "rejected",
];
const orders = ["newestFirst", "shuffled"] as const;

const inTavus = ["add", "copy", "rename", "rewrite", "remove"] as const;
const here = [
  "edit",
  "unlink",
  "unlink and delete",
  "delete",
  "import",
  "create again",
  "keep theirs",
] as const;

/** Something that somebody does between two syncs, to the persona at this place if there is one. */
const change = fc.record({
  kind: fc.constantFrom(...inTavus, "type", "type", ...here),
  at: fc.nat(20),
  name: fc.constantFrom(...names),
});
type Change = typeof change extends fc.Arbitrary<infer Value> ? Value : never;

const story = fc.record({
  changes: fc.array(change, { maxLength: 6 }),
  fault: fc.constantFrom(...faults),
  /** Where it strikes: undefined for any call, which is a page of a list as a rule. */
  operation: fc.constantFrom(undefined, "create persona", "create persona", "get persona", "list personas"),
  after: fc.nat(2),
  order: fc.constantFrom(...orders),
  pageMaximum: fc.constantFrom(2, 5, 100),
  /** Another sync follows while leases of lost requests still run. */
  isRepeated: fc.boolean(),
});

async function play(harness: SyncHarness, { kind, at, name }: Change): Promise<void> {
  const { account } = harness;
  const there = account.personas.at(at % Math.max(account.personas.length, 1));
  switch (kind) {
    case "add":
      account.addPersona({ name, systemPrompt: `You are ${name}.` });
      return;
    case "type":
      await harness.makeUnlinked(name || "Typed");
      return;
    case "edit":
    case "unlink":
    case "unlink and delete":
    case "delete":
    case "import":
    case "create again":
    case "keep theirs": {
      const rows = (await harness.rows()).filter((row) => (row.deleted_at !== null) === (kind === "import"));
      const row = rows.at(at % Math.max(rows.length, 1));
      if (row) await playHere(harness, row, { kind, name }).catch(unlessRefused);
      return;
    }
    default:
      if (there) playThere(harness, there.id, { kind, name });
  }
}

async function playHere(
  { bot: { personas } }: SyncHarness,
  { id, revision: baseRevision }: FlatRow,
  { kind, name }: { kind: (typeof here)[number]; name: string },
): Promise<unknown> {
  const asked = { tenantId: tenant, id, by: userId };
  switch (kind) {
    case "edit":
      return personas.edit(
        { ...asked, baseRevision, draft: aDraft({ name: name || "Edited" }) },
        async () => {},
      );
    case "unlink":
      return personas.unlink(asked);
    case "unlink and delete":
      await personas.unlink(asked);
      return personas.remove({ ...asked, alsoInTavus: false });
    case "delete":
      return personas.remove({ ...asked, alsoInTavus: false });
    case "import":
      return personas.importDeleted(tenant, id, userId);
    case "create again":
      return personas.createAgain(tenant, id, userId);
    case "keep theirs":
      return personas.resolveWithTheirs(asked);
  }
}

/** What cannot be done with this one is said, and nothing is done. */
function unlessRefused(error: unknown): void {
  if (!(error instanceof UserError)) throw error;
}

function playThere(
  { account }: SyncHarness,
  id: string,
  { kind, name }: Pick<Change, "kind" | "name">,
): void {
  const { document } = account.persona(id) ?? {};
  if (kind === "rename") account.changePersona(id, { persona_name: name });
  else if (kind === "rewrite") account.changePersona(id, { system_prompt: `Rewritten for ${name}.` });
  else if (kind === "remove") account.removePersona(id);
  // As Tavus's own "duplicate" would.
  else account.storePersona({ ...document }, { createdAt: copiedAt });
}

type Story = typeof story extends fc.Arbitrary<infer Value> ? Value : never;

async function live(
  harness: SyncHarness,
  { changes, fault, after, operation, ...rest }: Story,
): Promise<void> {
  const { order, pageMaximum, isRepeated } = rest;
  Object.assign(harness.standIn.behaviour, { order, pageMaximum });
  for (const each of changes) await play(harness, each);
  const repair = faultAfter(harness.standIn, after, { fault, scope: operation && { operation } });
  await harness.sync({ createPatienceMs: 300, isMassMissingConfirmed: true });
  repair();
  if (isRepeated) await harness.sync({ createPatienceMs: 0, isMassMissingConfirmed: true });
  await settle(harness);
}

/** A dozen personas in Tavus and here, so that a few removals do not look like another account. */
async function beginAnew(harness: SyncHarness): Promise<void> {
  for (const { id } of harness.account.personas) harness.account.removePersona(id);
  await deleteFlat(harness.database);
  for (let number = 0; number < 12; number += 1) harness.account.addPersona({ name: `Old ${number}` });
  await harness.sync();
}

forEachEngine((engine, open) => {
  test("whatever happens between and during syncs, everything comes to its place", async () => {
    const harness = await openSyncHarness(open);
    harness.bot.worker.start();
    let told = 0;

    const everythingIsInPlace = fc.asyncProperty(story, async (events) => {
      if (told % storiesPerWorld === 0) await beginAnew(harness);
      told += 1;
      await live(harness, events);

      expect(await wrongsIn(harness)).toEqual([]);
      const { inStep, differing, conflicts, missing, deletedHere, ...others } = countsOf(
        await harness.sync(),
      );
      expect(others).toEqual({});
    });

    await fc.assert(everythingIsInPlace, { numRuns: runs[engine], seed: 20_261_122, endOnFailure: true });
  }, 120_000);
});
