import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import {
  type Chat,
  type Form,
  type Platform,
  platforms,
  reads,
} from "../support/black-box/black-box-chat.ts";
import { create, createLinked, someAdmin, somebody } from "../support/black-box/black-box-people.ts";
import { type ProcessRun, problemsOfKill, test } from "../support/black-box/black-box-run.ts";
import { makeEmptyDatabase } from "../support/databases.ts";
import { type PostgresProxy, startPostgresProxy } from "../support/postgres-proxy.ts";
import { untilTrue } from "../support/until-true.ts";

const timeout = 120_000;

/** The bot on a PostgreSQL whose network the test can break. */
async function startOnPostgres(
  makeRun: () => Promise<ProcessRun>,
): Promise<{ run: ProcessRun; proxy: PostgresProxy }> {
  const location = await makeEmptyDatabase("postgres");
  if (location.kind !== "postgres") throw new Error("Not PostgreSQL.");
  const proxy = await startPostgresProxy(location.url);
  const run = await makeRun();
  run.expectProblem(problemsOfKill);
  await run.start({ DATABASE_URL: proxy.url });
  return { run, proxy };
}

const namesInTavus = (run: ProcessRun) =>
  run.world.tavus
    .account()
    .personas.map(({ document }) => String(document.persona_name))
    .sort();

/** A form that was sent after the database had gone. */
async function sendWhileAway(makeRun: () => Promise<ProcessRun>, platform: Platform) {
  const { run, proxy } = await startOnPostgres(makeRun);
  const chat = somebody(run, platform);
  const form = await chat.openForm();
  await proxy.refuse();
  const submission = await form.submit({ name: "Sent", prompt: "All of this text." });
  return { run, proxy, chat, form, submission };
}

/** Where what somebody typed stands, now that nobody else has it. */
async function typedOn(chat: Chat, form: Form): Promise<string> {
  if (chat.platform === "Slack") return String(form.value("prompt"));
  const kept = await reads(chat, "your-text.txt");
  return kept.readFile("your-text.txt");
}

describe.each(platforms)("on %s", (platform) => {
  test("what is sent while PostgreSQL is away is told as not saved, and all is well once it is there again", {
    timeout,
  }, async ({ makeRun }) => {
    const { run, proxy, chat } = await sendWhileAway(makeRun, platform);

    // It waits as long as a restart takes. A statement that was cut off may have been carried out.
    const told = /Not saved|Whether this is saved is not known/;
    await untilTrue(() => chat.messages().some(({ text }) => told.test(text)), { patienceMs: 15_000 });
    await proxy.accept();
    await createLinked(chat, "Kept");

    expect(namesInTavus(run)).toEqual(["Kept"]);
    expect(run.bot.child.exitCode).toBeNull();
  });

  test("what was typed stays with the person when the bot dies before PostgreSQL has it", {
    timeout,
  }, async ({ makeRun }) => {
    const { run, proxy, chat, form, submission } = await sendWhileAway(makeRun, platform);

    expect(await submission.isAcknowledged()).toBe(true);
    await run.bot.kill();

    expect(await typedOn(chat, form)).toContain("All of this text.");
    // Slack keeps the form open, and it is sent as it stands.
    if (platform === "Discord") return;
    await proxy.accept();
    await run.start({ DATABASE_URL: proxy.url });
    await form.submit();
    await reads(chat, "“Sent” is ready");
    expect(namesInTavus(run)).toEqual(["Sent"]);
  });
});

test("a bot that is to stop while PostgreSQL is away ends in order, whatever it still has to write", {
  timeout,
}, async ({ makeRun }) => {
  const { run, proxy } = await startOnPostgres(makeRun);
  const [seeker, other] = platforms.map((platform) => someAdmin(run, platform));
  await proxy.refuse();
  // Long enough under way to have been promised an answer.
  const asked = [seeker, other].map((chat) => chat?.run("persona-list").catch(() => undefined));
  await sleep(2500);

  const exitCode = await run.bot.stop(40_000);
  await Promise.all(asked);

  expect(exitCode).toBe(0);
  expect(run.lines.filter((line) => line.includes('"level":"fatal"'))).toEqual([]);
});

test("connections that are cut again and again under load double nothing, and what was saved is linked", {
  timeout,
}, async ({ makeRun }) => {
  const { run, proxy } = await startOnPostgres(makeRun);
  const people = platforms.flatMap((platform) => [somebody(run, platform), somebody(run, platform)]);
  let isOver = false;
  const cutting = (async () => {
    while (!isOver) {
      proxy.cut();
      await sleep(120);
    }
  })();

  await Promise.all(people.map((chat, index) => createSome(chat, `Person ${index}`)));
  isOver = true;
  await cutting;
  const last = somebody(run, "Discord");
  await createLinked(last, "After it all");

  expect(run.bot.child.exitCode).toBeNull();
  const names = namesInTavus(run);
  expect(names).toEqual([...new Set(names)]);
});

async function createSome(chat: Chat, who: string): Promise<void> {
  for (let count = 0; count < 6; count += 1) {
    // Whether it is saved or comes back is chance; that the bot lives and doubles nothing is not.
    await create(chat, `${who}, ${count}`).catch(() => undefined);
  }
}
