import { expect, test } from "vitest";
import { findingOf, openPractice, type Practice, redLines } from "./setup.ts";

type Breakage = [what: string, line: string, remedy: RegExp, breakIt: (practice: Practice) => void];

function aboutApplication({ world }: Practice, changes: Record<string, unknown>): void {
  const body = { id: world.discord.applicationId, name: "PersonaForge", ...changes };
  world.discord.fault({ match: /^GET \/applications\/@me$/, answer: { status: 200, body } });
}

function aboutStarts({ world }: Practice, remaining: number): void {
  const limit = { total: 1000, remaining, reset_after: 7_200_000, max_concurrency: 1 };
  const body = { url: "wss://gateway.example", shards: 1, session_start_limit: limit };
  const headers = { "content-type": "application/json" };
  world.discord.fault({ match: /^GET \/gateway\/bot$/, answer: { status: 200, body, headers } });
}

const breakages: Breakage[] = [
  [
    "an Interactions Endpoint URL",
    "Discord: Delivery",
    /Empty that field/,
    (practice) => aboutApplication(practice, { interactions_endpoint_url: "https://elsewhere.example" }),
  ],
  [
    "a required code grant",
    "Discord: Invitation",
    /Requires OAuth2 Code Grant/,
    (practice) => aboutApplication(practice, { bot_require_code_grant: true }),
  ],
  [
    "an application for accounts alone",
    "Discord: Invitation",
    /for servers under Installation Contexts/,
    (practice) => aboutApplication(practice, { integration_types_config: { 1: {} } }),
  ],
  ["no start left", "Discord: Gateway", /stopped for 2 h/, (practice) => aboutStarts(practice, 0)],
  [
    "a list of commands that is refused",
    "Discord: Commands",
    /DISCORD_API_URL/,
    ({ world }) =>
      world.discord.fault({
        match: /\/commands$/,
        answer: { status: 403, body: { code: 50001, message: "Missing Access" } },
      }),
  ],
  [
    "trouble inside Discord",
    "Discord: Token",
    /discordstatus/,
    ({ world }) => world.discord.fault({ match: /@me$/, answer: { status: 503 } }),
  ],
  [
    "a block before Discord",
    "Discord: Token",
    /calls Discord too often.*within an hour/,
    ({ world }) =>
      world.discord.fault({
        match: /@me$/,
        answer: { status: 403, body: "<!DOCTYPE html>", headers: { "content-type": "text/html" } },
      }),
  ],
  [
    "a rate limit of Discord",
    "Discord: Token",
    /again in \d+ s/,
    ({ world }) => world.discord.fault({ match: /@me$/, retryAfterSeconds: 7 }),
  ],
  [
    "a scope that was not granted",
    "Slack: Scopes",
    /slack:manifest.*install the app/,
    ({ world }) => void world.slack.credentials.scopes.delete("groups:read"),
  ],
  [
    "an app token without its scope",
    "Slack: Socket",
    /new app-level token/,
    ({ world }) => world.slack.fail("apps.connections.open", { error: "missing_scope" }),
  ],
  [
    "a token of a whole organization",
    "Slack: Bot token",
    /install the app to a single workspace/,
    ({ world }) => void Object.assign(world.slack.workspace, { enterpriseId: "E0ORG", isOrgInstall: true }),
  ],
  [
    "an app that was removed",
    "Slack: Bot token",
    /install the app/,
    ({ world }) => world.slack.fail("auth.test", { error: "account_inactive" }),
  ],
  [
    "trouble inside Slack",
    "Slack: Bot token",
    /slack-status/,
    ({ world }) => world.slack.fail("auth.test", { error: "internal_error" }),
  ],
  [
    "an error page of Slack",
    "Slack: Bot token",
    /slack-status/,
    ({ world }) => world.slack.fail("auth.test", { status: 502 }),
  ],
  [
    "a connection that Slack cuts",
    "Slack: Socket",
    /SLACK_API_URL/,
    ({ world }) => world.slack.fail("apps.connections.open", { drop: "before" }),
  ],
  [
    "trouble inside Tavus",
    "Tavus: Key",
    /in a few minutes/,
    ({ world }) => void world.tavus.setFault("serverErrors", { times: 1, operation: "list personas" }),
  ],
  [
    "no credits",
    "Tavus: Key",
    /Add credits/,
    ({ world }) => void world.tavus.setFault("outOfCredits", { times: 1, operation: "list personas" }),
  ],
  [
    "nonsense from Tavus",
    "Tavus: Key",
    /TAVUS_VOCABULARY/,
    ({ world }) => void world.tavus.setFault("nonsense", { times: 1, operation: "list personas" }),
  ],
];

test.each(breakages)("%s turns exactly the line %s red", async (_what, line, remedy, breakIt) => {
  const practice = await openPractice();

  breakIt(practice);
  const broken = await practice.examine();

  expect([redLines(broken), broken.exitCode]).toEqual([[line], 1]);
  expect(findingOf(broken, line).remedy).toMatch(remedy);
});

