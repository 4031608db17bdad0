import { expect, test } from "vitest";
import { createPersonaOutcomes, untilTheyReturn } from "../../../src/database/persona/persona-outcomes.ts";
import { createPersonaStore } from "../../../src/database/persona/persona-store.ts";
import type { PersonaRow } from "../../../src/database/tables.ts";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/persona-builders.ts";

const nowMs = Date.parse("2030-01-01T12:00:00.000Z");
const at = (offsetMs: number) => new Date(nowMs + offsetMs).toISOString();
const failure = { kind: "unavailable", words: "Try later", incident: "abcd2345" };
const failureColumns = {
  failure_kind: "unavailable",
  failure_words: "Try later",
  failure_incident: "abcd2345",
  failed_at: at(0),
};
const noFailure = { failure_kind: null, failure_words: null, failure_incident: null, failed_at: null };
const ending = { failure, nextAttemptMs: nowMs + 60_000, countsAsTry: true };

/** One attempt is open in the row. */
async function openAttempt(open: OpenDatabase, members: Partial<PersonaRow> = {}) {
  const database = await open({ clock: () => nowMs });
  const store = createPersonaStore(database);
  const row = aStoredPersona({
    attempt: 2,
    attempt_started_at: at(-5000),
    sent_revision: 1,
    key_tag: "0123456789ab",
    lease_until: at(15_000),
    must_look: 1,
    next_attempt_at: at(15_000),
    tries: 1,
    ...members,
  });
  await store.insert(tenant, row);
  const read = async () => {
    const stored = await store.find(tenant, row.id);
    if (!stored) throw new Error("The row is gone.");
    return stored;
  };
  return { database, store, outcomes: createPersonaOutcomes(database), row, read };
}

const older = (row: PersonaRow) => ({ id: row.id, attempt: row.attempt - 1 });

