import { describe, expect, test } from "vitest";
import { permission } from "../../sandbox/stand-ins/discord/guild/permissions.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { aStartedBot, dispatchOf } from "./started-bot.ts";

const warning: Reply = {
  tone: "warning",
  title: "Out of credits",
  visibility: "public",
  buttons: [{ label: "Retry all", action: "retry", state: "all" }],
};
const fixed: Reply = { tone: "success", title: "Fixed" };

/** A started bot with its guild's channels, and one of them for warnings. */
async function aBotWithWarnings(dispatch = dispatchOf({})) {
  const bot = await aStartedBot(dispatch);
  const { id: channelId } = bot.guild.channel("warnings");
  return { ...bot, channelId, channels: bot.bot.channelsOf(bot.guild.id) };
}

/** A posted warning, to be edited. */
async function aPostedWarning() {
  const bot = await aBotWithWarnings();
  const posted = await bot.channels.post(bot.channelId, warning, "w1");
  if (posted.kind !== "posted") throw new Error(`It was not posted: ${posted.kind}`);
  return { ...bot, message: { channelId: bot.channelId, messageId: posted.messageId } };
}

test("a message is posted for everybody, and its buttons work", async () => {
  const pressed = Promise.withResolvers<string>();
  const { ada, channels, channelId, standIn } = await aBotWithWarnings(
    dispatchOf({
      async button({ code }, answering) {
        await answering.answer({ tone: "success", title: "Going on" });
        pressed.resolve(code);
      },
    }),
  );

  const posted = await channels.post(channelId, warning, "w1");

  const [message] = standIn.messages(channelId);
  expect(posted).toEqual({ kind: "posted", messageId: message?.id });
  expect(message).toMatchObject({ embeds: [{ title: "Out of credits" }], nonce: "w1" });
  if (!message) throw new Error("Nothing was posted");
  await ada.press(message, "Retry all");
  expect(await pressed.promise).toBe("pf1:retry:all");
  expect(standIn.problems).toEqual([]);
});

test.each(["before", "after"] as const)("a connection cut %s the work makes one message", async (drop) => {
  const { channels, channelId, standIn } = await aBotWithWarnings();
  standIn.fault({ match: /^POST \/channels/, drop });

  const posted = await channels.post(channelId, warning, "w1");

  const messages = standIn.messages(channelId);
  expect(messages).toHaveLength(1);
  expect(posted).toEqual({ kind: "posted", messageId: messages[0]?.id });
});

test("the same nonce again is the same message", async () => {
  const { channels, channelId, standIn } = await aBotWithWarnings();

  const first = await channels.post(channelId, warning, "w1");
  const again = await channels.post(channelId, warning, "w1");
  await channels.post(channelId, warning, "w2");

  expect(again).toEqual(first);
  expect(standIn.messages(channelId)).toHaveLength(2);
});

test("an edit leaves nothing of what stood there", async () => {
  const { channels, message, channelId, standIn } = await aPostedWarning();

  const edited = await channels.edit(message, fixed);

  expect(edited).toEqual({ kind: "posted", messageId: message.messageId });
  expect(standIn.messages(channelId)).toMatchObject([{ embeds: [{ title: "Fixed" }], components: [] }]);
  expect(standIn.problems).toEqual([]);
});

test("files go with the message, and leave with the edit", async () => {
  const { channels, channelId, standIn } = await aBotWithWarnings();

  const posted = await channels.post(
    channelId,
    { ...warning, files: [{ name: "a.txt", text: "all" }] },
    "w1",
  );
  const [before] = standIn.messages(channelId);
  if (posted.kind === "posted") await channels.edit({ channelId, messageId: posted.messageId }, fixed);

  expect(before?.attachments).toMatchObject([{ filename: "a.txt" }]);
  expect(standIn.messages(channelId)[0]?.attachments).toEqual([]);
});

test("a message that was deleted is told as gone", async () => {
  const { channels, message, standIn } = await aPostedWarning();
  standIn.deleteMessage(message.messageId);

  expect(await channels.edit(message, fixed)).toEqual({ kind: "messageGone" });
});

