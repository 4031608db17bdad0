import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import { readFlatRow } from "../../support/personas/persona-rows.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { at, failure, failureColumns, noFailure, nowMs, openAttempt } from "./open-attempt.ts";

forEachEngine((_engine, open) => {
  test("a push brings the row in step, or leaves a later edit due", async () => {
    const linked = {
      link: "linked",
      tavus_persona_id: "p1",
      outcome_unknown: 0,
      revision: 3,
      ...failureColumns,
    } as const;
    const { links, key, read } = await openAttempt(open, linked);

    await links.pushed(key, 2);
    expect(await read()).toMatchObject({
      pushed_revision: 2,
      lease_until: null,
      next_attempt_at: at(0),
      tries: 0,
    });

    await links.pushed(key, 3);
    expect(await read()).toMatchObject({ ...noFailure, pushed_revision: 3, next_attempt_at: null });
  });

  test("a push that failed is due again, or rests when Tavus refused it", async () => {
    const linked = {
      link: "linked",
      tavus_persona_id: "p1",
      outcome_unknown: 0,
      revision: 2,
      sent_revision: 2,
    } as const;
    const { links, key, read } = await openAttempt(open, linked);

    await links.notPushed(key, { failure, nextAttemptMs: nowMs + 5 });
    expect(await read()).toMatchObject({
      ...failureColumns,
      link: "linked",
      next_attempt_at: at(5),
      tries: 2,
    });

    await links.notPushed(key, { failure, nextAttemptMs: null });
    expect(await read()).toMatchObject({ next_attempt_at: null, lease_until: null, pushed_revision: 0 });
  });

  test("a link whose Tavus persona is gone is missing", async () => {
    const { links, key, read } = await openAttempt(open, { link: "linked", tavus_persona_id: "p1" });

    await links.goneInTavus(key, failure);

    expect(await read()).toMatchObject({
      ...failureColumns,
      link: "missing",
      tavus_persona_id: "p1",
      next_attempt_at: null,
    });
  });

  test("what a push under way says about an unlinked persona comes too late", async () => {
    const database = await open();
    const row = aLinkedRow({ attempt: 3, tavus_persona_id: "p1" });
    await storeRows(database, [row]);
    const links = linksOfPersonas(database);
    const key = { tenantId: tenant, id: row.id, attempt: row.attempt };

    await links.unlink(key);
    await links.goneInTavus(key, { kind: "notFound", words: null, incident: null });
    await links.pushed(key, 1);

    expect(await readFlatRow(database, row)).toMatchObject({
      link: "failed",
      failure_kind: "unlinked",
      pushed_revision: 0,
      next_attempt_at: null,
    });
  });
});