test("a scope that is granted again turns its line green", async () => {
  const { examine, world } = await openPractice();
  world.slack.credentials.scopes.delete("groups:read");
  await examine();

  world.slack.credentials.scopes.add("groups:read");

  expect(redLines(await examine())).toEqual([]);
});

test("a service that hangs holds nothing up for long", async () => {
  const { examine, world } = await openPractice();
  world.tavus.setFault("hang");
  world.discord.fault({ match: /@me$/, delayMs: 30_000 });

  const diagnosis = await examine();

  expect(redLines(diagnosis)).toEqual(["Discord: Token", "Tavus: Reach"]);
  expect(findingOf(diagnosis, "Discord: Token").sentence).toContain("did not answer in time");
});

test("a clock that is wrong is one red line, told against everyone who was heard", async () => {
  const { examine } = await openPractice();

  const diagnosis = await examine({}, () => Date.now() + 600_000);

  expect(redLines(diagnosis)).toEqual(["Clock: This machine"]);
  expect(findingOf(diagnosis, "Clock: This machine").sentence).toBe(
    "Its clock is 10 min ahead of Discord's, 10 min ahead of Slack's, 10 min ahead of Tavus's.",
  );
});

test("over HTTP the doctor compares the public key and the address that Discord sends commands to", async () => {
  const practice = await openPractice();
  const { discord } = practice.world;
  const env = { DISCORD_PUBLIC_KEY: discord.signer.publicKey, PUBLIC_URL: "https://bot.example.com" };
  const look = async (changes: Record<string, unknown>) => {
    aboutApplication(practice, { verify_key: discord.signer.publicKey, ...changes });
    return findingOf(await practice.examine(env), "Discord: Delivery");
  };

  const wanted = { remedy: expect.stringContaining("Enter https://bot.example.com/discord/interactions as") };
  expect(await look({ interactions_endpoint_url: null })).toMatchObject(wanted);
  expect(await look({ interactions_endpoint_url: "https://elsewhere.example/x" })).toMatchObject(wanted);
  expect(await look({ verify_key: "b".repeat(64) })).toMatchObject({
    remedy: expect.stringContaining("Copy the Public Key again"),
  });
  expect(
    await look({ interactions_endpoint_url: "https://bot.example.com/discord/interactions" }),
  ).toMatchObject({ sentence: expect.stringContaining("Commands come over HTTP") });
});

test.each([
  "https://Bot.example.com",
  "https://bot.example.com:443/",
])("the address that Discord sends commands to is the bot's however PUBLIC_URL writes it: %s", async (url) => {
  const practice = await openPractice();
  const { publicKey } = practice.world.discord.signer;
  aboutApplication(practice, {
    verify_key: publicKey,
    interactions_endpoint_url: "https://bot.example.com/discord/interactions",
  });

  const diagnosis = await practice.examine({ DISCORD_PUBLIC_KEY: publicKey, PUBLIC_URL: url });

  expect(findingOf(diagnosis, "Discord: Delivery")).toMatchObject({ state: "good" });
});

test.each<[what: string, application: Record<string, unknown>, said: RegExp | null]>([
  ["has no address", { event_webhooks_url: null }, /\/discord\/events as Endpoint/],
  ["is switched off", { event_webhooks_status: 1 }, /when Events is switched on on the Webhooks page/],
  ["was switched off by Discord", { event_webhooks_status: 3 }, /Discord has switched it off/],
  [
    "tells of something else",
    { event_webhooks_types: ["ENTITLEMENT_CREATE"] },
    /with Application Authorized/,
  ],
  ["tells of it", {}, null],
  [
    "is told of by an older Discord",
    { event_webhooks_status: undefined, event_webhooks_types: undefined },
    null,
  ],
])("that new servers are noticed late is said where Discord's news of them %s", async (_what, change, said) => {
  const practice = await openPractice();
  const { publicKey } = practice.world.discord.signer;
  aboutApplication(practice, {
    verify_key: publicKey,
    interactions_endpoint_url: "https://bot.example.com/discord/interactions",
    event_webhooks_url: "https://bot.example.com/discord/events",
    event_webhooks_status: 2,
    event_webhooks_types: ["APPLICATION_AUTHORIZED"],
    ...change,
  });
  const env = { DISCORD_PUBLIC_KEY: publicKey, PUBLIC_URL: "https://bot.example.com" };

  const { state, sentence } = findingOf(await practice.examine(env), "Discord: Delivery");

  expect(state).toBe("good");
  expect(sentence).toMatch(said ?? /discord\/interactions\.$/);
});

test.each([
  [{ bot_public: false }, /owner can use it: Public Bot is off/],
  [{ bot_public: true, integration_types_config: { 0: {}, 1: {} } }, /invites the bot\.$/],
  [{ integration_types_config: {} }, /invites the bot\.$/],
])("who can use the invitation is said: %j", async (application, said) => {
  const practice = await openPractice();
  aboutApplication(practice, application);

  expect(findingOf(await practice.examine(), "Discord: Invitation")).toMatchObject({
    state: "good",
    sentence: expect.stringMatching(said),
  });
});
