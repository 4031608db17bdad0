import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { runMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";
import { findingOf, openPractice, redLines } from "./setup.ts";

test("where nothing is wrong every line says so, the links are printed and the exit code is 0", async () => {
  const { examine, world } = await openPractice();

  const diagnosis = await examine();

  expect([redLines(diagnosis), diagnosis.exitCode]).toEqual([[], 0]);
  expect(diagnosis.report).toContain(
    `https://discord.com/oauth2/authorize?client_id=${world.discord.applicationId}&scope=bot+applications.commands&permissions=377957174272`,
  );
  expect(diagnosis.report).toMatch(/npm run -s slack:manifest.*https:\/\/api\.slack\.com\/apps/);
  expect(diagnosis.report).toMatch(/All is well\.$/);
});

test("an examination changes nothing anywhere", async () => {
  const { examine, world, databaseFile } = await openPractice();
  const asked: string[] = [];
  world.slack.onEvent(({ what }) => asked.push(what));
  world.discord.onEvent((event) => {
    if (event.kind === "rest") asked.push(event.route);
  });

  await examine();

  const questions = [
    "GET /applications/@me",
    "GET /gateway/bot",
    "GET /users/@me/guilds",
    "apps.connections.open",
    "auth.test",
  ];
  const commands = `GET /applications/${world.discord.applicationId}/commands`;
  expect(asked.sort()).toEqual([...questions, commands].sort());
  expect(world.tavus.requests.map(({ method }) => method)).toEqual(["GET", "GET"]);
  expect(world.discord.gateway.connectedCount).toBe(0);
  expect(existsSync(databaseFile)).toBe(false);
  expect([...world.discord.problems, ...world.slack.problems]).toEqual([]);
});

test("no secret is in the report, whatever fails", async () => {
  const { examine, world } = await openPractice();
  const secrets = [world.discord.token, ...Object.values(world.slack.credentials), "hush"];
  const wrong = { TAVUS_API_KEY: "hush-key", DATABASE_URL: "postgres://me:hush@127.0.0.1:1/bot" };

  const { report } = await examine(wrong);

  for (const secret of secrets) if (typeof secret === "string") expect(report).not.toContain(secret);
});

test("a platform that is not configured is left out with a word and is not wrong", async () => {
  const { examine } = await openPractice();

  const diagnosis = await examine({ DISCORD_TOKEN: undefined, TAVUS_API_KEY: undefined });

  expect(redLines(diagnosis)).toEqual([]);
  expect(findingOf(diagnosis, "Discord: Discord").sentence).toContain("DISCORD_TOKEN is not set");
  expect(findingOf(diagnosis, "Tavus: Key").sentence).toContain("/persona-setup");
});

test("--doctor prints the report without colour codes to a pipe, and its exit code tells", async () => {
  const { world } = await openPractice();

  const well = await runMain(["--doctor"], world.env, makeFolder());
  const ill = await runMain(["--doctor"], { ...world.env, TAVUS_API_KEY: "wrong" }, makeFolder());

  expect([well.exitCode, well.errors]).toEqual([0, ""]);
  expect([ill.exitCode, ill.errors]).toEqual([1, ""]);
  expect(ill.output).toMatch(/^ {2}✘ bad {6}Key +Tavus refuses TAVUS_API_KEY/m);
  expect(ill.output).not.toContain("\u001b");
});

test("an environment that only surprises is a note, and the exit code stays 0", async () => {
  const { examine } = await openPractice();

  const diagnosis = await examine({ PUBLIC_URL: "https://bot.example", ENCRYPTION_KEY: undefined });

  expect(diagnosis.exitCode).toBe(0);
  expect(findingOf(diagnosis, "Environment: PUBLIC_URL").state).toBe("note");
  expect(findingOf(diagnosis, "Environment: ENCRYPTION_KEYS")).toMatchObject({
    state: "note",
    remedy: expect.stringContaining("openssl rand -base64 32"),
  });
});