test.each([
  [403, 50005, "somebody else wrote"],
  [400, 30046, "takes no more edits"],
])("a message that Discord answers with %i, code %i (%s) is told as gone", async (status, code) => {
  const { channels, message, standIn } = await aPostedWarning();
  standIn.fault({ match: /^PATCH \/channels/, answer: { status, body: { code, message: "No" } } });

  expect(await channels.edit(message, fixed)).toEqual({ kind: "messageGone" });
});

test("a deleted channel is closed, to a post and to an edit", async () => {
  const { channels, guild, message, channelId } = await aPostedWarning();
  guild.deleteChannel(channelId);

  const closed = {
    kind: "closed",
    remedy: expect.stringMatching(/does not exist any more\. Choose another/),
  };
  expect(await channels.post(channelId, warning, "w2")).toEqual(closed);
  expect(await channels.edit(message, fixed)).toEqual(closed);
});

test("a channel made private is closed, with what its role needs", async () => {
  const { channels, guild, message, channelId } = await aPostedWarning();
  guild.denyBot(channelId);

  const closed = { kind: "closed", remedy: expect.stringMatching(/cannot see.*View Channel.*Embed Links/) };
  expect(await channels.post(channelId, warning, "w2")).toEqual(closed);
  expect(await channels.edit(message, fixed)).toEqual(closed);
});

test.each([
  ["sendMessages", /View Channel, Send Messages and Embed Links/],
  ["embedLinks", /View Channel, Send Messages and Embed Links/],
  ["attachFiles", /View Channel, Send Messages, Embed Links and Attach Files/],
] as const)("a channel without %s is closed, and the remedy names what a message takes", async (bit, named) => {
  const { channels, guild, channelId } = await aBotWithWarnings();
  guild.denyBot(channelId, permission[bit]);
  const files = bit === "attachFiles" ? [{ name: "a.txt", text: "all" }] : [];

  const closed = await channels.post(channelId, { ...warning, files }, "w1");

  expect(closed).toEqual({ kind: "closed", remedy: expect.stringMatching(named) });
  guild.denyBot(channelId, 0n);
  expect(await channels.post(channelId, { ...warning, files }, "w1")).toMatchObject({ kind: "posted" });
});

test("a forum is closed, and so is every channel once the bot was removed", async () => {
  const { channels, guild, channelId, standIn } = await aBotWithWarnings();
  const forum = guild.addChannel("ideas", 15);

  const inForum = await channels.post(forum.id, warning, "w1");
  standIn.removeGuild(guild.id);
  const removed = await channels.post(channelId, warning, "w2");

  expect(inForum).toEqual({ kind: "closed", remedy: expect.stringMatching(/not a text channel/) });
  expect(removed).toMatchObject({ kind: "closed" });
});

test.each([
  [400, 240000, "refused", /blocks a link.*An admin can mend it/],
  [400, 200000, "refused", /AutoMod/],
  [400, 50035, "refused", /mistake of this program/],
  [403, 20026, "refused", /quarantined.*whoever runs the bot/],
  [400, 987_654, "refused", /“No” \(status 400, code 987654\)/],
  [403, 0, "refused", /does not let me/],
  [400, 40058, "closed", /forum/],
  [400, 50083, "closed", /archived/],
  [403, 50009, "closed", /verification level/],
  [403, 40007, "closed", /banned/],
])("status %i, code %i is no outage: it is %s, to a post and to an edit", async (status, code, kind, remedy) => {
  const { channels, message, channelId, standIn } = await aPostedWarning();
  const answer = { status, body: { code, message: "No" } };
  standIn.fault({ match: /^(POST|PATCH) \/channels/, times: 2, answer });

  const said = { kind, remedy: expect.stringMatching(remedy) };
  expect(await channels.post(channelId, warning, "w2")).toEqual(said);
  expect(await channels.edit(message, fixed)).toEqual(said);
});

