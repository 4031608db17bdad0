import { setTimeout as delay } from "node:timers/promises";
import type { REST } from "discord.js";
import { afterEach, expect, test, vi } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { createSendDirect } from "../../src/discord/answer/send.ts";
import { createChannels } from "../../src/discord/channels.ts";
import { createReplies, createRest } from "../../src/discord/clients.ts";
import { OutsideError } from "../../src/errors.ts";
import { createLog } from "../../src/log.ts";

/** The shortest lease that anybody holds on what is said; see `src/owed`, `src/warnings`, `src/videos`, `src/conversations/after`. */
const shortestLeaseMs = 60_000;
const atOnce = 30;

const apiUrl = "http://127.0.0.1:1";
const log = createLog({ level: "silent", destination: { write: () => undefined } });
const reply: Reply = { tone: "warning", title: "Out of credits" };

afterEach(() => void vi.useRealTimers());

/** The bot's client to a Discord that takes every request and never answers; `asked` counts them. */
function aHangingDiscord() {
  const rest = createRest({ apiUrl, token: "t", log });
  const asked: string[] = [];
  rest.options.makeRequest = async (url, { signal }) => {
    asked.push(url);
    signal?.throwIfAborted();
    return new Promise((_, reject) => {
      signal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    });
  };
  return { rest, asked };
}

type Say = (rest: REST, index: number) => Promise<unknown> | undefined;
const message = { channelId: "2", messageId: "3" };
const said = new Map<string, Say>([
  [
    "direct messages",
    (rest, index) => createSendDirect(rest, { replies: createReplies(apiUrl), log })(`${index}`, reply),
  ],
  ["messages to one channel", (rest, index) => createChannels(rest, "1").post("2", reply, `n${index}`)],
  ["changes of one message", (rest) => createChannels(rest, "1").edit(message, reply)],
  ["threads below a message", (rest) => createChannels(rest, "1").threads?.below(message, "Thread")],
]);

/** Pauses between tries are not timers that can be faked, and have to have time as well. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 1000) {
    await vi.advanceTimersByTimeAsync(1000);
    await delay(50);
  }
}

test("what Discord never answers ends before anybody else says it, however much waits", async () => {
  vi.useFakeTimers();
  const all = Array.from(said, ([what, say]) => {
    const { rest, asked } = aHangingDiscord();
    const ended: unknown[] = [];
    for (let index = 0; index < atOnce; index++) say(rest, index)?.catch((error) => ended.push(error));
    return { what, asked, ended };
  });

  await pass(shortestLeaseMs - 1000);

  for (const { what, ended } of all) {
    expect(ended, what).toHaveLength(atOnce);
    expect(ended.every((error) => error instanceof OutsideError)).toBe(true);
  }
  const tries = all.map(({ asked }) => asked.length);
  await pass(10_000);
  expect(all.map(({ asked }) => asked.length)).toEqual(tries);
  expect(Math.min(...tries)).toBeGreaterThan(0);
});
