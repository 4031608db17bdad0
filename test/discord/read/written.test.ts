import { expect, onTestFinished, test } from "vitest";
import { createClient } from "../../../src/discord/clients.ts";
import { type Written, watchWritten } from "../../../src/discord/read/written.ts";

const direct = {
  id: "1100000000000000001",
  channel_id: "1100000000000000002",
  type: 0,
  content: "Hello?",
  author: { id: "1100000000000000003", username: "ada", bot: false, system: false },
};
const { id: messageId, channel_id: channelId, author } = direct;
const written = { messageId, channelId, userId: author.id };

test.each<[what: string, raw: unknown, read: Written | undefined]>([
  ["a person's direct message", direct, written],
  ["one whose author has no flags", { ...direct, author: { id: author.id } }, written],
  ["a reply to a message of the bot's", { ...direct, type: 19, message_reference: {} }, written],
  ["a message in a server", { ...direct, guild_id: "1100000000000000004" }, undefined],
  ["a bot's, such as its own", { ...direct, author: { ...author, bot: true } }, undefined],
  ["Discord's own", { ...direct, author: { ...author, system: true } }, undefined],
  ["a webhook's", { ...direct, webhook_id: "1100000000000000005" }, undefined],
  ["a notice, such as that something was pinned", { ...direct, type: 6 }, undefined],
  ["something of another shape", { ...direct, author: null }, undefined],
  ["nothing", undefined, undefined],
])("%s", (_what, raw, read) => {
  const goOn = async () => undefined;
  const shard = { id: 0, count: 1 };
  const client = createClient({ apiUrl: "http://127.0.0.1:9", shard, turns: { wait: goOn }, goOn });
  onTestFinished(() => client.destroy());
  const taken: Written[] = [];
  watchWritten(client, (each) => taken.push(each));

  client.ws.emit("MESSAGE_CREATE", raw, 0);

  expect(taken).toEqual(read ? [read] : []);
});