test.each([20016, 20028, 20029, 40004, 130000])("code %i is waited out", async (code) => {
  const { channels, channelId, standIn } = await aBotWithWarnings();
  standIn.fault({ match: /^POST \/channels/, answer: { status: 400, body: { code, message: "Later" } } });

  await expect(channels.post(channelId, warning, "w2")).rejects.toMatchObject({ isFinal: false });
});

test("a failure of Discord is neither closed nor gone", async () => {
  const { channels, message, channelId, standIn } = await aPostedWarning();
  const answer = { status: 500, body: { code: 0, message: "500" } };
  standIn.fault({ match: /^(POST|PATCH) \/channels/, times: 100, answer });

  // Each is repeated for seconds first.
  const [posted, edited] = await Promise.allSettled([
    channels.post(channelId, warning, "w2"),
    channels.edit(message, fixed),
  ]);

  expect(posted).toMatchObject({ status: "rejected", reason: { name: "OutsideError" } });
  expect(edited).toMatchObject({
    status: "rejected",
    reason: { name: "OutsideError", message: expect.stringMatching(/status 500/) },
  });
});

test("rights says beforehand whether a message could be posted", async () => {
  const { channels, guild, channelId } = await aBotWithWarnings();

  const before = await channels.rights(channelId);
  guild.denyBot(channelId, permission.sendMessages);
  const muted = await channels.rights(channelId);

  expect(before).toEqual({ kind: "yes" });
  expect(muted).toEqual({ kind: "no", remedy: expect.stringMatching(/Send Messages/) });
});

test("roles through which nobody manages are told from those through which people do", async () => {
  const { channels, guild } = await aBotWithWarnings();
  const editors = guild.addRole("Editors");
  const robot = guild.addRole("Robot");
  robot.botId = "123456789012345679";

  const ids = [editors.id, robot.id, guild.id, "123456789012345678"];
  expect(await channels.unusableManagers?.(ids)).toEqual([
    { id: robot.id, why: "bot", name: "Robot" },
    { id: guild.id, why: "everyone", name: "@everyone" },
    { id: "123456789012345678", why: "gone" },
  ]);
});

test("the thread below a message is the same one however often it is asked for, and everybody reads it", async () => {
  const { channels, message, ada, standIn } = await aPostedWarning();
  if (!channels.threads) throw new Error("There are no threads.");

  const first = await channels.threads.below(message, "What changed");
  const second = await channels.threads.below(message, "What changed");
  if (second.kind !== "opened") throw new Error(second.remedy);
  await channels.post(second.place, fixed, "t1");

  expect(second).toEqual(first);
  expect(ada.threads.map(({ name }) => name)).toEqual(["What changed"]);
  expect(ada.messages(second.place.threadId)).toMatchObject([{ embeds: [{ title: "Fixed" }] }]);
  expect(standIn.problems).toEqual([]);
});

test.each([
  ["without the right", permission.createPublicThreads, /Create Public Threads and Send Messages in Threads/],
  ["in a channel closed to it", permission.viewChannel, /View Channel/],
] as const)("%s no thread is opened, and what to allow is said", async (_name, bits, remedy) => {
  const { channels, message, guild, standIn } = await aPostedWarning();

  guild.denyBot(message.channelId, bits);

  expect(await channels.threads?.below(message, "What changed")).toEqual({
    kind: "closed",
    remedy: expect.stringMatching(remedy),
  });
  expect(standIn.problems).toEqual([]);
});

test.each([
  [
    "without the right to write in threads",
    permission.sendMessagesInThreads,
    /have Send Messages in Threads and/,
  ],
  ["in a channel closed to it", permission.viewChannel, /For a thread.*View Channel/],
] as const)("%s nothing is written in one, and what to allow there is said", async (_name, bits, remedy) => {
  const { channels, message, guild } = await aPostedWarning();
  const opened = await channels.threads?.below(message, "What changed");
  if (opened?.kind !== "opened") throw new Error("There is no thread.");

  guild.denyBot(opened.place.threadId, bits);

  const posted = await channels.post(opened.place, fixed, "t1");
  expect(posted).toEqual({ kind: "closed", remedy: expect.stringMatching(remedy) });
  expect(posted).not.toHaveProperty("remedy", expect.stringContaining("another channel"));
});