forEachEngine((_engine, open) => {
  test("an id is stored where none stands, and ends all that was open", async () => {
    const { outcomes, row, read } = await openAttempt(open, { failure_kind: "timedOut", failed_at: at(-9) });

    expect(await outcomes.linked(tenant, row.id, { tavusPersonaId: "p1", pushedRevision: 1 })).toMatchObject({
      id: row.id,
      link: "linked",
    });

    expect(await read()).toMatchObject({
      ...noFailure,
      link: "linked",
      tavus_persona_id: "p1",
      pushed_revision: 1,
      lease_until: null,
      must_look: 0,
      tries: 0,
      next_attempt_at: null,
    });
  });

  test("a second id does not take the place of the first", async () => {
    const { outcomes, row, read } = await openAttempt(open);
    const links = ["p1", "p2", "p3"].map((tavusPersonaId) =>
      outcomes.linked(tenant, row.id, { tavusPersonaId, pushedRevision: 1 }),
    );

    expect((await Promise.all(links)).filter((isKept) => isKept)).toHaveLength(1);
    const kept = (await read()).tavus_persona_id;
    expect(
      await outcomes.linked(tenant, row.id, { tavusPersonaId: "p9", pushedRevision: 1 }),
    ).toBeUndefined();
    expect((await read()).tavus_persona_id).toBe(kept);
  });

  test("an id that came after an edit leaves the edit to be pushed", async () => {
    const { outcomes, row, read } = await openAttempt(open, { revision: 2 });

    await outcomes.linked(tenant, row.id, { tavusPersonaId: "p1", pushedRevision: 1 });

    expect(await read()).toMatchObject({ pushed_revision: 1, next_attempt_at: at(0) });
  });

  test("a refusal fails the row for good", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    await outcomes.failed(tenant, row, { failure, mayExist: false });

    expect(await read()).toMatchObject({
      ...failureColumns,
      link: "failed",
      lease_until: null,
      must_look: 0,
      next_attempt_at: null,
    });
  });

  test("given up while it may exist, the lease runs on and Tavus is to be searched", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    await outcomes.failed(tenant, row, { failure, mayExist: true });

    expect(await read()).toMatchObject({
      link: "failed",
      lease_until: at(15_000),
      must_look: 1,
      next_attempt_at: null,
    });
  });

  test("a refusal of what was edited meanwhile leaves the edit to be sent", async () => {
    const { outcomes, row, read } = await openAttempt(open, { revision: 2 });

    await outcomes.failed(tenant, row, { failure, mayExist: false });

    expect(await read()).toMatchObject({ link: "pending", must_look: 0, next_attempt_at: at(0) });
  });

  test("what was certainly not made is free at once, and due later", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    await outcomes.notMade(tenant, row, ending);

    const free = { lease_until: null, must_look: 0, next_attempt_at: at(60_000), tries: 2 };
    expect(await read()).toMatchObject({ ...failureColumns, ...free, link: "pending" });
  });

  test("what is unknown keeps its lease and is to be looked for", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    expect(await outcomes.unknown(tenant, row, ending)).toBe(true);

    const kept = { lease_until: at(15_000), must_look: 1, next_attempt_at: at(60_000), tries: 2 };
    expect(await read()).toMatchObject({ ...failureColumns, ...kept, link: "pending" });
  });

  test("waiting for people is no try, and begins the day anew", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    await outcomes.notMade(tenant, row, { ...ending, countsAsTry: false });

    expect(await read()).toMatchObject({ tries: 1, unsettled_since: at(0) });
  });

  test("what was never sent is free as before", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    await outcomes.givenBack(tenant, row);

    expect(await read()).toMatchObject({ lease_until: null, must_look: 0, next_attempt_at: at(0), tries: 1 });
  });

  test("not found: may be sent again, and the attempt is remembered", async () => {
    const { outcomes, row, read } = await openAttempt(open, {
      next_attempt_at: at(-1),
      unknown_attempts: JSON.stringify([at(-90_000)]),
    });

    expect(await outcomes.notFound(tenant, row, false)).toBe(true);

    expect(await read()).toMatchObject({
      must_look: 0,
      lease_until: null,
      next_attempt_at: at(0),
      unknown_attempts: JSON.stringify([at(-90_000), at(-5000)]),
      left_behind: 0,
    });
    expect(await outcomes.notFound(tenant, row, true)).toBe(false);
    expect(await read()).toMatchObject({ left_behind: 0 });
  });

  test("not found before its time: sent again in its time", async () => {
    const { outcomes, row, read } = await openAttempt(open, { next_attempt_at: at(9_000) });

    await outcomes.notFound(tenant, row, true);

    expect(await read()).toMatchObject({ next_attempt_at: at(9_000), left_behind: 1 });
  });

  test("nothing of an older attempt touches a newer one", async () => {
    const { outcomes, row, read } = await openAttempt(open);
    const lost = { ...older(row), attempt_started_at: at(-60_000), unknown_attempts: "[]" };

    await outcomes.failed(tenant, older(row), { failure, mayExist: false });
    await outcomes.notMade(tenant, older(row), ending);
    expect(await outcomes.unknown(tenant, older(row), ending)).toBe(false);
    await outcomes.givenBack(tenant, older(row));
    expect(await outcomes.notFound(tenant, lost, false)).toBe(false);
    await outcomes.pushed(tenant, older(row), { pushedRevision: 9 });
    await outcomes.missing(tenant, older(row), failure);

    expect(await read()).toEqual(row);
  });

  test("no failure of a create touches a linked row", async () => {
    const { outcomes, row, read } = await openAttempt(open, { link: "linked", tavus_persona_id: "p1" });

    await outcomes.failed(tenant, row, { failure, mayExist: false });
    await outcomes.notMade(tenant, row, ending);
    expect(await outcomes.unknown(tenant, row, ending)).toBe(false);
    expect(await outcomes.notFound(tenant, row, false)).toBe(false);

    expect(await read()).toEqual(row);
  });

  test("nothing of one team touches another's row of the same id", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    await outcomes.linked(otherTenant, row.id, { tavusPersonaId: "p1", pushedRevision: 1 });
    await outcomes.surplusSeen(otherTenant, row, nowMs);
    await outcomes.failed(otherTenant, row, { failure, mayExist: false });
    await outcomes.notMade(otherTenant, row, ending);
    await outcomes.unknown(otherTenant, row, ending);
    await outcomes.givenBack(otherTenant, row);
    await outcomes.notFound(otherTenant, row, true);
    await outcomes.pushed(otherTenant, row, { pushedRevision: 9 });
    await outcomes.missing(otherTenant, row, failure);
    await outcomes.waitForKey(otherTenant);
    await outcomes.told(otherTenant, [row.id]);
    await outcomes.tellOnReturn(otherTenant, row.id);
    await outcomes.setSurplusCheck(otherTenant, row.id, nowMs);

    expect(await read()).toEqual(row);
  });

  test("a push brings the row in step, or leaves a later edit due", async () => {
    const linked = {
      link: "linked",
      tavus_persona_id: "p1",
      must_look: 0,
      revision: 3,
      ...failureColumns,
    } as const;
    const { outcomes, row, read } = await openAttempt(open, linked);

    await outcomes.pushed(tenant, row, { pushedRevision: 2 });
    expect(await read()).toMatchObject({
      pushed_revision: 2,
      lease_until: null,
      next_attempt_at: at(0),
      tries: 0,
    });

    await outcomes.pushed(tenant, row, { pushedRevision: 3 });
    expect(await read()).toMatchObject({ ...noFailure, pushed_revision: 3, next_attempt_at: null });
  });

  test("a push that failed is due again, or rests when Tavus refused it", async () => {
    const linked = { link: "linked", tavus_persona_id: "p1", must_look: 0, revision: 2 } as const;
    const { outcomes, row, read } = await openAttempt(open, linked);

    await outcomes.pushed(tenant, row, { failure, nextAttemptMs: nowMs + 5 });
    expect(await read()).toMatchObject({
      ...failureColumns,
      link: "linked",
      next_attempt_at: at(5),
      tries: 2,
    });

    await outcomes.pushed(tenant, row, { failure, nextAttemptMs: null });
    expect(await read()).toMatchObject({ next_attempt_at: null, lease_until: null, pushed_revision: 0 });
  });

  test("a link whose Tavus persona is gone is missing", async () => {
    const { outcomes, row, read } = await openAttempt(open, { link: "linked", tavus_persona_id: "p1" });

    await outcomes.missing(tenant, row, failure);

    expect(await read()).toMatchObject({
      ...failureColumns,
      link: "missing",
      tavus_persona_id: "p1",
      next_attempt_at: null,
    });
  });

  test("what is due and free waits for a key; what is under way or not due does not", async () => {
    const { outcomes, store, read } = await openAttempt(open, { lease_until: null, next_attempt_at: at(0) });
    const leased = aStoredPersona({ lease_until: at(1) });
    const later = aStoredPersona({ next_attempt_at: at(1) });
    for (const row of [leased, later]) await store.insert(tenant, row);

    await outcomes.waitForKey(tenant);

    expect(await read()).toMatchObject({
      failure_kind: "noKey",
      failed_at: at(0),
      unsettled_since: at(0),
      tries: 1,
    });
    expect(await store.find(tenant, leased.id)).toEqual(leased);
    expect(await store.find(tenant, later.id)).toEqual(later);
  });

  test("an attempt that left something over is remembered once, with a time to look for it", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    await outcomes.surplusSeen(tenant, row, nowMs + 7);
    await outcomes.surplusSeen(tenant, row, nowMs + 8);

    expect(await read()).toMatchObject({
      unknown_attempts: JSON.stringify([at(-5000)]),
      surplus_check_at: at(8),
    });
    await outcomes.setSurplusCheck(tenant, row.id, null);
    expect(await read()).toMatchObject({ surplus_check_at: null });
  });

  test("who was told is not owed; who takes no messages is told on return", async () => {
    const { outcomes, row, read } = await openAttempt(open);

    await outcomes.tellOnReturn(tenant, row.id);
    expect(await read()).toMatchObject({ told_at: null, tell_lease_until: untilTheyReturn });

    await outcomes.told(tenant, [row.id]);
    await outcomes.tellOnReturn(tenant, row.id);
    expect(await read()).toMatchObject({ told_at: at(0), tell_lease_until: null });
  });
});
