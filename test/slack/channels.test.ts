import { expect, test } from "vitest";
import type { SlackStandIn } from "../../sandbox/stand-ins/slack/stand-in.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { OutsideError } from "../../src/errors.ts";
import { startSlack } from "./setup.ts";

const warning: Reply = { tone: "warning", title: "Tavus is not available" };
const fixed: Reply = { tone: "success", title: "Fixed" };
const teamId = "T0SANDBOX";

async function setChannels() {
  const { standIn, bot } = await startSlack({});
  return { standIn, bot, channels: bot.channelsOf(teamId) };
}

/** A message of the bot in #general. */
async function posted() {
  const world = await setChannels();
  const post = await world.channels.post("C0GENERAL", warning, "nonce");
  if (post.kind !== "posted") throw new Error("it was not posted");
  return { ...world, message: { channelId: "C0GENERAL", messageId: post.messageId } };
}

function aUser({ workspace }: SlackStandIn, id: string) {
  const user = workspace.users.get(id);
  if (!user) throw new Error(`Nobody is ${id}.`);
  return user;
}

test("a message is posted, and edited where it stands", async () => {
  const { standIn, channels, message } = await posted();

  expect(await channels.edit(message, fixed)).toEqual({ kind: "posted", messageId: message.messageId });

  expect(standIn.messages("C0GENERAL").map(({ ts, text }) => [ts, text])).toEqual([
    [message.messageId, "Fixed"],
  ]);
  expect(standIn.problems).toEqual([]);
});

test.each([
  ["C0RANDOM", /Type \/invite @PersonaForge/],
  ["C0SECRET", /private and I am not in it.*\/invite @PersonaForge/],
  ["C0NOWHERE", /does not exist any more/],
  ["C0ARCHIVE", /archived. Unarchive it/],
])("%s is closed, with the remedy for it", async (channelId, remedy) => {
  const { standIn, channels } = await setChannels();

  const post = await channels.post(channelId, warning, "nonce");

  expect(post).toEqual({ kind: "closed", remedy: expect.stringMatching(remedy) });
  expect(await channels.rights(channelId)).toEqual({ kind: "no", remedy: expect.stringMatching(remedy) });
  expect(standIn.messages(channelId)).toEqual([]);
});

test.each([
  ["restricted_action_read_only_channel", /Only admins may post/],
  ["restricted_action", /Only admins may post/],
  ["restricted_action_thread_locked", /thread is locked.*Unlock it/],
  ["restricted_action_non_threadable_channel", /takes no replies.*Allow them there/],
  ["restricted_action_thread_only_channel", /takes replies only/],
  ["missing_scope", /chat:write/],
])("%s closes a channel, with the remedy for it", async (error, remedy) => {
  const { standIn, channels } = await setChannels();
  standIn.fail("chat.postMessage", { error });

  const post = await channels.post("C0GENERAL", warning, "nonce");

  expect(post).toEqual({ kind: "closed", remedy: expect.stringMatching(remedy) });
});

test("a channel that is open again takes messages", async () => {
  const { standIn, channels } = await setChannels();
  const random = standIn.workspace.channels.get("C0RANDOM");
  if (random) random.hasBot = true;

  expect(await channels.rights("C0RANDOM")).toEqual({ kind: "yes" });
  expect(await channels.post("C0RANDOM", warning, "nonce")).toMatchObject({ kind: "posted" });
});

test("a post whose answer is lost is not tried again, and its outcome is unknown", async () => {
  const { standIn, channels } = await setChannels();
  standIn.fail("chat.postMessage", { drop: "after" });

  await expect(channels.post("C0GENERAL", warning, "nonce")).rejects.toThrow(OutsideError);

  expect(standIn.messages("C0GENERAL")).toHaveLength(1);
});

test("an edit whose answer is lost is repeated", async () => {
  const { standIn, channels, message } = await posted();
  standIn.fail("chat.update", { drop: "after" });

  expect(await channels.edit(message, fixed)).toMatchObject({ kind: "posted" });
});

test.each([
  "message_not_found",
  "cant_update_message",
  "edit_window_closed",
])("an edit refused with %s asks for a new post", async (error) => {
  const { standIn, channels, message } = await posted();
  standIn.fail("chat.update", { error });

  expect(await channels.edit(message, fixed)).toEqual({ kind: "messageGone" });
});

test("an edit in a channel that was archived says that it is closed", async () => {
  const { standIn, channels, message } = await posted();
  const general = standIn.workspace.channels.get("C0GENERAL");
  if (general) general.isArchived = true;

  const edit = await channels.edit(message, fixed);

  expect(edit).toEqual({ kind: "closed", remedy: expect.stringContaining("archived") });
});

