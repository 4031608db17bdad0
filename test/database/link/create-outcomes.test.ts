import { expect, test } from "vitest";
import { createTenantStore } from "../../../src/database/team/tenant-store.ts";
import { forEachEngine } from "../../support/databases.ts";
import { at, ending, failure, failureColumns, noFailure, openAttempt } from "./open-attempt.ts";

forEachEngine((_engine, open) => {
  test("an id is stored where none stands, and ends all that was open", async () => {
    const { links, row, key, read } = await openAttempt(open, {
      failure_kind: "timedOut",
      failed_at: at(-9),
    });

    expect(await links.linked(key, { remoteId: "p1", pushedRevision: 1 })).toMatchObject({
      link: { id: row.id, state: "linked" },
      isTeamResting: false,
    });

    expect(await read()).toMatchObject({
      ...noFailure,
      link: "linked",
      tavus_persona_id: "p1",
      pushed_revision: 1,
      lease_until: null,
      outcome_unknown: 0,
      tries: 0,
      next_attempt_at: null,
    });
  });

  test("who links a record of a team whose retries rest hears so", async () => {
    const { database, links, key } = await openAttempt(open);
    const pause = { cause: "invalidKey", until: at(60_000), keyTag: null };
    await createTenantStore(database).pauseQueue(key.tenantId, pause);

    const linked = await links.linked(key, { remoteId: "p1", pushedRevision: 1 });

    expect(linked?.isTeamResting).toBe(true);
  });

  test("a second id does not take the place of the first", async () => {
    const { links, key, read } = await openAttempt(open);
    const linking = ["p1", "p2", "p3"].map((remoteId) => links.linked(key, { remoteId, pushedRevision: 1 }));

    expect((await Promise.all(linking)).filter((isKept) => isKept)).toHaveLength(1);
    const kept = (await read()).tavus_persona_id;
    expect(await links.linked(key, { remoteId: "p9", pushedRevision: 1 })).toBeUndefined();
    expect((await read()).tavus_persona_id).toBe(kept);
  });

  test("an id that came after an edit leaves the edit to be pushed", async () => {
    const { links, key, read } = await openAttempt(open, { revision: 2 });

    await links.linked(key, { remoteId: "p1", pushedRevision: 1 });

    expect(await read()).toMatchObject({ pushed_revision: 1, next_attempt_at: at(0) });
  });

  test("a refusal fails the row for good", async () => {
    const { links, key, read } = await openAttempt(open);

    await links.refused(key, { failure, mayExist: false });

    expect(await read()).toMatchObject({
      ...failureColumns,
      link: "failed",
      lease_until: null,
      outcome_unknown: 0,
      next_attempt_at: null,
    });
  });

  test("given up while it may exist, the lease runs on and Tavus is to be searched", async () => {
    const { links, key, read } = await openAttempt(open);

    await links.refused(key, { failure, mayExist: true });

    expect(await read()).toMatchObject({
      link: "failed",
      lease_until: at(15_000),
      outcome_unknown: 1,
      next_attempt_at: null,
    });
  });

  test("a refusal of what was edited meanwhile leaves the edit to be sent", async () => {
    const { links, key, read } = await openAttempt(open, { revision: 2 });

    await links.refused(key, { failure, mayExist: false });

    expect(await read()).toMatchObject({ link: "pending", outcome_unknown: 0, next_attempt_at: at(0) });
  });

  test("what was certainly not made is free at once, and due later", async () => {
    const { links, key, read } = await openAttempt(open);

    await links.notMade(key, ending);

    const free = { lease_until: null, outcome_unknown: 0, next_attempt_at: at(60_000), tries: 2 };
    expect(await read()).toMatchObject({ ...failureColumns, ...free, link: "pending" });
  });

  test("what is unknown keeps its lease and is to be looked for", async () => {
    const { links, key, read } = await openAttempt(open);

    expect(await links.unknown(key, ending)).toBe(true);

    const kept = { lease_until: at(15_000), outcome_unknown: 1, next_attempt_at: at(60_000), tries: 2 };
    expect(await read()).toMatchObject({ ...failureColumns, ...kept, link: "pending" });
  });

  test("waiting for people is no try, and begins the day anew", async () => {
    const { links, key, read } = await openAttempt(open);

    await links.notMade(key, { ...ending, countsAsTry: false });

    expect(await read()).toMatchObject({ tries: 1, unsettled_since: at(0) });
  });

  test("what was never sent is free as before", async () => {
    const { links, key, read } = await openAttempt(open);

    await links.givenBack(key);

    expect(await read()).toMatchObject({
      lease_until: null,
      outcome_unknown: 0,
      next_attempt_at: at(0),
      tries: 1,
    });
  });

  test("not found: may be sent again, and the attempt is remembered", async () => {
    const { links, link, read } = await openAttempt(open, {
      next_attempt_at: at(-1),
      unknown_attempts: JSON.stringify([at(-90_000)]),
    });
    const lost = await link();

    expect(await links.notFound(lost, false)).toBe(true);

    expect(await read()).toMatchObject({
      outcome_unknown: 0,
      lease_until: null,
      next_attempt_at: at(0),
      unknown_attempts: JSON.stringify([at(-90_000), at(-5000)]),
      left_behind: 0,
    });
    expect(await links.notFound(lost, true)).toBe(false);
    expect(await read()).toMatchObject({ left_behind: 0 });
  });

  test("not found before its time: sent again in its time", async () => {
    const { links, link, read } = await openAttempt(open, { next_attempt_at: at(9_000) });

    await links.notFound(await link(), true);

    expect(await read()).toMatchObject({ next_attempt_at: at(9_000), left_behind: 1 });
  });
});
