import { expect, test } from "vitest";
import { createContentChanges } from "../../../src/database/persona/content-changes.ts";
import { forEachEngine } from "../../support/databases.ts";
import type { FlatRow } from "../../support/personas/persona-rows.ts";
import { at, openAttempt } from "./open-attempt.ts";

type Opened = Awaited<ReturnType<typeof openAttempt>>;

const free = { lease_until: null, outcome_unknown: 0, next_attempt_at: null, told_at: at(-9) } as const;
const linked = { ...free, link: "linked", tavus_persona_id: "p1", pushed_revision: 1 } as const;
const failed = { ...free, link: "failed", failure_kind: "rejected" } as const;
const content = { name: "Ada" };
const seen = { base: "{}", differs: "" };
const edit = ({ database, key }: Opened) =>
  createContentChanges(database).amend(key.tenantId, key.id, content);

/** What a person may do to one link that the queue then works on: from where, and how. */
const ofOne: [string, Partial<FlatRow>, (opened: Opened) => Promise<unknown>][] = [
  ["edit or another replica", linked, edit],
  ["edit of one that was refused", failed, edit],
  ["retry", failed, ({ links, key }) => links.makeDue(key)],
  [
    "overwrite",
    { ...linked, revision: 2, failure_kind: "conflict" },
    ({ links, key }) => links.openForced(key, { leaseMs: 20_000 }),
  ],
  [
    "keep ours",
    linked,
    async ({ links, key, link }) => links.resolveWithOurs({ ...(await link()), ...key }, seen),
  ],
  ["create again", { ...linked, link: "missing" }, ({ links, key }) => links.createAgain(key)],
  [
    "retry all",
    failed,
    ({ links, key }) => links.makeFailingDue(key.tenantId, { cause: "rejected", topic: "rejected" }),
  ],
];

/** What is done to all of a team at once, whose answer tells of all. */
const ofMany: typeof ofOne = [
  ["a sync", failed, ({ links, key }) => links.makeUnlinkedDue(key.tenantId)],
  [
    "keep all of ours",
    linked,
    async ({ links, key, link }) =>
      links.resolveWithOurs({ ...(await link()), ...key }, { ...seen, isOneOfMany: true }),
  ],
];

forEachEngine((_engine, open) => {
  test.each(ofOne)("whoever makes the queue work is owed how that ends: %s", async (_name, row, act) => {
    const opened = await openAttempt(open, row);

    await act(opened);

    const after = await opened.link();
    expect(after.isTold).toBe(false);
    expect(after.nextAttemptMs).toBeDefined();
  });

  test.each(ofMany)("nobody is told of each one of many: %s", async (_name, row, act) => {
    const opened = await openAttempt(open, row);

    await act(opened);

    const after = await opened.link();
    expect(after.isTold).toBe(true);
    expect(after.nextAttemptMs).toBeDefined();
  });

  test("an edit of one that was unlinked is owed, though the queue does nothing with it", async () => {
    const opened = await openAttempt(open, { ...failed, failure_kind: "unlinked" });

    await edit(opened);

    expect(await opened.read()).toMatchObject({ told_at: null, tell_lease_until: at(60_000) });
  });
});