test.each([
  { status: 503 },
  { status: 429, retryAfterSeconds: 1 },
  { error: "internal_error" },
])("trouble of Slack's own is nobody's closed channel: %j", async (fault) => {
  const { standIn, channels } = await setChannels();
  standIn.fail("chat.postMessage", fault);

  await expect(channels.post("C0GENERAL", warning, "nonce")).rejects.toThrow(OutsideError);
});

test.each([
  ["access_denied", "closed", /does not let the app.*An admin can mend it/],
  ["ekm_access_denied", "closed", /suspended posting/],
  ["accesslimited", "closed", /some networks only/],
  ["msg_too_long", "refused", /mistake of this program/],
  ["invalid_blocks", "refused", /mistake of this program/],
  ["slack_connect_file_link_sharing_blocked", "refused", /links to files/],
  ["no_permission", "refused", /whoever runs the bot/],
  ["a_code_of_next_year", "refused", /a_code_of_next_year/],
])("%s is no outage: it is %s, to a post and to an edit", async (error, kind, remedy) => {
  const { standIn, channels, message } = await posted();
  standIn.fail("chat.postMessage", { error });
  standIn.fail("chat.update", { error });

  const said = { kind, remedy: expect.stringMatching(remedy) };
  expect(await channels.post("C0GENERAL", warning, "nonce")).toEqual(said);
  expect(await channels.edit(message, fixed)).toEqual(said);
});

test("a pause that Slack asks for is kept by the next call, and by no other channel", async () => {
  const { standIn, channels } = await setChannels();
  standIn.fail("chat.postMessage", { status: 429, retryAfterSeconds: 600 });
  const post = () => channels.post("C0GENERAL", warning, "nonce");

  await expect(post()).rejects.toMatchObject({ waitMs: 600_000 });
  await expect(post()).rejects.toMatchObject({ isFinal: false, waitMs: expect.any(Number) });

  expect(standIn.messages("C0GENERAL")).toEqual([]);
  expect(await channels.post("C0RANDOM", warning, "nonce")).toMatchObject({ kind: "closed" });
});

test.each<[string, string | undefined, number]>([
  ["none", undefined, 5000],
  ["a date that is past", "Sun, 22 Nov 2026 17:00:00 GMT", 0],
  ["a date of another century", "Sun, 22 Nov 2126 17:00:00 GMT", 24 * 3_600_000],
  ["nothing in it", "", 5000],
  ["a word", "soon", 5000],
  ["a fraction", "1.5", 2000],
  ["a negative number", "-30", 0],
  ["years", "99999999999999999999", 24 * 3_600_000],
])("a limit with a Retry-After that is %s is no bug of ours: it is waited for and tried again", async (_what, header, waitMs) => {
  const { standIn, channels } = await setChannels();
  const limit = { status: 429, ...(header !== undefined && { retryAfterSeconds: header }) };
  standIn.fail("chat.postMessage", limit);

  const posted = channels.post("C0GENERAL", warning, "nonce");

  await expect(posted).rejects.toMatchObject({ name: "OutsideError", isFinal: false, waitMs });
});

test("the channels of a workspace that the bot is not in are closed", async () => {
  const { standIn, bot } = await setChannels();
  const channels = bot.channelsOf("T0OTHER");

  expect(await channels.post("C0GENERAL", warning, "nonce")).toMatchObject({ kind: "closed" });
  expect(await channels.rights("C0GENERAL")).toMatchObject({ kind: "no" });
  expect(standIn.messages("C0GENERAL")).toEqual([]);
});

test("people through whom nobody manages are told from those who may be managers", async () => {
  const { standIn, channels } = await setChannels();
  standIn.workspace.users.set("U0OLD", { ...aUser(standIn, "U0MIA"), id: "U0OLD", deleted: true });

  const ids = ["U0ADA", "U0MIA", "U0GUS", "U0GWEN", "U0STRANGER", "U0BOT", "U0OLD", "U0NOBODY"];
  const found = await channels.unusableManagers?.(ids);

  expect(found?.map(({ id, why, name }) => [id, why, name])).toEqual([
    ["U0GUS", "guest", "Gus Guest"],
    ["U0GWEN", "guest", "Gwen Single-Channel"],
    ["U0STRANGER", "stranger", "Stan Stranger"],
    ["U0BOT", "bot", "PersonaForge"],
    ["U0OLD", "gone", "Mia Member"],
    ["U0NOBODY", "stranger", undefined],
  ]);
});

test("whom Slack does not speak of is not said to be unusable", async () => {
  const { standIn, channels } = await setChannels();
  standIn.fail("users.info", { error: "internal_error" });

  expect(await channels.unusableManagers?.(["U0GUS"])).toEqual([]);
});
