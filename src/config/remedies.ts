import { checksNobody, isMeantForPostgres, isPlaintext, sslModes } from "./postgres-address.ts";
import { shardsIn } from "./shards.ts";

export type RawEnvironment = Record<string, string | undefined>;

/** What some editors put in front of a file: Node takes it for a part of the first variable's name, which then nobody has set. */
export const byteOrderMark = "\ufeff";

/** In a file of settings a quote reaches to the next one, in whichever line that stands, and takes the variables between. */
export const goesOn =
  "Here it goes on over several lines: in .env, see whether a quote is missing at its end, which takes what follows for a part of it";

/** A sentence that is said when the cleaned environment (no empty values) makes `when` truthy. */
export type EnvironmentRule = { when(env: RawEnvironment): unknown; say: string };

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const mostSecondsToStop = 600;

/** As many as an app may register: https://docs.slack.dev/reference/app-manifest (`unfurl_domains`). */
export const mostPreviewDomains = 5;
/** Of PostgreSQL, for one process. With one alone, each slow statement would hold up all the rest. */
export const leastConnections = 2;
export const mostConnections = 1000;

const postgresAddress = "postgres://<user>:<password>@<host>/<database>";
const sslRule = `with sslmode, if it has one, as one of ${sslModes.join(", ")}`;

const codesRule =
  "In user and password write %40 for @, %2F for /, %3F for ?, %23 for # and %25 for %: as themselves they end them there";

const slackApps = "https://api.slack.com/apps";
const discordApps = "https://discord.com/developers/applications";
const bareAddress = "with no user or password in it, no ? and no #";
const addressRemedy = `must be a web address that starts with http:// or https://, ${bareAddress}. Correct or remove it`;

/** What follows a refused variable's name. The value may be a secret, so it is never repeated. */
export const variableRemedies = {
  DISCORD_TOKEN: `must be the bare bot token: no spaces, no "Bot " in front. Copy it from the Bot page at ${discordApps}`,
  DISCORD_PUBLIC_KEY: `must be 64 hex digits. Copy the Public Key from General Information at ${discordApps}, or remove it to use the gateway`,
  SLACK_BOT_TOKEN: `must start with xoxb- (one with xapp- belongs in SLACK_APP_TOKEN). Copy it from OAuth & Permissions at ${slackApps}`,
  SLACK_APP_TOKEN: `must start with xapp- (one with xoxb- belongs in SLACK_BOT_TOKEN). Make one under Basic Information at ${slackApps}`,
  SLACK_PREVIEW_DOMAINS: `must be at most ${mostPreviewDomains} host names such as personas.example.com, separated by commas. Correct or remove it`,
  SLACK_SIGNING_SECRET: `must be one word. Copy it from Basic Information at ${slackApps}`,
  SLACK_CLIENT_ID: `must be two numbers with a dot between. Copy it from Basic Information at ${slackApps}`,
  SLACK_CLIENT_SECRET: `must be one word. Copy it from Basic Information at ${slackApps}`,
  TAVUS_API_KEY:
    "must be one word, the key alone: nothing but a name such as x-api-key: may stand in front of it. Copy the key again from https://maker.tavus.io/dev",
  TAVUS_API_KEY_TENANTS: "must be a list such as discord:1234567890,slack:T0123ABCD. Correct or remove it",
  TAVUS_SHARED_ACCOUNT: "must be isolated or visible. Correct or remove it",
  TAVUS_MODELS:
    "must be a list of at most 24 model IDs, such as tavus-gemma-4,tavus-gemini-2.5-flash. Correct or remove it",
  TAVUS_VOCABULARY: "must be personas or pals. Correct or remove it",
  DATABASE_URL: `must be file:<path>, in which ~ is no home folder (a database that was made in a folder of that name is file:./~/<path>), or ${postgresAddress}, ${sslRule}. ${codesRule}. Correct or remove it`,
  DATABASE_DIRECT_URL: `must be ${postgresAddress}, ${sslRule}. ${codesRule}. Correct it, or remove it where no pooler stands in front of PostgreSQL`,
  DATABASE_POOL_SIZE: `must be a number from ${leastConnections} to ${mostConnections}. Correct it, or remove it for 10`,
  ENCRYPTION_KEYS:
    "must be a list, by comma, of keys of 32 bytes in base64. Make one with: openssl rand -base64 32",
  ENCRYPTION_KEY: "must be 32 bytes in base64. Make them with: openssl rand -base64 32",
  PORT: "must be a number from 0 to 65535. Correct it, or remove it to listen on nothing",
  PUBLIC_URL: `must start with https:// (http:// only for localhost), ${bareAddress}. Correct or remove it`,
  METRICS_TOKEN: "must be one word of at least 16 characters. Make one with: openssl rand -hex 32",
  DRAIN_SECONDS: `must be a number of seconds, at most ${mostSecondsToStop}. Correct or remove it`,
  STOP_SECONDS: `must be a number of seconds, at most ${mostSecondsToStop}. Correct or remove it`,
  LOG_LEVEL: `must be one of ${logLevels.join(", ")}. Correct or remove it`,
  DISCORD_SHARDS: "must be auto, or a list such as 0,1 or 0-3. Correct or remove it",
  DISCORD_SHARD_COUNT: "must be the number of all shards, from 1 to 9999. Correct or remove it",
  DISCORD_API_URL: addressRemedy,
  SLACK_API_URL: addressRemedy,
  TAVUS_API_URL: addressRemedy,
};

