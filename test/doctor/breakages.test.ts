import { expect, test } from "vitest";
import {
  type Changes,
  findClosedPort,
  findingOf,
  openPractice,
  type Practice,
  redLines,
  takePort,
} from "./setup.ts";

type Breakage = [
  what: string,
  line: string,
  remedy: RegExp,
  breakIt: (practice: Practice) => Promise<Changes> | Changes,
];

const closedAddress = async () => `http://127.0.0.1:${await findClosedPort()}`;

const breakages: Breakage[] = [
  [
    "a variable with a wrong value",
    "Environment: LOG_LEVEL",
    /Correct or remove it/,
    () => ({ LOG_LEVEL: "loud" }),
  ],
  [
    "a token in the wrong place",
    "Environment: SLACK_APP_TOKEN",
    /Make one/,
    () => ({ SLACK_APP_TOKEN: "xoxb-x" }),
  ],
  [
    "half of Slack",
    "Environment: SLACK_BOT_TOKEN",
    /Add SLACK_APP_TOKEN/,
    () => ({ SLACK_APP_TOKEN: undefined }),
  ],
  [
    "a database of another kind",
    "Environment: DATABASE_URL",
    /remove it/,
    () => ({ DATABASE_URL: "mysql://x" }),
  ],
  [
    "an unknown vocabulary",
    "Environment: TAVUS_VOCABULARY",
    /remove it/,
    () => ({ TAVUS_VOCABULARY: "actors" }),
  ],
  [
    "a short encryption key",
    "Environment: ENCRYPTION_KEY",
    /openssl rand/,
    () => ({ ENCRYPTION_KEY: "short" }),
  ],
  [
    "a short one among several",
    "Environment: ENCRYPTION_KEYS",
    /openssl rand/,
    () => ({ ENCRYPTION_KEYS: `${Buffer.alloc(32).toString("base64")},short` }),
  ],
  [
    "no platform",
    "Environment: Variables",
    /npm run sandbox/,
    () => ({ DISCORD_TOKEN: undefined, SLACK_BOT_TOKEN: undefined, SLACK_APP_TOKEN: undefined }),
  ],
  [
    "another bot's token",
    "Discord: Token",
    /Copy the token again|reset it/,
    () => ({ DISCORD_TOKEN: "no.such.token" }),
  ],
  [
    "an address where nothing listens",
    "Discord: Token",
    /Check DISCORD_API_URL/,
    async () => ({ DISCORD_API_URL: await closedAddress() }),
  ],
  [
    "an address where something else answers",
    "Discord: Token",
    /DISCORD_API_URL/,
    async () => ({ DISCORD_API_URL: `http://127.0.0.1:${await takePort()}` }),
  ],
  [
    "an address in the wrong protocol",
    "Discord: Token",
    /http:\/\/ or https:\/\//,
    ({ world }) => ({ DISCORD_API_URL: world.discord.apiUrl.replace("http:", "https:") }),
  ],
  [
    "another app's bot token",
    "Slack: Bot token",
    /Copy the Bot User OAuth Token/,
    () => ({ SLACK_BOT_TOKEN: "xoxb-no" }),
  ],
  ["another app's app token", "Slack: Socket", /connections:write/, () => ({ SLACK_APP_TOKEN: "xapp-no" })],
  [
    "previews without the scopes for links",
    "Slack: Scopes",
    /slack:manifest.*install the app/,
    () => ({ SLACK_PREVIEW_DOMAINS: "personas.example" }),
  ],
  [
    "a Slack address where nothing listens",
    "Slack: Bot token",
    /Check SLACK_API_URL/,
    async () => ({ SLACK_API_URL: await closedAddress() }),
  ],
  [
    "a Slack address where something else answers",
    "Slack: Bot token",
    /Check SLACK_API_URL/,
    ({ world }) => ({ SLACK_API_URL: world.tavus.url }),
  ],
  ["a wrong Tavus key", "Tavus: Key", /Copy the key again/, () => ({ TAVUS_API_KEY: "wrong" })],
  [
    "a Tavus address where nothing listens",
    "Tavus: Reach",
    /Check TAVUS_API_URL.*whether something listens/,
    async () => ({ TAVUS_API_URL: await closedAddress() }),
  ],
  ["an unknown host", "Tavus: Reach", /DNS/, () => ({ TAVUS_API_URL: "http://tavus.invalid" })],
  [
    "a Tavus address in the wrong protocol",
    "Tavus: Reach",
    /http:\/\/ or https:\/\//,
    ({ world }) => ({ TAVUS_API_URL: world.tavus.url.replace("http:", "https:") }),
  ],
  [
    "a Tavus address where something else answers",
    "Tavus: Key",
    /Check TAVUS_API_URL/,
    ({ world }) => ({ TAVUS_API_URL: world.discord.apiUrl, TAVUS_API_KEY: "any" }),
  ],
  ["a port that is taken", "Listening: PORT", /set PORT/, async () => ({ PORT: String(await takePort()) })],
];

test.each(
  breakages,
)("%s turns exactly the line %s red, and its advice turns it green", async (_what, line, remedy, breakIt) => {
  const practice = await openPractice();

  const broken = await practice.examine(await breakIt(practice));
  const mended = await practice.examine();

  expect([redLines(broken), broken.exitCode]).toEqual([[line], 1]);
  expect(findingOf(broken, line).remedy).toMatch(remedy);
  expect([redLines(mended), mended.exitCode]).toEqual([[], 0]);
});
