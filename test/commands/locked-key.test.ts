import { expect, test } from "vitest";
import { keyTag } from "../../src/tenants/keys.ts";
import { factsOf } from "../../src/warnings/causes.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";
import { answerIn } from "../support/recording-answering.ts";

/** A team whose key was stored under another ENCRYPTION_KEY. */
async function aLockedTeam(open: OpenDatabase) {
  const bot = await startPersonaBot(open);
  const at = "2026-01-01T00:00:00.000Z";
  const key = { sealed: "v1.a.b.c", tag: keyTag("gone"), lastFour: "cdef", setBy: "U1", setAt: at };
  await bot.settings.change(workspace, { key: { ...key, checkedAt: null, sees: null } });
  return bot;
}

const said = factsOf("lockedKey").title;

forEachEngine((_, open) => {
  test("whatever asks Tavus says that the key cannot be read, not that there is none", async () => {
    const bot = await aLockedTeam(open);
    await storeRows(bot.database, [
      aLinkedRow({ tenant_id: workspace, id: "per_locked1234", tavus_persona_id: "p1" }),
    ]);
    const admin = bot.person("U1", "admin");

    const answers = [
      await admin.run("persona-sync"),
      await admin.run("persona-list", { filter: "in-tavus-only" }),
      await admin.run("persona-show", { persona: "per_locked1234" }),
    ];

    expect(answers.map((answering) => answerIn(answering).text)).toEqual(
      answers.map(() => expect.stringContaining(said)),
    );
    expect(bot.standIn.requests).toEqual([]);
  });

  test("an automatic sync warns of the key that cannot be read", async () => {
    const bot = await aLockedTeam(open);
    const nextAt = new Date(bot.database.now()).toISOString();
    await bot.settings.change(workspace, { autoSync: { hours: 6, nextAt } });

    bot.autoSync.start();
    await expect
      .poll(async () => (await bot.warnings.open(workspace)).map(({ title }) => title), { timeout: 5000 })
      .toEqual([said]);
  });

  test("Keep all theirs names what Tavus failed with", async () => {
    const bot = await startPersonaBot(open);
    const row = { tenant_id: workspace, tavus_persona_id: "p1", differs: "name" };
    await storeRows(bot.database, [aLinkedRow(row)]);
    bot.standIn.setFault("serverErrors");

    const admin = bot.person("U1", "admin");
    const asked = await admin.press({ label: "", action: "sync-theirs", state: "-" });
    const answer = answerIn(await pressIn(admin, asked, "Overwrite here"));

    expect(answer.text).toContain(`what was taken until then stays. ${factsOf("unavailable").happened}`);
  });
});
