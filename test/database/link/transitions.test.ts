import { expect, test } from "vitest";
import { type ChangeOptions, change, changeOne, mayChange } from "../../../src/database/link/change.ts";
import type { LinkRow } from "../../../src/database/link/link-row.ts";
import { type TransitionName, transitions } from "../../../src/database/link/transitions.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aLinkRow } from "../../support/personas/persona-builders.ts";
import { at, nowMs } from "./open-attempt.ts";
import { tableSays } from "./table-says.ts";

const names = Object.keys(transitions).filter((name): name is TransitionName => name in transitions);
const states = ["pending", "linked", "failed", "missing"] as const;

/** What the words of the table turn on, each both ways. */
const situations: Partial<LinkRow>[] = [
  { lease_until: null, next_attempt_at: null, outcome_unknown: 0, sent_revision: 1, pushed_revision: 1 },
  {
    lease_until: at(5),
    next_attempt_at: at(5),
    outcome_unknown: 1,
    sent_revision: 1,
    pushed_revision: 0,
    told_at: at(-7),
    answer_sealed: "sealed then",
  },
  { lease_until: at(-5), next_attempt_at: at(-5), outcome_unknown: 1, revision: 3, sent_revision: 2 },
  {
    lease_until: at(5),
    next_attempt_at: at(9),
    outcome_unknown: 0,
    revision: 3,
    pushed_revision: 3,
    tell_lease_until: at(-1),
  },
  {
    failure_kind: "unlinked",
    lease_until: at(5),
    next_attempt_at: at(5),
    outcome_unknown: 1,
    told_at: at(-7),
  },
  { failure_kind: "rejected", lease_until: at(-5), next_attempt_at: null, outcome_unknown: 1, revision: 2 },
];

const given = {
  nowMs,
  leaseUntilMs: nowMs + 20_000,
  nextAttemptMs: nowMs + 60_000,
  pushedRevision: 1,
  mayExist: false,
  answerAt: "sealed now",
};
const asRecord = { name: "Ada", kind: "professional", nowMs: 0, nextAttemptMs: 0, pushedRevision: 9 };
const givens = [
  given,
  { ...given, mayExist: true, nextAttemptMs: null, pushedRevision: 3, answerAt: undefined },
];

/** Links in every state, of records that are here and gone. */
function linksOfEverySort(situation: Partial<LinkRow>): LinkRow[] {
  const sorts = states.flatMap((state) => [null, at(-9)].map((gone_at) => ({ state, gone_at })));
  return sorts.map((sort) => aLinkRow({ ...situation, ...sort }));
}

async function replaceLinks({ kysely }: Database, rows: readonly LinkRow[]): Promise<void> {
  await kysely.deleteFrom("links").execute();
  await kysely.insertInto("links").values(rows).execute();
}

async function readLinks({ kysely }: Database): Promise<Map<string, LinkRow>> {
  const rows = await kysely.selectFrom("links").selectAll().execute();
  return new Map(rows.map((row) => [placeOf(row), row]));
}

const placeOf = ({ tenant_id, subject_kind, subject_id }: LinkRow) =>
  [tenant_id, subject_kind, subject_id].join();
const described = ({ state, gone_at }: LinkRow) => `${state}, ${gone_at === null ? "here" : "gone"}`;

/** Lets it happen to all links there are; returns the ids of those to which it did. */
async function happenToAll(
  { kysely }: Database,
  name: TransitionName,
  given: Required<ChangeOptions>,
): Promise<Set<string>> {
  const changed = await kysely
    .updateTable("links")
    .set(change(name, given))
    .where(mayChange(name))
    .returning("subject_id")
    .execute();
  return new Set(changed.map(({ subject_id: id }) => id));
}

forEachEngine((_engine, open) => {
  test("a transition makes of a link what the table says, and nothing of one it may not happen to", async () => {
    const database = await open();
    const rows = situations.flatMap(linksOfEverySort);

    for (const name of names) {
      for (const given of givens) {
        await replaceLinks(database, rows);
        const changed = await happenToAll(database, name, given);
        const after = await readLinks(database);
        for (const row of rows) {
          const expected = tableSays(name, row, given);
          const what = `${name} of one that is ${described(row)}`;
          expect(after.get(placeOf(row)), what).toEqual(expected);
          expect(changed.has(row.subject_id), what).toBe(expected !== row);
        }
      }
    }
  });

  test("a transition of one link happens where it may, and to no other kind's and no other team's of that id", async () => {
    const database = await open();

    for (const row of linksOfEverySort({ lease_until: at(5), next_attempt_at: at(9), outcome_unknown: 1 })) {
      const others = [
        { ...row, subject_kind: "room" },
        { ...row, tenant_id: "slack:T9" },
      ];
      // A whole record, whose members may be called as a transition's are.
      const key = { ...asRecord, tenantId: row.tenant_id, id: row.subject_id };
      for (const name of names) {
        await replaceLinks(database, [row, ...others]);
        const { numUpdatedRows } = await changeOne(database.kysely, key, {
          name,
          kind: row.subject_kind,
          ...given,
        }).executeTakeFirst();
        const expected = tableSays(name, row, given);
        const after = await readLinks(database);
        const what = `${name} of one that is ${described(row)}`;
        expect(numUpdatedRows, what).toBe(expected === row ? 0n : 1n);
        expect(after, what).toEqual(new Map([expected, ...others].map((link) => [placeOf(link), link])));
      }
    }
  });
});
