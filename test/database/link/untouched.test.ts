import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { otherTenant } from "../../support/personas/persona-builders.ts";
import { queueOfPersonas } from "../../support/personas/persona-links.ts";
import { at, ending, failure, nowMs, openAttempt } from "./open-attempt.ts";

forEachEngine((_engine, open) => {
  test("nothing of an older attempt touches a newer one", async () => {
    const { links, row, key, link, read } = await openAttempt(open);
    const older = { ...key, attempt: row.attempt - 1 };
    const lost = { ...(await link()), ...older, attemptStartedMs: nowMs - 60_000, unknownAttemptsMs: [] };

    await links.refused(older, { failure, mayExist: false });
    await links.notMade(older, ending);
    expect(await links.unknown(older, ending)).toBe(false);
    await links.givenBack(older);
    expect(await links.notFound(lost, false)).toBe(false);
    await links.pushed(older, 9);
    await links.goneInTavus(older, failure);

    expect(await read()).toEqual(row);
  });

  test("nothing of an older push touches a newer one", async () => {
    const { links, row, key, read } = await openAttempt(open, { link: "linked", tavus_persona_id: "p1" });
    const older = { ...key, attempt: row.attempt - 1 };

    await links.givenBack(older);
    await links.pushed(older, 9);
    await links.notPushed(older, { failure, nextAttemptMs: nowMs });
    await links.goneInTavus(older, failure);

    expect(await read()).toEqual(row);
  });

  test("no failure of a create touches a linked row", async () => {
    const { links, row, key, link, read } = await openAttempt(open, {
      link: "linked",
      tavus_persona_id: "p1",
    });

    await links.refused(key, { failure, mayExist: false });
    await links.notMade(key, ending);
    expect(await links.unknown(key, ending)).toBe(false);
    expect(await links.notFound(await link(), false)).toBe(false);

    expect(await read()).toEqual(row);
  });

  test.each([
    ["pending", {}],
    ["linked", { link: "linked", tavus_persona_id: "p1", lease_until: at(-1), next_attempt_at: at(-1) }],
  ] as const)("nothing of one team touches another's row of the same id: %s", async (_state, members) => {
    const { database, links, row, key, link, read } = await openAttempt(open, members);
    const theirs = { ...key, tenantId: otherTenant };

    await links.linked(theirs, { remoteId: "p1", pushedRevision: 1 });
    await links.surplusSeen({ ...(await link()), ...theirs }, nowMs);
    await links.refused(theirs, { failure, mayExist: false });
    await links.notMade(theirs, ending);
    await links.unknown(theirs, ending);
    await links.givenBack(theirs);
    await links.notFound({ ...(await link()), ...theirs }, true);
    await links.pushed(theirs, 9);
    await links.notPushed(theirs, { failure, nextAttemptMs: null });
    await links.goneInTavus(theirs, failure);
    await queueOfPersonas(database).waitForKey(otherTenant, "noKey");
    await links.allTold([{ key: theirs }]);
    await links.tellOnReturn(theirs);
    await links.oweAgain(theirs);
    await links.setSurplusCheck(theirs, nowMs);

    expect(await read()).toEqual(row);
  });
});
