import { expect, test } from "vitest";
import { isFromOutside } from "../../src/main/whose-fault.ts";

function thrownAt(...frames: string[]): Error {
  const error = new TypeError("Cannot read properties of null");
  error.stack = [`TypeError: ${error.message}`, ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return error;
}

const gateway = "WebSocketShard.onMessage (/bot/node_modules/@discordjs/ws/dist/index.js:976:36)";
const handler =
  "module.exports [as GUILD_CREATE] (/bot/node_modules/discord.js/src/client/websocket/handlers/GUILD_CREATE.js:7:40)";
const slack =
  "async SocketModeClient.start (/bot/node_modules/@slack/socket-mode/dist/src/SocketModeClient.js:166:3)";
const internal = "process.processTicksAndRejections (node:internal/process/task_queues:105:5)";

test.each<[string, unknown, boolean]>([
  ["thrown in the gateway's library", thrownAt(gateway, internal), true],
  ["thrown in discord.js, called by the gateway's library", thrownAt(handler, gateway), true],
  ["thrown in Slack's library", thrownAt(slack), true],
  [
    "thrown in discord.js, called by us",
    thrownAt(handler, "start (file:///bot/src/discord/bot.ts:50:7)"),
    false,
  ],
  [
    "thrown by us, called by discord.js",
    thrownAt("onReady (file:///bot/src/discord/guilds.ts:40:7)", gateway),
    false,
  ],
  ["thrown in the database's library", thrownAt("query (/bot/node_modules/kysely/dist/x.js:1:1)"), false],
  ["without a stack", Object.assign(new Error("x"), { stack: undefined }), false],
  ["with nothing but Node's own frames", thrownAt(internal), false],
  ["no error at all", "a text", false],
])("an error %s: is it from outside?", (_what, error, isOutside) => {
  expect(isFromOutside(error)).toBe(isOutside);
});
