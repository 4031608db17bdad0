import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { holdForBot, isHeldByBot } from "../../src/database/sqlite/bot-lock.ts";
import { createLog } from "../../src/log.ts";
import { becomeOnlyBot } from "../../src/main/only-bot.ts";
import { startMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";

async function makeFile(): Promise<string> {
  const file = join(makeFolder(), "bot.db");
  const database = await connectDatabase({ kind: "sqlite", file });
  onTestFinished(() => database.close());
  return file;
}

/** What becomes of a bot that starts on this file, and what its log says. */
function begin(file: string, patienceMs: number) {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  const begun = becomeOnlyBot({ location: { kind: "sqlite", file }, patienceMs, log });
  return { begun, lines };
}

test("on a file that nobody works with a bot begins at once and in silence, again and again", async () => {
  const file = await makeFile();

  for (let start = 0; start < 2; start += 1) {
    const { begun, lines } = begin(file, 0);
    const letGo = await begun;

    expect(isHeldByBot(file)).toBe(true);
    letGo();
    expect([isHeldByBot(file), lines]).toEqual([false, []]);
  }
});

test("a bot that is about to stop is waited for, which is said", async () => {
  const file = await makeFile();
  const letGo = holdForBot(file);
  const { begun, lines } = begin(file, 20_000);
  await expect.poll(() => lines).toEqual([expect.stringMatching(/Another bot works with .*waited for 20 s/)]);

  letGo?.();

  (await begun)();
});

test.each([
  ["its own name", (file: string) => file],
  [
    "a link",
    (file: string) => {
      const link = join(makeFolder(), "link.db");
      symlinkSync(file, link);
      return link;
    },
  ],
])("one that stays is not joined, by %s: a sentence says what to do", async (_what, reach) => {
  const file = await makeFile();
  const letGo = holdForBot(file);
  onTestFinished(() => letGo?.());

  await expect(begin(reach(file), 100).begun).rejects.toThrow(
    /on SQLite there can be only one.*Stop the other one.*DATABASE_URL.*npm run move/,
  );
});

test("in memory and on PostgreSQL nothing is held", async () => {
  const log = createLog({ level: "silent" });

  for (const location of [
    { kind: "sqlite", file: ":memory:" },
    { kind: "postgres", url: "postgres://127.0.0.1:1/none" },
  ] as const)
    expect(await becomeOnlyBot({ location, patienceMs: 0, log })).toBeTypeOf("function");
});

test("a second process waits for the first, takes over when that is killed, and can be stopped while it waits", async () => {
  const folder = makeFolder();
  const environment = {
    DISCORD_TOKEN: "token",
    DISCORD_API_URL: "http://127.0.0.1:1",
    STOP_SECONDS: "30",
    PORT: "0",
  };
  const start = () => startMain({ environment, folder });
  const first = start();
  await first.says('"msg":"listening"');
  const [second, third] = [start(), start()];
  await second.says("Another bot works with data/personaforge.db");
  await third.says("Another bot works with data/personaforge.db");

  third.stop("SIGTERM");
  const { exitCode } = await third.ended;
  first.stop("SIGKILL");
  await second.says('"msg":"listening"');

  expect(exitCode).toBe(0);
});
