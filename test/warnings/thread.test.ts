import { expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { buttonIn, factsIn, type Person, workspace } from "../support/persona-bot.ts";
import { answerIn, openedForm } from "../support/recording-answering.ts";
import { withThreads } from "../support/recording-channels.ts";
import { setUp } from "../support/setup-form.ts";
import { admin, author, channelId, startWarnedTeam, type WarnedTeam } from "./warned-team.ts";

const platforms = [
  { platform: "Discord", threads: "private", knowsNonces: true },
  { platform: "Slack", threads: "public", knowsNonces: false },
] as const;

type Platform = (typeof platforms)[number];

const remedy = "Let the bot's role have Create Public Threads in this channel.";
const settledMs = 6000;

async function startTeam(open: OpenDatabase, { threads, knowsNonces }: Platform) {
  const team = await startWarnedTeam(open);
  if (knowsNonces) team.bot.channels.knowsNonces = true;
  const refusal = withThreads(team.bot.channels, threads);
  return {
    ...team,
    refusal,
    inThread: () => team.messages().filter(({ threadId }) => threadId !== undefined),
    cards: () => team.messages().filter(({ threadId }) => threadId === undefined),
  };
}

/** Waits until no thread is to be written any more; the clock skips what they wait for. */
async function threadsWritten(team: WarnedTeam): Promise<void> {
  await team.settled();
  await team.until(async () => {
    const waiting = (await team.rows()).filter(({ thread_due_at }) => thread_due_at !== null);
    if (waiting.length > 0) await team.bot.pass(settledMs, [team.bot.poster]);
    return waiting.length === 0;
  }, "the threads to be written");
  await team.settled();
}

async function edit(person: Person, persona: string, prompt: string): Promise<void> {
  const form = openedForm(
    await person.command({ command: "persona-edit", values: { persona }, text: persona }),
  );
  await person.send(form, { prompt });
}

/** What was done and by whom. */
const lines = (reply: Reply | undefined) =>
  reply?.items?.map(({ text, mentions }) => `${text.split(",")[0]} by ${mentions?.[0]?.id}`);

const labels = (reply: Reply | undefined) => reply?.buttons?.map(({ label }) => label);

/** Leaves a thread as a process does that dies between its post and the record of it. */
function dieAfterPost({ bot }: WarnedTeam): Promise<unknown> {
  const due = new Date(bot.database.now()).toISOString();
  const lost = { thread_state: "posting", thread_due_at: due, thread_began_at: due } as const;
  return bot.database.kysely.updateTable("warnings").set(lost).execute();
}

forEachEngine((_engine, open) => {
  test.each(
    platforms,
  )("$platform: what changed before a warning is written below it once, newest first", async (platform) => {
    const team = await startTeam(open, platform);
    await setUp(team.bot.person(admin, "admin"), { channel: "COTHER" });
    await team.person.create({ name: "Ben" });
    await team.person.create({ name: "Somebody else" });
    team.bot.standIn.setFault("rejected");
    await edit(team.bot.person("U-boss", "admin"), "Ben", "You shout.");
    await threadsWritten(team);
    await edit(team.person, "Ben", "You shout again.");
    await threadsWritten(team);

    const [card] = team.cards().filter(({ reply }) => reply.tone === "warning");
    expect(card?.edits).toBeGreaterThan(0);
    expect(team.inThread()).toMatchObject([{ threadId: card?.messageId, edits: 0 }]);
    expect(lines(team.inThread()[0]?.reply)).toEqual([
      "Edited: Ben by U-boss",
      `Made: Ben by ${author}`,
      `Settings changed: warnings channel by ${admin}`,
    ]);
    expect(labels(card?.reply)).toEqual(["Retry all", "Show"]);
  });

  test("where nothing changed, the thread says so", async () => {
    const team = await startTeam(open, platforms[1]);
    await team.bot.services.warnings.raise(workspace, { cause: "unavailable", topic: "sync:unavailable" });
    await threadsWritten(team);

    expect(team.inThread()).toMatchObject([{ reply: { title: "Nothing changed here lately" } }]);
  });

  test("where another company has come to read the card, nothing is written below it", async () => {
    const team = await startTeam(open, platforms[1]);
    await team.bot.services.warnings.raise(workspace, { cause: "unavailable", topic: "sync:unavailable" });
    await team.settled();
    team.bot.channels.outsiders.set(channelId, "Choose a channel of your own.");
    await threadsWritten(team);

    expect(team.cards()).toMatchObject([{ edits: 0 }]);
    expect(team.inThread()).toEqual([]);
  });

  test("what changed long before is left out, and what the bot did by itself names nobody", async () => {
    const team = await startTeam(open, platforms[0]);
    const { audit, warnings } = team.bot.services;
    const who = (userId: string) => ({ member: { tenantId: workspace, userId }, channelId: "" });
    audit.record(who(admin), { action: "setup", details: "Tavus key" });
    team.bot.skip(25 * 60 * 60_000);
    audit.record(who("automatic"), { action: "sync", details: "3 imported" });
    await warnings.raise(workspace, { cause: "invalidKey", topic: "sync:invalidKey" });
    await threadsWritten(team);

    const items = team.inThread()[0]?.reply.items ?? [];
    expect(items.map(({ text, mentions }) => [text.startsWith("Synced: 3 imported, "), mentions])).toEqual([
      [true, undefined],
    ]);
    expect(items[0]?.text).toMatch(/automatically$/);
  });

  test("neither a flood of personas hides a setting, nor one of settings the persona", async () => {
    const team = await startTeam(open, platforms[0]);
    const { audit } = team.bot.services;
    const who = { member: { tenantId: workspace, userId: admin }, channelId: "" };
    for (let change = 0; change < 20; change += 1)
      audit.record(who, { action: "setup", details: `no. ${change}` });
    team.bot.standIn.setFault("rejected");
    await team.fails(20);
    await threadsWritten(team);

    const items = team.inThread()[0]?.reply.items ?? [];
    expect(items.filter(({ text }) => text.startsWith("Settings changed"))).toHaveLength(5);
    expect(items.filter(({ text }) => text.startsWith("Made"))).toHaveLength(5);
  });

  test.each(
    platforms,
  )("$platform: a process that dies after its post leaves one, and nothing is silent", async (platform) => {
    const team = await startTeam(open, platform);
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await threadsWritten(team);
    await team.bot.poster.stop(2000);
    await dieAfterPost(team);

    team.bot.poster.start();
    await threadsWritten(team);

    expect(team.inThread()).toHaveLength(1);
    const [row] = await team.rows();
    expect(row?.thread_state).toBe(platform.knowsNonces ? "posted" : "unknown");
    expect(labels(team.cards()[0]?.reply)?.includes("What changed")).toBe(!platform.knowsNonces);
  });

  test("a process that dies before its post leaves it to the next one, also hours later", async () => {
    const team = await startTeam(open, platforms[1]);
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await team.until(() => team.cards().length === 1, "the card");
    await team.bot.poster.stop(2000);
    team.bot.skip(5 * 60 * 60_000);

    team.bot.poster.start();
    await threadsWritten(team);

    expect(lines(team.inThread()[0]?.reply)).toEqual([`Made: Persona 1 by ${author}`]);
  });

  test.each(
    platforms,
  )("$platform: where no thread may be opened, the card offers it and status says why", async (platform) => {
    const team = await startTeam(open, platform);
    team.refusal.closed = remedy;
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await threadsWritten(team);

    expect(team.inThread()).toEqual([]);
    const [card] = team.cards();
    expect(labels(card?.reply)).toEqual(["Retry all", "Show", "What changed"]);
    if (!card) throw new Error("There is no card.");
    const pressed = answerIn(await team.bot.person("U-reader").press(buttonIn(card.reply, "What changed")));
    expect(lines(pressed)).toEqual([`Made: Persona 1 by ${author}`]);
    expect(pressed.visibility).toBe("private");
    const status = answerIn(await team.person.run("persona-status"));
    expect(factsIn(status)["Open warnings"]).toContain(remedy);
  });

  test("once the right is there and the channel was chosen anew, what changed is written after all", async () => {
    const team = await startTeam(open, platforms[0]);
    team.refusal.closed = remedy;
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await threadsWritten(team);

    delete team.refusal.closed;
    const { channel } = await team.bot.services.settings.latest(workspace);
    await team.bot.services.settings.change(workspace, { channel });
    await threadsWritten(team);

    expect(team.inThread()).toHaveLength(1);
    expect(labels(team.cards()[0]?.reply)).toEqual(["Retry all", "Show"]);
  });

  test.each([
    undefined,
    3_600_000,
  ])("while the platform fails (it asks for %s ms) it is written later, once", async (pauseMs) => {
    const team = await startTeam(open, platforms[0]);
    team.bot.standIn.setFault("rejected");
    await team.fails(1);
    await team.until(() => team.cards().length === 1, "the card");
    team.bot.channels.isDown = true;
    if (pauseMs !== undefined) team.bot.channels.pauseMs = pauseMs;
    const before = (await team.rows())[0]?.thread_due_at ?? "";
    team.bot.skip(settledMs);
    await team.until(async () => ((await team.rows())[0]?.thread_due_at ?? "") > before, "a try");

    team.bot.channels.isDown = false;
    team.bot.skip(pauseMs ?? 0);
    await threadsWritten(team);

    expect(team.inThread()).toHaveLength(1);
  });

  test("one that is fixed before anybody could look gets no thread", async () => {
    const team = await startTeam(open, platforms[1]);
    await team.bot.services.warnings.raise(workspace, { cause: "unavailable", topic: "sync:unavailable" });
    await team.until(() => team.cards().length === 1, "the card");
    await team.bot.services.warnings.resolve(workspace, "sync");
    await threadsWritten(team);

    expect(team.messages()).toMatchObject([{ reply: { tone: "success" } }]);
    expect(await team.rows()).toMatchObject([{ thread_state: "none", thread_due_at: null }]);
  });

  test("what is told in person has no thread", async () => {
    const team = await startWarnedTeam(open, { hasChannel: false });
    await team.bot.services.warnings.raise(workspace, {
      cause: "unavailable",
      topic: "sync:unavailable",
      userId: author,
    });
    await threadsWritten(team);

    expect(team.direct()).toHaveLength(1);
    expect(await team.rows()).toMatchObject([{ thread_state: null, thread_due_at: null }]);
  });
});