/** Which shards are named, where some are. */
function namedShards({ DISCORD_SHARDS: list }: RawEnvironment): number[] | undefined {
  return list === undefined || list === "auto" ? undefined : shardsIn(list);
}

/** Nothing to talk to. */
export const unconfigured: EnvironmentRule = {
  when: (env) => !env.DISCORD_TOKEN && !Object.keys(env).some((name) => /^SLACK_(?!API_URL)/.test(name)),
  say: "No chat platform is configured. To try the bot without any account: npm run sandbox. To connect it, set DISCORD_TOKEN, or SLACK_BOT_TOKEN with SLACK_APP_TOKEN, as README.md explains under Connect Discord and Connect Slack",
};

/** Whether Slack's app is to be installed by people, in as many workspaces as they like. */
export function wantsInstalls({ SLACK_CLIENT_ID, SLACK_CLIENT_SECRET }: RawEnvironment): boolean {
  return Boolean(SLACK_CLIENT_ID || SLACK_CLIENT_SECRET);
}

/** What installing by people takes, and why. */
const neededForInstalls: { [name: string]: string } = {
  SLACK_CLIENT_ID: `Copy Client ID from Basic Information at ${slackApps}`,
  SLACK_CLIENT_SECRET: `Copy Client Secret from Basic Information at ${slackApps}`,
  SLACK_SIGNING_SECRET: `Copy Signing Secret from Basic Information at ${slackApps}`,
  PUBLIC_URL: "Set it to the https:// address where Slack and browsers reach the bot",
  PORT: "Set it to the port that this address leads to",
  ENCRYPTION_KEYS: "The workspaces' tokens are kept encrypted. Make a key with: openssl rand -base64 32",
};

function missesForInstalls(env: RawEnvironment, name: string): boolean {
  const isThere = env[name] || (name === "ENCRYPTION_KEYS" && env.ENCRYPTION_KEY);
  return wantsInstalls(env) && !isOneWorkspace(env) && !isThere;
}

function isOneWorkspace({ SLACK_BOT_TOKEN, SLACK_APP_TOKEN }: RawEnvironment): boolean {
  return Boolean(SLACK_BOT_TOKEN || SLACK_APP_TOKEN);
}

/** Settings that only work together. */
export const halfConfigurations: EnvironmentRule[] = [
  {
    when: (env) => wantsInstalls(env) && isOneWorkspace(env),
    say: "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are for many workspaces, SLACK_BOT_TOKEN and SLACK_APP_TOKEN for one. Remove the two that you do not mean",
  },
  ...Object.entries(neededForInstalls).map(([name, remedy]) => ({
    when: (env: RawEnvironment) => missesForInstalls(env, name),
    say: `${name} is missing, and without it nobody can install the Slack app. ${remedy}`,
  })),
  {
    when: (env) => namedShards(env) && !env.DISCORD_SHARD_COUNT,
    say: "DISCORD_SHARDS says nothing without DISCORD_SHARD_COUNT, the number of all shards. Set it, or remove DISCORD_SHARDS",
  },
  {
    when: (env) => namedShards(env)?.some((id) => id >= Number(env.DISCORD_SHARD_COUNT)),
    say: "DISCORD_SHARDS names a shard beyond DISCORD_SHARD_COUNT: of 4 the last one is 3. Correct either",
  },
  {
    when: (env) =>
      !isMeantForPostgres(env.DATABASE_URL) &&
      Number(namedShards(env)?.length) < Number(env.DISCORD_SHARD_COUNT),
    say: "DISCORD_SHARDS leaves shards to other processes, which SQLite has not. Remove it, or use PostgreSQL",
  },
  {
    when: (env) => env.DISCORD_PUBLIC_KEY && !env.DISCORD_TOKEN,
    say: "DISCORD_PUBLIC_KEY is not enough. Add DISCORD_TOKEN, or remove it to leave Discord off",
  },
  {
    when: (env) => env.DISCORD_PUBLIC_KEY && !env.PORT,
    say: "PORT is missing, and Discord over HTTP has nothing to listen on. Set it, or remove DISCORD_PUBLIC_KEY to use the gateway",
  },
  {
    when: (env) =>
      env.SLACK_BOT_TOKEN && !env.SLACK_APP_TOKEN && !env.SLACK_SIGNING_SECRET && !wantsInstalls(env),
    say: "SLACK_BOT_TOKEN is not enough. Add SLACK_APP_TOKEN (Socket Mode), or SLACK_SIGNING_SECRET and PORT (HTTP)",
  },
  {
    when: (env) => env.SLACK_APP_TOKEN && !env.SLACK_BOT_TOKEN && !wantsInstalls(env),
    say: "SLACK_APP_TOKEN is not enough. Add SLACK_BOT_TOKEN, or remove it to leave Slack off",
  },
  {
    when: (env) => env.SLACK_SIGNING_SECRET && !env.SLACK_BOT_TOKEN && !wantsInstalls(env),
    say: "SLACK_SIGNING_SECRET is not enough. Add SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for many workspaces, or remove it to leave Slack off",
  },
  {
    when: (env) => env.SLACK_BOT_TOKEN && env.SLACK_SIGNING_SECRET && !env.SLACK_APP_TOKEN && !env.PORT,
    say: "PORT is missing, and Slack over HTTP has nothing to listen on. Set it, or use SLACK_APP_TOKEN instead",
  },
];

