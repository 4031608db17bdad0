import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { backUpSqlite } from "../../src/database/backup/back-up-sqlite.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { makeFolder, type OpenDatabase } from "../support/databases.ts";
import { type Bot, type Harness, openHarness } from "../support/harness/harness.ts";
import { aDraft, aRequest, tenant } from "../support/personas/persona-builders.ts";
import { backupIn, restoreHere } from "./setup.ts";

const openAt =
  (file: string): OpenDatabase =>
  async (options) => {
    const database = await connectDatabase({ kind: "sqlite", file }, options);
    onTestFinished(() => database.close());
    await migrateToLatest(database);
    return database;
  };

/** The backup takes the database's place, and a bot works on it; Tavus holds what it has come to hold since. */
async function restoreOver(file: string, before: Harness) {
  await restoreHere(file, { backup: backupIn(file), isSure: true });
  const after = await openHarness(openAt(file));
  for (const { document, ...seed } of before.account.personas) after.account.storePersona(document, seed);
  const next = after.startBot();
  next.worker.start();
  return { after, next };
}

test.each([
  ["waited for credits", { status: 402 }],
  ["was refused", { status: 400 }],
] as const)("a persona that %s when the backup was made, and was made since, is found and not made again", async (_what, fault) => {
  const file = join(makeFolder(), "bot.db");
  const before = await openHarness(openAt(file));
  const bot = before.startBot();
  before.standIn.setFault(fault, { operation: "create persona", times: 1 });
  const { persona } = await bot.create();
  await backUpSqlite(file, backupIn(file));
  bot.worker.start();
  const { tavusPersonaId = "" } = await bot.personas.retry(tenant, persona.id);
  await bot.worker.stop(2_000);
  await before.database.close();

  const { after, next } = await restoreOver(file, before);
  expect(await next.personas.retry(tenant, persona.id)).toMatchObject({ link: "linked", tavusPersonaId });
  expect(after.requests("create persona")).toEqual([]);
});

test.each([
  ["had never been sent", "noKey"],
  ["had been refused", "refused"],
] as const)("what %s when the backup was made, was made since and is deleted in Tavus too, goes there, and a copy of it stays", async (_what, first) => {
  const file = join(makeFolder(), "bot.db");
  const before = await openHarness(openAt(file), first === "noKey" ? { key: undefined } : {});
  const bot = before.startBot();
  if (first === "refused")
    before.standIn.setFault({ status: 400 }, { operation: "create persona", times: 1 });
  const { persona } = await bot.create();
  await backUpSqlite(file, backupIn(file));
  await before.database.close();
  await restoreHere(file, { backup: backupIn(file), isSure: true });

  const after = await openHarness(openAt(file));
  const systemPrompt = `Made since.\n\n[record ${persona.id}]`;
  const madeAt = (hours: number) => new Date(after.now() + hours * 3_600_000).toISOString();
  after.account.addPersona({ systemPrompt, createdAt: madeAt(-2) });
  const copy = after.account.addPersona({ systemPrompt, createdAt: madeAt(-1) });
  const next = after.startBot();
  const { tavus } = await next.personas.remove({ tenantId: tenant, id: persona.id, alsoInTavus: true });
  next.worker.start();
  const fate = async () => (await next.personas.findRemoved(tenant, persona.id))?.tavus;
  await after.until(next, async () => (await fate()) !== "whenKnown", "its fate");

  expect([tavus, await fate()]).toEqual(["whenKnown", "deleted"]);
  expect(after.account.personas.map(({ id }) => id)).toEqual([copy.id]);
});

test("what was typed and edited since the backup comes back by a sync, and nothing of it is overwritten in Tavus", async () => {
  const file = join(makeFolder(), "bot.db");
  const before = await openHarness(openAt(file));
  const bot = before.startBot();
  bot.worker.start();
  const { persona: edited } = await bot.create(aRequest({ draft: aDraft({ name: "Of then" }) }));
  await backUpSqlite(file, backupIn(file));
  await bot.create(aRequest({ draft: aDraft({ name: "Of now" }) }));
  const edit = { tenantId: tenant, id: edited.id, draft: aDraft({ name: "Edited" }), baseRevision: 1 };
  await bot.personas.edit(edit, async () => {});
  await bot.worker.stop(2_000);
  await before.database.close();

  const { after, next } = await restoreOver(file, before);
  const request = { tenantId: tenant, startedBy: "u1", mode: "apply", isMassMissingConfirmed: true } as const;
  const synced = await next.personas.sync(request, () => undefined);

  expect(synced).toMatchObject({ summary: { imported: { count: 1 }, differing: { count: 1 } } });
  const names = ({ account }: typeof after) => account.personas.map(({ document }) => document.persona_name);
  expect(names(after)).toEqual(["Edited", "Of now"]);
  expect(after.requests("patch persona")).toEqual([]);
});

test.each([
  ["is still made, once", async () => undefined, 1],
  [
    "and is deleted then is not made any more",
    (bot: Bot, id: string) => bot.personas.remove({ tenantId: tenant, id, alsoInTavus: true }),
    0,
  ],
])("what had not been sent yet, and was not since, %s", async (_what, before, made) => {
  const file = join(makeFolder(), "bot.db");
  const keyless = await openHarness(openAt(file), { key: undefined });
  const { persona } = await keyless.startBot().create();
  await backUpSqlite(file, backupIn(file));
  await keyless.database.close();

  await restoreHere(file, { backup: backupIn(file), isSure: true });

  const harness = await openHarness(openAt(file));
  const bot = harness.startBot();
  await before(bot, persona.id);
  bot.worker.start();
  const isOver = async () => {
    const [row] = await harness.rows();
    return row?.link === "linked" || row?.deleted_at !== null;
  };
  await harness.until(bot, isOver);
  await harness.rest(bot);

  // No key has been changed: there was none when it was saved.
  expect((await harness.rows()).map((row) => row.left_behind)).toEqual([0]);
  expect(harness.account.personas).toHaveLength(made);
  expect(harness.requests("create persona")).toHaveLength(made);
});
