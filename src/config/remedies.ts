export type RawEnvironment = Record<string, string | undefined>;

/** A sentence that is said when the cleaned environment (no empty values) makes `when` truthy. */
export type EnvironmentRule = { when(env: RawEnvironment): unknown; say: string };

export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;

export const mostSecondsToStop = 600;

const slackApps = "https://api.slack.com/apps";
const discordApps = "https://discord.com/developers/applications";
const shardsLater = "cannot be used yet: one process serves every server. Remove it";
const addressRemedy = "must be a web address that starts with http:// or https://. Correct or remove it";

/** What follows a refused variable's name. The value may be a secret, so it is never repeated. */
export const variableRemedies = {
  DISCORD_TOKEN: `must be the bare bot token: no spaces, no "Bot " in front. Copy it from the Bot page at ${discordApps}`,
  SLACK_BOT_TOKEN: `must start with xoxb- (one with xapp- belongs in SLACK_APP_TOKEN). Copy it from OAuth & Permissions at ${slackApps}`,
  SLACK_APP_TOKEN: `must start with xapp- (one with xoxb- belongs in SLACK_BOT_TOKEN). Make one under Basic Information at ${slackApps}`,
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
  DATABASE_URL: "must be file:<path> or postgres://<user>:<password>@<host>/<database>. Correct or remove it",
  ENCRYPTION_KEYS:
    "must be a list, by comma, of keys of 32 bytes in base64. Make one with: openssl rand -base64 32",
  ENCRYPTION_KEY: "must be 32 bytes in base64. Make them with: openssl rand -base64 32",
  PORT: "must be a number from 0 to 65535. Correct it, or remove it to listen on nothing",
  PUBLIC_URL: "must start with https:// (http:// only for localhost). Correct or remove it",
  METRICS_TOKEN: "must be one word of at least 16 characters. Make one with: openssl rand -hex 32",
  DRAIN_SECONDS: `must be a number of seconds, at most ${mostSecondsToStop}. Correct or remove it`,
  STOP_SECONDS: `must be a number of seconds, at most ${mostSecondsToStop}. Correct or remove it`,
  LOG_LEVEL: `must be one of ${logLevels.join(", ")}. Correct or remove it`,
  DISCORD_SHARDS: shardsLater,
  DISCORD_SHARD_COUNT: shardsLater,
  DISCORD_API_URL: addressRemedy,
  SLACK_API_URL: addressRemedy,
  TAVUS_API_URL: addressRemedy,
};

/** Nothing to talk to. */
export const unconfigured: EnvironmentRule = {
  when: (env) => !env.DISCORD_TOKEN && !Object.keys(env).some((name) => /^SLACK_(?!API_URL)/.test(name)),
  say: "No chat platform is configured. To try the bot without any account: npm run sandbox. To connect it, set DISCORD_TOKEN, or SLACK_BOT_TOKEN with SLACK_APP_TOKEN, as README.md explains under Connecting",
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

/** PostgreSQL on another machine, and nothing said about encryption: https://node-postgres.com/features/ssl */
function isPlaintext(url = ""): boolean {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) return false;
  const { hostname, searchParams } = new URL(url);
  const host = searchParams.get("host") ?? decodeURIComponent(hostname);
  const isHere = host === "" || host.startsWith("/") || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
  return !isHere && !["sslmode", "ssl"].some((name) => searchParams.has(name));
}

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
    when: (env) => env.PUBLIC_URL && !env.PORT,
    say: "PUBLIC_URL has no effect without PORT: nothing listens.",
  },
  {
    when: (env) => isPlaintext(env.DATABASE_URL),
    say: "DATABASE_URL names PostgreSQL on another machine without sslmode: the password's proof and all texts travel unencrypted. Add ?sslmode=verify-full, or ?sslmode=disable where the network is your own.",
  },
];
