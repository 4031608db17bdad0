import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { guild, pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { rowsOf, storeRows } from "../support/personas/stored-personas.ts";
import { answerIn } from "../support/recording-answering.ts";
import { startTalkBot } from "./persona-talk/talk-bot.ts";

forEachEngine((_, open) => {
  test("forgetting exports first, asks twice, and deletes this team's rows alone", async () => {
    const bot = await startPersonaBot(open);
    await bot.settings.change(workspace, { managers: ["U9"] });
    await storeRows(bot.database, [...rowsOf(workspace, 3), ...rowsOf(guild, 2)]);
    const admin = bot.person("U1", "admin");

    bot.services.audit.record(
      { member: { tenantId: workspace, userId: "U1" }, channelId: "C1" },
      { action: "sync" },
    );
    const asked = await admin.run("persona-forget");
    const exported = await pressIn(admin, asked, "Export everything");
    const forgotten = await pressIn(admin, exported, "I have the file: delete all");

    const [file] = answerIn(exported).files ?? [];
    const content = JSON.parse(String(file?.text));
    expect(content.personas).toHaveLength(3);
    expect(content.settings.managers).toEqual(["U9"]);
    expect(content.log).toEqual([expect.objectContaining({ action: "sync", userId: "U1" })]);
    expect(answerIn(forgotten).text).toContain(
      "3 personas, all templates, videos, calls and transcripts, and all settings of this team were deleted here.",
    );
    expect((await bot.rows()).map((row) => row.tenant_id)).toEqual([guild, guild]);
    expect((await bot.settings.of(workspace)).managers).toEqual([]);
    expect(answerIn(await pressIn(admin, exported, "I have the file: delete all")).text).toContain(
      "0 personas",
    );
  });

  test("whoever has a team forgotten reads, before and after, that the rooms in which people are end with it", async () => {
    const bot = await startTalkBot(open);
    await bot.pressJoin(bot.person("U2"));

    const asked = await bot.admin.run("persona-forget");
    const exported = await pressIn(bot.admin, asked, "Export everything");
    const forgotten = await pressIn(bot.admin, exported, "I have the file: delete all");

    expect(answerIn(asked).text).toContain("Rooms that are open are ended");
    expect(answerIn(forgotten).text).toContain("Rooms that were open are being ended");
    // What is left of the forgotten is looked for as the queue starts.
    await bot.worker.stop(2000);
    bot.skip(31_000);
    bot.worker.start();
    await bot.until(() => bot.account.rooms.open.length === 0, "the room to be ended");
  });

  test("a team that was forgotten and goes on with the bot is known, so that its leaving is noticed", async () => {
    const bot = await startPersonaBot(open);
    await bot.events.joined(workspace, undefined);
    const admin = bot.person("U1", "admin");
    const exported = await pressIn(admin, await admin.run("persona-forget"), "Export everything");
    await pressIn(admin, exported, "I have the file: delete all");
    await admin.create();

    await bot.events.left(workspace, "app_uninstalled");
    bot.skip(31 * 24 * 3_600_000);
    await bot.services.life.purge();

    expect(await bot.rows()).toEqual([]);
  });

  test("what was done just before is not written into the log that was deleted", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const exported = await pressIn(admin, await admin.run("persona-forget"), "Export everything");

    bot.services.audit.record(
      { member: { tenantId: workspace, userId: "U1" }, channelId: "" },
      { action: "setup" },
    );
    await pressIn(admin, exported, "I have the file: delete all");

    expect(await bot.services.audit.newest(workspace, 9)).toEqual([]);
  });

  test("nobody but an admin can ask, export or delete", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, rowsOf(workspace, 1));
    const admin = bot.person("U1", "admin");
    const member = bot.person("U2", "manager");
    const asked = await admin.run("persona-forget");
    const exported = await pressIn(admin, asked, "Export everything");

    const answers = [
      await member.run("persona-forget"),
      await pressIn(member, asked, "Export everything"),
      await pressIn(member, exported, "I have the file: delete all"),
    ];

    expect(answers.map((answer) => answerIn(answer).title)).toEqual(Array(3).fill("Not allowed"));
    expect(await bot.rows()).toHaveLength(1);
  });

  test("an export of more than an hour ago deletes nothing", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, rowsOf(workspace, 1));
    const admin = bot.person("U1", "admin");
    const exported = await pressIn(admin, await admin.run("persona-forget"), "Export everything");

    bot.skip(61 * 60_000);
    const late = await pressIn(admin, exported, "I have the file: delete all");

    expect(answerIn(late).text).toContain("The export is more than an hour old");
    expect(await bot.rows()).toHaveLength(1);
  });

  test("what does not fit into one file comes in parts, each persona once, and the last one offers to delete", async () => {
    const bot = await startPersonaBot(open);
    const rows = rowsOf(workspace, 120).map((row) => ({ ...row, prompt: "x".repeat(30_000) }));
    await storeRows(bot.database, rows);
    const admin = bot.person("U1", "admin");

    const first = await pressIn(admin, await admin.run("persona-forget"), "Export everything");
    const second = await pressIn(admin, first, "Next part");

    const ids = [first, second].flatMap((answer) =>
      JSON.parse(String(answerIn(answer).files?.[0]?.text)).personas.map(({ id }: { id: string }) => id),
    );
    expect(new Set(ids).size).toBe(120);
    expect(ids).toHaveLength(120);
    expect(answerIn(first).buttons?.map(({ label }) => label)).toEqual(["Keep everything", "Next part"]);
    expect(answerIn(second).files?.[0]?.name).toBe("personaforge-export-2.json");
    expect(answerIn(second).buttons?.map(({ label }) => label)).toContain("I have the file: delete all");
  });

  test("the export holds no Tavus key", async () => {
    const bot = await startPersonaBot(open);
    const key = {
      sealed: "v1.a.b.c",
      tag: "0123456789ab",
      lastFour: "cdef",
      setBy: "U1",
      setAt: "",
      checkedAt: null,
      sees: null,
    };
    await bot.settings.change(workspace, { key });
    const admin = bot.person("U1", "admin");

    const exported = await pressIn(admin, await admin.run("persona-forget"), "Export everything");

    expect(answerIn(exported).files?.[0]?.text).not.toMatch(/v1\.a|cdef/);
  });
});
