import { describe, expect } from "vitest";
import { commands } from "../../src/commands/all.ts";
import { renderCommands } from "../../src/discord/render/render-commands.ts";
import { platforms, reads, waitFor } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { expectLinkedOnce } from "../support/black-box/black-box-rows.ts";
import { type Environment, insideTest, portOf, type Run, test } from "../support/black-box/black-box-run.ts";

const timeout = 90_000;

const wrongTokens = [
  ["DISCORD_TOKEN", { DISCORD_TOKEN: "made.up.discord-token" }, ["DISCORD_TOKEN was refused by Discord."]],
  ["SLACK_BOT_TOKEN", { SLACK_BOT_TOKEN: "xoxb-made-up" }, ["Slack refused SLACK_BOT_TOKEN (invalid_auth)."]],
  ["SLACK_APP_TOKEN", { SLACK_APP_TOKEN: "xapp-made-up" }, ["Slack refused SLACK_APP_TOKEN (invalid_auth)."]],
] as const satisfies [string, Environment, string[]][];

const fatalCloses = [
  [4004, "DISCORD_TOKEN was refused by Discord."],
  [4014, "Discord does not allow this application the intents Guilds and Direct Messages (close code 4014)."],
] as const;

const discordOff = { DISCORD_TOKEN: undefined };
const slackOff = { SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined };

