import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { migrations } from "../../../migrations/all.ts";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { trespassesQuery } from "../../../src/database/opening/doctor-tables.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { type Engine, forEachEngine, makeEmptyDatabase, type OpenDatabase } from "../../support/databases.ts";
import { guild, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aDraft, aLinkRow, aStoredPersona } from "../../support/personas/persona-builders.ts";
import type { FlatRow } from "../../support/personas/persona-rows.ts";

const before = Object.fromEntries(Object.entries(migrations).filter(([name]) => name < "0008"));
const double = "pdouble00001";

/** Writes what the table of that time has a column for. */
async function insertOld({ kysely }: Database, name: string, row: Record<string, unknown>): Promise<void> {
  const table = (await kysely.introspection.getTables()).find((one) => one.name === name);
  const columns = table?.columns.map((column) => column.name).filter((column) => column in row) ?? [];
  await sql`insert into ${sql.table(name)} (${sql.join(columns.map((column) => sql.ref(column)))})
    values (${sql.join(columns.map((column) => row[column]))})`.execute(kysely);
}

/** Opens a database of the version before, with these personas in it, as today's does at its start. */
function openWith(engine: Engine, rows: readonly FlatRow[]): OpenDatabase {
  return async (options) => {
    const database = await connectDatabase(await makeEmptyDatabase(engine), options);
    onTestFinished(() => database.close());
    await migrateToLatest(database, before);
    for (const row of rows) {
      await insertOld(database, "personas", row);
      const { tenant_id, id, link: state, tavus_persona_id: remote_id, ...rest } = row;
      const { attempt, outcome_unknown, failure_kind, revision, pushed_revision, created_at } = rest;
      const said = { attempt, outcome_unknown, failure_kind, revision, pushed_revision, created_at };
      const next_attempt_at = state === "pending" ? rest.next_attempt_at : null;
      await insertOld(
        database,
        "links",
        aLinkRow({ ...said, tenant_id, subject_id: id, state, remote_id, next_attempt_at }),
      );
    }
    await migrateToLatest(database);
    return database;
  };
}

const linked = (members: Partial<FlatRow>) =>
  aStoredPersona({ link: "linked", tavus_persona_id: double, pushed_revision: 1, attempt: 1, ...members });

forEachEngine((engine) => {
  test("what two teams are linked to is the one's who typed it first; the other keeps its record and is told", async () => {
    const rows = [
      linked({ tenant_id: guild, id: "per_imported00", imported_at: "2026-01-01T00:00:00.000Z" }),
      linked({ tenant_id: workspace, id: "per_typed00000", created_at: "2026-02-01T00:00:00.000Z" }),
      linked({ tenant_id: guild, id: "per_alone00000", tavus_persona_id: "palone000001" }),
    ];
    const bot = await startPersonaBot(openWith(engine, rows));
    bot.account.addPersona({ id: double, name: "Theirs" });
    const owners = await bot.database.kysely.selectFrom("owners").selectAll().orderBy("remote_id").execute();
    const theirs = { tenantId: guild, id: "per_imported00" };
    const [theirRecord, ourRecord] = await Promise.all([
      bot.personas.find(theirs.tenantId, theirs.id),
      bot.personas.find(workspace, "per_typed00000"),
    ]);
    if (!theirRecord || !ourRecord) throw new Error("A persona was lost.");

    const comparisons = [await bot.personas.compare(theirRecord), await bot.personas.compare(ourRecord)];
    const edit = { ...theirs, draft: aDraft({ name: "Taken" }), baseRevision: 1 };
    const edited = await bot.personas.edit(edit, async () => {});
    const request = {
      tenantId: guild,
      startedBy: "u1",
      mode: "apply",
      isMassMissingConfirmed: true,
    } as const;
    const synced = await bot.personas.sync(request, () => undefined);

    expect(owners.map(({ remote_id, tenant_id }) => [remote_id, tenant_id])).toEqual([
      ["palone000001", guild],
      [double, workspace],
    ]);
    expect(comparisons).toMatchObject([{ kind: "unknown", why: "otherTeams" }, { kind: "differs" }]);
    expect(edited).toMatchObject({ kind: "saved", persona: { failure: { cause: "otherTeams" } } });
    expect(synced).toMatchObject({ state: "ended", summary: { others: 1 } });
    expect(await bot.personas.find(theirs.tenantId, theirs.id)).toMatchObject({ link: "linked" });
    expect(bot.account.persona(double)?.document.persona_name).toBe("Theirs");
    const trespasses = await sql<{ count: number }>`${sql.raw(trespassesQuery)}`.execute(bot.database.kysely);
    expect(Number(trespasses.rows[0]?.count)).toBe(1);
    const unlinked = await bot.personas.unlink({ tenantId: theirs.tenantId, id: theirs.id });
    expect(unlinked.link).toBe("failed");
  });

  test("what waits to be made, or may have been made, is taken from a limit already, and nothing else is", async () => {
    const rows = [
      aStoredPersona({ id: "per_waiting000", form_id: "form 1" }),
      aStoredPersona({ id: "per_imported00", form_id: null, link: "pending" }),
      aStoredPersona({ id: "per_lost000000", form_id: "form 3", link: "failed", outcome_unknown: 1 }),
      aStoredPersona({ id: "per_refused000", link: "failed", failure_kind: "rejected" }),
      linked({ id: "per_linked0000" }),
    ];

    const { kysely } = await openWith(engine, rows)();

    const links = await kysely.selectFrom("links").select(["subject_id", "allowance"]).execute();
    expect(Object.fromEntries(links.map((link) => [link.subject_id, link.allowance]))).toEqual({
      per_waiting000: "form 1",
      per_imported00: "per_imported00",
      per_lost000000: "form 3",
      per_refused000: null,
      per_linked0000: null,
    });
  });
});
