import { REST, Routes } from "discord.js";
import { expect, onTestFinished, test } from "vitest";
import { commands } from "../../src/commands/all.ts";
import { renderCommands } from "../../src/discord/render/render-commands.ts";
import { startWebServer } from "../../src/web/server.ts";
import { findClosedPort, findingOf, openPractice, type Practice } from "./setup.ts";

async function register({ world: { discord } }: Practice, list: unknown[]): Promise<void> {
  const rest = new REST({ api: discord.apiUrl }).setToken(discord.token);
  onTestFinished(() => {
    rest.clearHandlerSweeper();
    rest.clearHashSweeper();
  });
  await rest.put(Routes.applicationCommands(discord.applicationId), { body: list });
}

test("commands that Discord has as this version has them are good, also after a round trip", async () => {
  const practice = await openPractice();
  await register(practice, renderCommands(commands));

  const finding = findingOf(await practice.examine(), "Discord: Commands");

  expect(finding).toMatchObject({
    state: "good",
    sentence: expect.stringContaining("as this version has them"),
  });
});

test("missing, changed and foreign commands are named, and mended by the next start, so a note", async () => {
  const practice = await openPractice();
  const [first, second, ...others] = renderCommands(commands);
  if (!first || !second) throw new Error("there are commands");
  const foreign = { name: "old-command", description: "Nobody's", type: 1 };
  await register(practice, [{ ...first, description: "Something else" }, ...others, foreign]);

  const finding = findingOf(await practice.examine(), "Discord: Commands");

  expect(finding).toMatchObject({
    state: "note",
    sentence: expect.stringContaining(
      `missing: ${second.name}; changed: ${first.name}; of another program: old-command`,
    ),
  });
});

test("the bot's own server on PORT is good, and so is a port that is free", async () => {
  const { examine } = await openPractice();
  const port = await findClosedPort();

  const free = await examine({ PORT: String(port) });
  const web = await startWebServer({
    port,
    health: async () => ({ isHealthy: true, isReady: true, report: {} }),
  });
  onTestFinished(() => web.close());
  const running = await examine({ PORT: String(port), PUBLIC_URL: `http://127.0.0.1:${port}` });

  expect(findingOf(free, "Listening: PORT").sentence).toBe(`${port} is free.`);
  expect(findingOf(running, "Listening: PORT").sentence).toContain("The bot runs");
  expect(findingOf(running, "Listening: PUBLIC_URL").state).toBe("good");
});

test("a PUBLIC_URL that does not answer from here is a note: the way may be closed only from inside", async () => {
  const { examine } = await openPractice();

  const diagnosis = await examine({ PORT: "0", PUBLIC_URL: `http://127.0.0.1:${await findClosedPort()}` });

  expect(diagnosis.exitCode).toBe(0);
  expect(findingOf(diagnosis, "Listening: PUBLIC_URL")).toMatchObject({
    state: "note",
    remedy: expect.stringContaining("from another network"),
  });
});

test("Slack over HTTP has a line for its signing secret in the place of the socket", async () => {
  const { examine } = await openPractice();
  const http = { SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: "hush", PORT: "0" };

  const diagnosis = await examine(http);

  expect(diagnosis.exitCode).toBe(0);
  expect(findingOf(diagnosis, "Slack: Signing secret").sentence).toContain("first command");
});