describe("starting", () => {
  test.for(wrongTokens)(
    "with a wrong %s ends with a sentence and exit code 1 where nothing else is configured",
    { timeout },
    async ([name, changes, [sentence]], { makeRun }) => {
      const run = await makeRun();
      run.expectProblem(/401|invalid_auth|not_authed/);

      const bot = run.launch({ ...(name === "DISCORD_TOKEN" ? slackOff : discordOff), ...changes });

      expect(await bot.exited).toBe(1);
      expect(plainLines(run)).toEqual([expect.stringContaining(sentence)]);
      for (const token of Object.values(changes)) expect(run.lines.join("\n")).not.toContain(token);
    },
  );

  test("with wrong tokens for both platforms ends with a sentence for each and exit code 1", {
    timeout,
  }, async ({ makeRun }) => {
    const run = await makeRun();
    run.expectProblem(/401|invalid_auth|not_authed/);

    const bot = run.launch({ DISCORD_TOKEN: "made.up.discord-token", SLACK_BOT_TOKEN: "xoxb-made-up" });

    expect(await bot.exited).toBe(1);
    const said = plainLines(run);
    expect(said).toHaveLength(2);
    expect(said).toContainEqual(expect.stringContaining("DISCORD_TOKEN was refused by Discord."));
    expect(said).toContainEqual(expect.stringContaining("Slack refused SLACK_BOT_TOKEN (invalid_auth)."));
  });

  insideTest.for(wrongTokens)(
    "with a wrong %s the other platform does the whole job, and the log says what is wrong",
    { timeout },
    async ([name, changes, [sentence]], { makeRun }) => {
      const run = await makeRun();
      run.expectProblem(/401|invalid_auth|not_authed/);
      await run.start(changes);
      const chat = somebody(run, name === "DISCORD_TOKEN" ? "Slack" : "Discord");

      await create(chat, "Ada");
      await reads(chat, "“Ada” is ready");

      expectLinkedOnce(run, ["Ada"]);
      expect(run.lines.join("\n")).toContain(sentence);
      expect(run.lines.join("\n")).toContain("not tried again");
    },
  );

  insideTest(
    "while Discord takes no commands for an hour, everything else works",
    { timeout },
    async ({ makeRun }) => {
      const run = await makeRun();
      run.world.discord.fault({ match: /^PUT \/applications/, retryAfterSeconds: 3600 });
      run.world.tavus.setFault("rateLimited", { operation: "create persona", times: 1 });
      await run.start({ ...slackOff, PORT: "0" });
      await registerByHand(run);
      const chat = somebody(run, "Discord");

      await create(chat, "Ada");
      // Only the queue's worker tries again.
      await reads(chat, "“Ada” is ready", 40_000);

      expectLinkedOnce(run, ["Ada"]);
      expect(await healthOf(run)).toMatchObject({
        platforms: {
          discord: { state: "connected", impaired: expect.stringContaining("could not be registered") },
        },
      });
    },
  );

  insideTest(
    "while one platform is away at the start, the other works, and the first joins when it is back",
    {
      timeout,
    },
    async ({ makeRun }) => {
      const run = await makeRun();
      run.world.slack.fail("auth.test", { status: 503, times: 3 });
      run.world.discord.fault({ match: /^GET \/gateway/, answer: { status: 503 }, times: 3 });
      await run.start({ PORT: "0" });

      const early = await healthOf(run);
      const chats = (["Discord", "Slack"] as const).map((platform) => somebody(run, platform));
      await expect
        .poll(async () => JSON.stringify(await healthOf(run)), { timeout: 30_000 })
        .toMatch(/"connected".*"connected"/);
      await Promise.all(chats.map((chat) => create(chat, `Ada of ${chat.platform}`)));
      await Promise.all(chats.map((chat) => reads(chat, `“Ada of ${chat.platform}” is ready`)));

      expect(JSON.stringify(early)).toMatch(/"waiting".*"since".*"nextTry"/);
      expectLinkedOnce(run, ["Ada of Discord", "Ada of Slack"]);
    },
  );

  insideTest(
    "without a scope Slack must grant, the log names it and what to do",
    { timeout },
    async ({ makeRun }) => {
      const run = await makeRun();
      run.world.slack.credentials.scopes.delete("files:read");
      run.world.slack.credentials.scopes.delete("im:write");

      await run.start();

      const warning = run.lines.find((line) => line.includes("files:read"));
      expect(warning).toContain("The Slack app lacks the scopes files:read, im:write.");
      expect(warning).toContain("npm run -s slack:manifest");
    },
  );

  insideTest(
    "twice registers the commands once, and again when Discord lists others",
    { timeout },
    async ({ startRun }) => {
      const run = await startRun();
      const { discord } = run.world;
      const names = discord.commands.map(({ name }) => name);
      expect(discord.commandPuts).toBe(1);
      await run.bot.stop();
      await run.start();
      expect(discord.commandPuts).toBe(1);
      await run.bot.stop();
      await removeCommands(run);
      const before = discord.commandPuts;

      await run.start();

      expect(discord.commandPuts).toBe(before + 1);
      expect(discord.commands.map(({ name }) => name)).toEqual(names);
    },
  );

  test("with Discord alone, the whole job works there", { timeout }, async ({ startRun }) => {
    const run = await startRun(slackOff);
    const chat = somebody(run, "Discord");

    await create(chat, "Ada");
    await reads(chat, "“Ada” is ready");

    expectLinkedOnce(run, ["Ada"]);
    expect(run.world.slack.socketCount()).toBe(0);
  });

  test("with Slack alone, the whole job works there", { timeout }, async ({ startRun }) => {
    const run = await startRun(discordOff);
    const chat = somebody(run, "Slack");

    await create(chat, "Ada");
    await reads(chat, "“Ada” is ready");

    expectLinkedOnce(run, ["Ada"]);
    expect(run.world.discord.gateway.connectedCount).toBe(0);
  });

  test("with Slack over HTTP, the whole job works there", { timeout }, async ({ makeRun }) => {
    const run = await makeRun();
    const { slack } = run.world;
    const http = {
      SLACK_APP_TOKEN: undefined,
      SLACK_SIGNING_SECRET: slack.credentials.signingSecret,
      PORT: "0",
    };
    await run.start({ ...discordOff, ...http });
    await slack.connectHttp(`http://127.0.0.1:${portOf(run)}/slack/events`);
    const chat = somebody(run, "Slack");

    const forged = slack.event({ type: "app_uninstalled" }, { signingSecret: "made-up" });
    expect(await forged.acked()).toMatchObject({ outcome: "dispatch_failed", status: 401 });
    const form = await chat.openForm({ template: "coach" });
    expect(form.value("prompt")).toContain("You are a coach");
    await form.submit({ name: "Ada" });
    await reads(chat, "“Ada” is ready");

    expectLinkedOnce(run, ["Ada"]);
  });
});

