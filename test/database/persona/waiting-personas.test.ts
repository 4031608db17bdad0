import { CompiledQuery } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { countsOf, createWaitingPersonas, oldestOf } from "../../../src/database/persona/waiting-personas.ts";
import { forEachEngine, makeEmptyDatabase } from "../../support/databases.ts";
import { aStoredPersona, otherTenant, tenant } from "../../support/persona-builders.ts";
import { aLinkedRow, storeRows } from "../../support/stored-personas.ts";

const deleted = { deleted_at: "2026-11-22T00:00:00.000Z" };
const second = (count: number) => new Date(Date.UTC(2026, 0, 1) + count * 1000).toISOString();

forEachEngine((_engine, open) => {
  test("personas are counted by their link, without the deleted and without another team's", async () => {
    const database = await open();
    await storeRows(database, [
      aLinkedRow(),
      aLinkedRow(),
      aLinkedRow(deleted),
      aStoredPersona(),
      aStoredPersona({ link: "failed" }),
      aStoredPersona({ link: "failed", failure_kind: "unlinked" }),
      aStoredPersona({ link: "missing" }),
      aStoredPersona({ link: "missing" }),
      aStoredPersona({ link: "failed", ...deleted }),
      aStoredPersona({ tenant_id: otherTenant }),
    ]);
    const waiting = createWaitingPersonas(database);

    expect(await waiting.countByLink(tenant)).toEqual({
      linked: 2,
      pending: 1,
      failed: 1,
      missing: 2,
      unlinked: 1,
    });
    expect(await waiting.countByLink("slack:none")).toEqual({
      linked: 0,
      pending: 0,
      failed: 0,
      missing: 0,
      unlinked: 0,
    });
  });

  test("the oldest that waits is found, not what has failed before it", async () => {
    const database = await open();
    const oldest = aStoredPersona({ created_at: second(2) });
    await storeRows(database, [
      aStoredPersona({ created_at: second(3) }),
      oldest,
      aStoredPersona({ created_at: second(1), link: "failed" }),
      aStoredPersona({ created_at: second(1), ...deleted }),
    ]);
    const waiting = createWaitingPersonas(database);

    expect((await waiting.oldest(tenant))?.id).toBe(oldest.id);
    expect(await waiting.oldest(otherTenant)).toBeUndefined();
  });

  test("what waits becomes due, what needs a change first does not", async () => {
    const database = await open();
    const later = { next_attempt_at: second(99), tries: 7 };
    await storeRows(database, [
      aStoredPersona({ name: "waiting", ...later }),
      aStoredPersona({ name: "given up", link: "failed", failure_kind: "timedOut" }),
      aLinkedRow({ name: "behind", revision: 2, ...later }),
      aStoredPersona({ name: "refused", link: "failed", failure_kind: "rejected", ...later }),
      aStoredPersona({ name: "unlinked", link: "failed", failure_kind: "unlinked", ...later }),
      aStoredPersona({ name: "missing", link: "missing", ...later }),
      aLinkedRow({ name: "in step" }),
      aStoredPersona({ name: "theirs", tenant_id: otherTenant, ...later }),
    ]);

    const count = await createWaitingPersonas(database).makeDue(tenant);

    const due = await database.kysely
      .selectFrom("personas")
      .select(["name", "link"])
      .where("next_attempt_at", ">", second(100))
      .orderBy("name")
      .execute();
    expect(count).toBe(3);
    expect(due).toEqual([
      { name: "behind", link: "linked" },
      { name: "given up", link: "pending" },
      { name: "waiting", link: "pending" },
    ]);
  });
});

test("however many are linked, none of their rows is read to count them or to find the oldest", async () => {
  const database = await connectDatabase(await makeEmptyDatabase("sqlite"));
  onTestFinished(() => database.close());
  await migrateToLatest(database);
  const rows = Array.from({ length: 10_000 }, (_, index) => aLinkedRow({ created_at: second(index) }));
  for (let from = 0; from < rows.length; from += 500) {
    const chunk = rows.slice(from, from + 500);
    await database.kysely.insertInto("personas").values(chunk).execute();
  }
  const planOf = async (query: CompiledQuery) => {
    const explain = CompiledQuery.raw(`explain query plan ${query.sql}`, [...query.parameters]);
    const plan = await database.kysely.executeQuery<{ detail: string }>(explain);
    return plan.rows.map(({ detail }) => detail).join("\n");
  };

  const counting = await planOf(countsOf(database, tenant).compile());
  const finding = await planOf(oldestOf(database, tenant).compile());

  expect(await createWaitingPersonas(database).countByLink(tenant)).toMatchObject({ linked: 10_000 });
  expect(counting).toMatch(/^SEARCH personas USING COVERING INDEX personas_links \([^)]*\)$/);
  expect(finding).toMatch(/^SEARCH personas USING INDEX personas_links \([^)]*\)$/);
});
