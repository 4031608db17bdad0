import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import { createForgottenTeams } from "../../../src/database/forgotten/forget-team.ts";
import { connectDatabase, type Database } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { createPersonaStore } from "../../../src/database/persona/persona-store.ts";
import { createVersionStore } from "../../../src/database/persona/version-store.ts";
import { createDraftStore } from "../../../src/database/team/draft-store.ts";
import { createSecrets } from "../../../src/database/team/secrets.ts";
import { makeFolder } from "../../support/databases.ts";
import { rowsOf, storeRows } from "../../support/personas/stored-personas.ts";

const gone = "slack:GONE";
const stays = "slack:STAYS";
/** In the first page of a long text, and in the last of those it flows over into. */
const promptOf = (tenantId: string, index: number) =>
  `first words of ${tenantId} ${index} ${"x".repeat(index * 700)} last words of ${tenantId} ${index}`;

async function openFile(): Promise<{ database: Database; file: string }> {
  const file = join(makeFolder(), "bot.db");
  const database = await connectDatabase({ kind: "sqlite", file });
  onTestFinished(() => database.close());
  await migrateToLatest(database);
  return { database, file };
}

async function fill(database: Database, tenantId: string): Promise<void> {
  const rows = rowsOf(tenantId, 20).map((row, index) => ({
    ...row,
    name: `name of ${tenantId} ${index}`,
    prompt: promptOf(tenantId, index),
  }));
  await storeRows(database, rows);
  const values = { prompt: `draft of ${tenantId}` };
  await createDraftStore(database).save(tenantId, {
    formId: `f${tenantId}`,
    userId: "U1",
    command: "c",
    values,
  });
}

/** Everything that lies on the disk. */
function bytesOf(file: string): string {
  const files = [file, `${file}-wal`, `${file}-journal`].filter((path) => existsSync(path));
  return files.map((path) => readFileSync(path).toString("latin1")).join("\n");
}

const traces = (bytes: string, tenantId: string) =>
  bytes.match(new RegExp(`(first words|last words|draft|name) of ${tenantId}[ \\d]*`, "gi")) ?? [];

test("of a team that was forgotten no word is left in the files, and all of another's", async () => {
  const { database, file } = await openFile();
  for (const tenantId of [gone, stays]) await fill(database, tenantId);
  expect(traces(bytesOf(file), gone).length).toBeGreaterThan(60);

  await createForgottenTeams(database).forget(gone);

  expect(traces(bytesOf(file), gone)).toEqual([]);
  expect(traces(bytesOf(file), stays).length).toBeGreaterThan(60);
});

test("nor of what was replaced or deleted one by one, once its earlier versions are not kept any more", async () => {
  const { database, file } = await openFile();
  await fill(database, gone);

  const store = createPersonaStore(database);
  for (const { id } of await database.kysely.selectFrom("personas").select("id").execute())
    await store.amend(gone, id, { prompt: "now short", name: "new" });
  await database.kysely.deleteFrom("drafts").execute();
  const over = database.now() + 1000;
  await createVersionStore(database).purge({ beforeMs: over, deletedMs: over, limit: 100 });
  await database.eraseTraces();

  expect(traces(bytesOf(file), gone)).toEqual([]);
});

test("nor of a sealed key", async () => {
  const { database, file } = await openFile();
  const sealed = createSecrets([Buffer.alloc(32, 7)]).seal(gone, "the key of this team");
  await database.kysely
    .insertInto("platform_state")
    .values({ tenant_id: gone, name: "key", value: sealed })
    .execute();
  expect(bytesOf(file)).toContain(sealed);

  await createForgottenTeams(database).forget(gone);

  expect(bytesOf(file)).not.toContain(sealed);
});

test("while another program reads, forgetting does not wait, and the journal is emptied later", async () => {
  const { database, file } = await openFile();
  await fill(database, gone);
  const reader = new SqliteFile(file, { readonly: true });
  reader.exec("begin; select count(*) from personas");

  await createForgottenTeams(database).forget(gone);
  const before = traces(bytesOf(file), gone);
  reader.close();
  await database.eraseTraces();

  expect(before).not.toEqual([]);
  expect(traces(bytesOf(file), gone)).toEqual([]);
});