insideTest("without a key it says so, and links once there is one", { timeout }, async ({ startRun }) => {
  const run = await startRun({ TAVUS_API_KEY: undefined });
  const people = platforms.map((platform) => somebody(run, platform));

  await Promise.all(people.map((chat) => create(chat, `Ada of ${chat.platform}`)));
  const warnings = await Promise.all(people.map((chat) => reads(chat, "TAVUS_API_KEY not configured")));
  for (const { text } of warnings) expect(text).toContain("enters your team's own key with /persona-setup");
  await run.bot.stop();
  await run.start();
  await Promise.all(people.map((chat) => reads(chat, `“Ada of ${chat.platform}” is ready`, 40_000)));

  expectLinkedOnce(
    run,
    people.map((chat) => `Ada of ${chat.platform}`),
  );
});

describe("stopping", () => {
  test.for(fatalCloses)(
    "after Discord closes with %i, where nothing else is configured, says why and exits with 1",
    { timeout },
    async ([code, sentence], { startRun }) => {
      const run = await startRun(slackOff);

      run.world.discord.gateway.close(code);

      expect(await run.bot.exited).toBe(1);
      expect(plainLines(run)).toEqual([expect.stringContaining(sentence)]);
    },
  );

  test("after Discord closes for good, Slack goes on", { timeout }, async ({ startRun }) => {
    const run = await startRun();
    run.world.discord.gateway.close(4014);
    await waitFor(() => run.lines.some((line) => line.includes("not tried again")));
    const chat = somebody(run, "Slack");

    await create(chat, "Ada");
    await reads(chat, "“Ada” is ready");

    expect(plainLines(run)).toEqual([]);
  });

  test("on SIGTERM, what takes a moment is finished first", { timeout }, async ({ startRun }) => {
    const run = await startRun();
    run.world.tavus.setFault({ delayMs: 2500 }, { operation: "create persona" });
    const people = platforms.map((platform) => somebody(run, platform));
    await Promise.all(people.map((chat) => create(chat, `Ada of ${chat.platform}`)));
    await waitForCreates(run, 2);

    expect(await run.bot.stop(6000)).toBe(0);

    for (const chat of people) await reads(chat, `“Ada of ${chat.platform}” is ready`);
    expectLinkedOnce(
      run,
      people.map((chat) => `Ada of ${chat.platform}`),
    );
  });
});

/** What an operator sees who reads no JSON. */
function plainLines(run: Run): string[] {
  return run.lines.filter((line) => !line.startsWith("{"));
}

async function healthOf(run: Run): Promise<unknown> {
  return (await fetch(`http://127.0.0.1:${portOf(run)}/health`)).json();
}

async function waitForCreates(run: Run, count: number): Promise<void> {
  const { requests } = run.world.tavus;
  await waitFor(() => requests.filter(({ operation }) => operation === "create persona").length >= count);
}

/** Deletes the application's commands, as somebody does by hand. */
async function removeCommands(run: Run): Promise<void> {
  await putCommands(run, []);
}

/** The commands of an earlier start. */
async function registerByHand(run: Run): Promise<void> {
  await putCommands(run, renderCommands(commands));
}

async function putCommands({ world: { discord } }: Run, list: unknown[]): Promise<void> {
  await fetch(`${discord.apiUrl}/v10/applications/${discord.applicationId}/commands`, {
    method: "PUT",
    headers: { authorization: `Bot ${discord.token}`, "content-type": "application/json" },
    body: JSON.stringify(list),
  });
}
