import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../../src/database/opening/migrate.ts";
import { forEachEngine, makeFolder } from "../../support/databases.ts";
import {
  buttonIn,
  guild,
  offeredIn,
  type PersonaBot,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { answerIn, type RecordingAnswering, refusalIn } from "../../support/recording-answering.ts";
import { sendSetup, setUp } from "../../support/setup-form.ts";

const good = "the-teams-own-key-4f2a";
const wrong = "a-key-that-tavus-refuses-77aa";
const waiting = "a-key-that-waits-for-a-word-33bb";

/** Everything that can be done with a key: refused, set aside, kept, used, shown, removed. */
async function useKeys(bot: PersonaBot): Promise<RecordingAnswering[]> {
  const admin = bot.person("U1", "admin");
  const refused = await sendSetup(admin, { tavus_key: wrong });
  const again = await admin.press(buttonIn(refusalIn(refused).reply, "Open again"));
  const repair = bot.standIn.setFault("serverErrors");
  const aside = await sendSetup(admin, { tavus_key: waiting });
  repair();
  const stored = await sendSetup(admin, { tavus_key: good });
  const created = await admin.create();
  const opened = await admin.run("persona-setup");
  const asked = await admin.press(await offeredIn(admin, answerIn(stored), "Remove key"));
  return [refused, again, aside, stored, created, opened, asked];
}

function leaksIn(text: string): string[] {
  return [good, wrong, waiting].filter((key) => text.includes(key));
}

test("a typed key stands in no log line, reply, row or byte of the database file", async () => {
  const file = join(makeFolder(), "bot.db");
  const bot = await startPersonaBot(
    async (options) => {
      const database = await connectDatabase({ kind: "sqlite", file }, options);
      await migrateToLatest(database);
      return database;
    },
    { tavusKey: null, otherKeys: [good] },
  );

  const answers = await useKeys(bot);
  const audit = await bot.services.audit.newest(workspace, 100);
  const state = await bot.database.kysely.selectFrom("platform_state").selectAll().execute();
  const bytes = await Promise.all(
    [file, `${file}-wal`].map((path) => readFile(path, "latin1").catch(() => "")),
  );
  await bot.database.close();

  expect(leaksIn(bot.written.join("\n"))).toEqual([]);
  expect(leaksIn(JSON.stringify(answers.map(({ said }) => said)))).toEqual([]);
  expect(audit.map(({ action }) => action)).toEqual(["create", "setup"]);
  expect(leaksIn(JSON.stringify(audit))).toEqual([]);
  // Beside which program may open the file, nothing is set aside in the open.
  expect(state.filter(({ tenant_id }) => tenant_id !== "app:schema")).toEqual([]);
  expect(leaksIn(JSON.stringify(state))).toEqual([]);
  expect(bytes.join("").length).toBeGreaterThan(10_000);
  expect(leaksIn(bytes.join(""))).toEqual([]);
});

forEachEngine((_, open) => {
  test("three teams with three keys: each calls Tavus with its own alone", async () => {
    const third = "the-third-teams-key-0003";
    const bot = await startPersonaBot(open, { otherKeys: [good, third] });
    const other = "slack:T2" as const;
    await setUp(bot.person("U1", "admin", guild), { tavus_key: good });
    await setUp(bot.person("U1", "admin", other), { tavus_key: third });

    for (const team of [workspace, guild, other])
      await bot.person("U5", "member", team).create({ name: team });

    const names = bot.standIn.accounts.map(({ personas }) => personas.map((p) => p.document.persona_name));
    expect(names).toEqual([[workspace], [guild], [other]]);
  });

  test("a stored key that was copied to another team, or changed, is not used", async () => {
    const bot = await startPersonaBot(open, { tavusKey: null, otherKeys: [good] });
    await setUp(bot.person("U1", "admin"), { tavus_key: good });
    const mine = await bot.settingsStore.find(workspace);
    if (mine?.key) await bot.settings.change(guild, { key: mine.key });

    const thief = bot.person("U9", "admin", guild);
    await thief.create();
    const state = await setUp(thief);

    expect(bot.standIn.account(good).personas).toEqual([]);
    expect(state.facts?.[0]?.value).toContain("cannot be read any more");
  });
});