test.each([
  50_083, 160_005, 10_003,
])("what is said of a thread that is closed (%i) is not about the warnings channel", async (code) => {
  const { channels, message, standIn } = await aPostedWarning();
  const opened = await channels.threads?.below(message, "What changed");
  if (opened?.kind !== "opened") throw new Error("There is no thread.");
  standIn.fault({ match: /^POST .*messages/, answer: { status: 400, body: { code, message: "Closed" } } });

  expect(await channels.post(opened.place, fixed, "t1")).toEqual({
    kind: "closed",
    remedy: expect.stringMatching(/^The thread(?!.*persona-setup)/),
  });
});

test.each([160_006, 160_007])("too many open threads (%i) are the server's to close", async (code) => {
  const { channels, message, standIn } = await aPostedWarning();
  const body = { code, message: "Maximum number of active threads reached" };
  standIn.fault({ match: /^POST .*threads/, answer: { status: 400, body } });

  expect(await channels.threads?.below(message, "What changed")).toEqual({
    kind: "closed",
    remedy: expect.stringMatching(/as many open threads.*An admin can mend it: Close threads/),
  });
});

test("below a message that was deleted there is no thread", async () => {
  const { channels, message, standIn } = await aPostedWarning();
  standIn.deleteMessage(message.messageId);

  expect((await channels.threads?.below(message, "What changed"))?.kind).toBe("closed");
});

describe("a bot that is timed out", () => {
  async function aTimedOutBot(match: RegExp, until = Date.now() + 60_000) {
    const bot = await aPostedWarning();
    const refusal = { code: 50013, message: "Missing Permissions" };
    const member = { roles: [], communication_disabled_until: new Date(until).toISOString() };
    bot.standIn.fault({ match, answer: { status: 403, body: refusal } });
    bot.standIn.fault({ match: /^GET \/guilds\/\d+\/members/, answer: { status: 200, body: member } });
    return bot;
  }
  const remedy = expect.stringMatching(/timed out.*End my timeout/);

  test("says so of what it would post, and the channel stays the one for warnings", async () => {
    const { channels, channelId } = await aTimedOutBot(/^POST \/channels/);

    expect(await channels.post(channelId, warning, "w2")).toEqual({ kind: "refused", remedy });
  });

  test("says so of what it would change", async () => {
    const { channels, message } = await aTimedOutBot(/^PATCH \/channels/);

    expect(await channels.edit(message, fixed)).toEqual({ kind: "refused", remedy });
  });

  test("says so of a thread", async () => {
    const { channels, message } = await aTimedOutBot(/^POST \/channels\/.*threads/);

    expect(await channels.threads?.below(message, "What changed")).toEqual({ kind: "closed", remedy });
  });

  test("says so no more when that is over: then it lacks a permission", async () => {
    const { channels, channelId } = await aTimedOutBot(/^POST \/channels/, Date.now() - 1000);

    const refused = await channels.post(channelId, warning, "w2");

    expect(refused).toEqual({ kind: "closed", remedy: expect.stringContaining("Let my role have") });
  });
});

describe("a bot that is no member, in a server that has its commands alone", () => {
  const remedy = expect.stringMatching(/I am not in this server.*Invite me/);

  async function aBotWithoutGuild() {
    const bot = await aPostedWarning();
    bot.standIn.removeGuild(bot.guild.id);
    return bot;
  }

  test.each([
    "post",
    "change",
    "hang a thread below",
    "open a thread for one person in",
  ] as const)("does not ask for a role's permission where there is nothing to %s", async (act) => {
    const { channels, channelId, message } = await aBotWithoutGuild();
    const request = { channelId, title: "A call", userId: "1", opening: fixed };

    const refused = await {
      post: () => channels.post(channelId, warning, "w2"),
      change: () => channels.edit(message, fixed),
      "hang a thread below": async () => channels.threads?.below(message, "What changed"),
      "open a thread for one person in": async () => channels.threads?.open(request),
    }[act]();

    expect(refused).toEqual({ kind: "closed", remedy });
  });
});