/** Settings that are allowed, yet do something other than a reader of them may expect. */
export const surprises: EnvironmentRule[] = [
  {
    when: (env) => wantsInstalls(env) && env.TAVUS_API_KEY && !env.TAVUS_API_KEY_TENANTS,
    say: "TAVUS_API_KEY serves no Slack workspace that installs the app itself: each brings its own key, unless TAVUS_API_KEY_TENANTS names it.",
  },
  {
    when: (env) => env.SLACK_APP_TOKEN && env.SLACK_SIGNING_SECRET,
    say: "Both SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are set: Socket Mode is used. Remove SLACK_APP_TOKEN to use HTTP.",
  },
  {
    when: (env) => env.DISCORD_PUBLIC_KEY && (env.DISCORD_SHARDS || env.DISCORD_SHARD_COUNT),
    say: "DISCORD_SHARDS and DISCORD_SHARD_COUNT have no effect with DISCORD_PUBLIC_KEY: over HTTP there are no shards.",
  },
  {
    when: (env) => env.TAVUS_API_KEY_TENANTS && !env.TAVUS_API_KEY,
    say: "TAVUS_API_KEY_TENANTS has no effect: TAVUS_API_KEY not configured.",
  },
  {
    when: (env) => env.METRICS_TOKEN && !env.PORT,
    say: "METRICS_TOKEN has no effect without PORT: nothing listens.",
  },
  {
    when: (env) => Number(env.DRAIN_SECONDS) > 0 && !env.PORT,
    say: "DRAIN_SECONDS without PORT only makes each stop take longer: nobody can ask /ready.",
  },
  {
    when: (env) => env.ENCRYPTION_KEYS && env.ENCRYPTION_KEY,
    say: "Both ENCRYPTION_KEYS and ENCRYPTION_KEY are set: the first of ENCRYPTION_KEYS seals, and ENCRYPTION_KEY only opens what it sealed before.",
  },
  {
    when: (env) => env.SLACK_PREVIEW_DOMAINS && !env.SLACK_BOT_TOKEN && !wantsInstalls(env),
    say: "SLACK_PREVIEW_DOMAINS has no effect without Slack.",
  },
  {
    when: (env) => env.PUBLIC_URL && !env.PORT,
    say: "PUBLIC_URL has no effect without PORT: nothing listens.",
  },
  {
    when: (env) => /^file:\s*:memory:$/.test(env.DATABASE_URL ?? ""),
    say: "DATABASE_URL names no file but memory: everything that people save is gone when the bot stops. Name a file to keep it.",
  },
  {
    when: (env) => /^file:.*\?/.test(env.DATABASE_URL ?? ""),
    say: "DATABASE_URL names a file with a ? in its name: no parameters are read from it. Take out what begins with the ? if it is meant as some.",
  },
  ...(["DATABASE_URL", "DATABASE_DIRECT_URL"] as const).flatMap((name) => [
    {
      when: (env: RawEnvironment) => isPlaintext(env[name]),
      say: `${name} names PostgreSQL on another machine without sslmode: the password's proof and all texts travel unencrypted. Add ?sslmode=verify-full, or ?sslmode=disable where the network is your own.`,
    },
    {
      when: (env: RawEnvironment) => checksNobody(env[name]),
      say: `${name} has an sslmode that encrypts without checking who answers, so that somebody in between could read everything. Change it to sslmode=verify-full, with &sslrootcert=<file> where your provider has an authority of its own.`,
    },
  ]),
  {
    when: (env) =>
      (env.DATABASE_DIRECT_URL || env.DATABASE_POOL_SIZE) && !isMeantForPostgres(env.DATABASE_URL),
    say: "DATABASE_DIRECT_URL and DATABASE_POOL_SIZE have no effect: DATABASE_URL does not name PostgreSQL.",
  },
];
