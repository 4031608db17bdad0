import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, onTestFinished, test } from "vitest";
import {
  aSandboxFolder,
  cast,
  readMessages,
  startPage,
  startTimeout,
  type Visitor,
  visit,
} from "./page-visitor.ts";

async function createOnDiscord(visitor: Visitor) {
  const prompt = { name: "prompt.txt", base64: Buffer.from("You guide.").toString("base64") };
  const place = { userId: cast.alice, channelId: cast.general };
  await visitor.act({
    kind: "discord.command",
    ...place,
    name: "persona-create",
    options: { prompt_file: prompt },
  });
  const interactionId = visitor.picture().discord.modals[0]?.interactionId ?? "";
  await visitor.act({ kind: "discord.submit", interactionId, values: { name: "Cleo" } });
  await visitor.sees("an answer", ({ discord }) => readMessages(discord.messages).includes("is ready"));
}

/** What is linked comes from the bot's rows, which are looked at now and then. */
const linked: Parameters<Visitor["sees"]> = [
  "the link",
  ({ tavus }) => tavus.personas[0]?.linkedTo !== undefined,
];

describe("the life of a sandbox", { timeout: startTimeout }, () => {
  test("a bot that is killed is shown as crashed with its last lines, and is started again", {
    retry: 1,
  }, async () => {
    const page = await startPage(await aSandboxFolder());
    const visitor = await visit(page);

    await page.sandbox.bot.processes[0]?.kill();

    const { bot } = await visitor.sees("a crash", ({ bot }) => bot.state === "crashed");
    expect(bot.lastLines.join("\n")).toContain("ready");
    await visitor.act({ kind: "bot.start" });
    expect(visitor.picture().bot).toEqual({ state: "running", lastLines: [] });
    await expect(visitor.act({ kind: "bot.start" })).rejects.toThrow("running already");
    await visitor.act({ kind: "bot.stop" });
    expect(visitor.picture().bot.state).toBe("stopped");
  });

  test("yesterday's personas and ids are still there at the next start", async () => {
    const folder = await aSandboxFolder();
    const yesterday = await startPage(folder);
    const visitor = await visit(yesterday);
    await createOnDiscord(visitor);
    const before = await visitor.sees(...linked);
    await yesterday.close();

    const after = await (await visit(await startPage(folder))).sees(...linked);

    expect(after.tavus.personas).toEqual(before.tavus.personas);
    expect(after.tavus.personas[0]).toMatchObject({ name: "Cleo" });
    expect(after.discord.guilds).toEqual(before.discord.guilds);
    expect(after.slack.workspace).toEqual(before.slack.workspace);
    expect(after.discord.messages).toEqual([]);
  });

  test("what is written without anything happening in a chat or at Tavus is shown too", async () => {
    const folder = await aSandboxFolder();
    const visitor = await visit(await startPage(folder));
    await createOnDiscord(visitor);
    await visitor.sees(...linked);
    const rows = new Database(join(folder, "data", "bot.db"));
    onTestFinished(() => void rows.close());

    rows.exec("UPDATE links SET remote_id = NULL, state = 'unlinked'");

    await visitor.sees("no link", ({ tavus }) => tavus.personas[0]?.linkedTo === undefined);
  });
});
