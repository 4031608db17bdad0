import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { ask } from "../../src/command-line/ask.ts";

/** What was typed at a terminal, and what stands there in the end. */
async function askedOf(typed: string | null): Promise<{ answer: string | undefined; shown: string }> {
  const stdin = new PassThrough();
  const stdout = Object.assign(new PassThrough(), { isTTY: true });
  const asking = ask("Go on? ", { stdin, stdout });
  if (typed === null) stdin.end();
  else stdin.write(typed);
  const answer = await asking;
  return { answer, shown: String(stdout.read()) };
}

test("what is typed is the answer", async () => {
  expect((await askedOf("yes\r")).answer).toBe("yes");
});

test("whoever has answered is listened to no more: a terminal that changes its size shows nothing of the question", async () => {
  const stdin = new PassThrough();
  const stdout = Object.assign(new PassThrough(), { isTTY: true });
  const asking = ask("Go on? ", { stdin, stdout });
  stdin.write("yes\r");
  await asking;
  stdout.read();

  stdout.emit("resize");

  expect([stdout.read(), stdin.listenerCount("keypress")]).toEqual([null, 0]);
});

test.each([
  ["Ctrl+C", "\u0003"],
  ["Ctrl+D", "\u0004"],
  ["a terminal that is closed", null],
])("%s is no answer, and what is said then begins a line", async (_what, typed) => {
  const { answer, shown } = await askedOf(typed);

  expect([answer, shown]).toEqual([undefined, expect.stringMatching(/Go on\? .*\n$/s)]);
});
