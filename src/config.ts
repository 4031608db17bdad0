import type { z } from "zod";
import { fillFromEnvFile } from "./config/env-file.ts";
import { type DatabaseSetting, type Environment, environmentSchema, remedies } from "./config/environment.ts";
import { passwordsIn, saysNothingOfTls, sslModes } from "./config/postgres-address.ts";
import {
  byteOrderMark,
  type EnvironmentRule,
  goesOn,
  halfConfigurations,
  type logLevels,
  type RawEnvironment,
  surprises,
  unconfigured,
  wantsInstalls,
} from "./config/remedies.ts";

export type Config = {
  discord?: {
    token: string;
    apiUrl: string;
    /** Without `shards` all of them, or this process's share; without `shardCount` as many as Discord recommends. */
    mode:
      | { kind: "gateway"; shards?: readonly number[]; shardCount?: number }
      | { kind: "http"; publicKey: string; publicUrl?: string };
  };
  slack?: {
    botToken: string;
    /** The address ends with a slash, as Slack's client wants it; the other two never do. */
    apiUrl: string;
    mode: { kind: "socket"; appToken: string } | { kind: "http"; signingSecret: string };
  };
  /** Links to these domains show a card in Slack. */
  slackPreviewDomains?: readonly string[];
  /** Slack in every workspace where people install the app; never beside `slack`. */
  slackInstall?: {
    clientId: string;
    clientSecret: string;
    signingSecret: string;
    apiUrl: string;
    publicUrl: string;
  };
  tavus: {
    apiKey?: string;
    apiKeyTenants?: string[];
    vocabulary: "personas" | "pals";
    isAccountShared?: boolean;
    /** Ids of models to offer. */
    models: readonly string[];
    apiUrl: string;
  };
  database: DatabaseSetting;
  /** Each of 32 bytes; the first seals, all open. Never empty. */
  encryptionKeys?: readonly Buffer[];
  port?: number;
  publicUrl?: string;
  /** Who brings it may read `/metrics`. */
  metricsToken?: string;
  /** How long readiness is refused before work stops. Default: not at all. */
  drainSeconds?: number;
  /** How long work in flight may take then. */
  stopSeconds?: number;
  logLevel: (typeof logLevels)[number];
};

/** `notes` are sentences for the log about settings that are allowed but may surprise. */
export type ConfigReading =
  | { ok: true; config: Config; notes: string[] }
  /** `isUnconfigured`: all that is wrong is that no platform is named. */
  | { ok: false; message: string; isUnconfigured: boolean };

/** What can be used of an environment, even if the bot would not start with it. */
export type UsableConfig = Omit<Config, "slack"> & {
  slack?: Omit<NonNullable<Config["slack"]>, "mode"> & { mode?: NonNullable<Config["slack"]>["mode"] };
};

export type UsableReading = {
  /** Where a variable was refused, it stands as if unset. */
  config: UsableConfig;
  /** Names of the variables that are set, and of those that were refused. */
  set: string[];
  refused: string[];
  /** Sentences, as `readConfig` tells them. */
  problems: string[];
  notes: string[];
};

/** What is set to nothing is taken from the file of settings, before anything else is read. Returns a sentence for the log where there is such. */
export function fillEnvironment(): string | undefined {
  return fillFromEnvFile(process.env);
}

/** The only reader of the environment. Empty variables count as unset; surrounding spaces and quotes are dropped. */
export function readConfig(environment: RawEnvironment = process.env): ConfigReading {
  const env = cleaned(environment);
  const parsed = environmentSchema.safeParse(env);
  const isEmpty = Boolean(unconfigured.when(env));
  const problems = sentences([unconfigured, ...halfConfigurations], env);
  if (parsed.success && problems.length === 0) {
    return { ok: true, config: buildConfig(parsed.data), notes: sentences(surprises, env) };
  }
  const message = describeProblems([...refusedVariables(parsed.error, env), ...problems]);
  return { ok: false, message, isUnconfigured: isEmpty && parsed.success && problems.length === 1 };
}

/** What `readConfig` reads, for who wants to look at the rest when something is wrong. */
export function readUsableConfig(environment: RawEnvironment = process.env): UsableReading {
  const env = cleaned(environment);
  const { error } = environmentSchema.safeParse(env);
  const refused = namesOf(error);
  const usable = Object.entries(env).filter(([name]) => !refused.some((other) => other === name));
  const parsed = environmentSchema.parse(Object.fromEntries(usable));
  const { SLACK_BOT_TOKEN: botToken, SLACK_API_URL: slackUrl } = parsed;
  return {
    config: { ...(botToken && { slack: { botToken, apiUrl: `${slackUrl}/` } }), ...buildConfig(parsed) },
    set: Object.keys(env),
    refused,
    problems: [...refusedVariables(error, env), ...sentences([unconfigured, ...halfConfigurations], env)],
    notes: sentences(surprises, env),
  };
}

/** The same where a database is named elsewhere than in DATABASE_URL; PGSSLMODE counts for it as it does for the bot. */
export function readUsableAddress(
  address: string,
  { PGSSLMODE }: RawEnvironment = process.env,
): UsableReading {
  return readUsableConfig({ DATABASE_URL: address, PGSSLMODE });
}

/**
 * What is wrong with those variables whose names match: an errand would go another way than was meant, for what is refused stands as
 * if unset. Undefined: nothing.
 */
export function refusalAmong({ refused, problems }: UsableReading, names: RegExp): string | undefined {
  const wrong = refused.filter((name) => names.test(name));
  if (wrong.length === 0) return undefined;
  const said = problems.filter((sentence) => wrong.some((name) => sentence.startsWith(`${name} `)));
  return `${said.join(". ")}.`;
}

/** How Slack will reach the bot, for its manifest: over HTTP only where people install the app, or when a signing secret and no app token is set. */
export function readSlackManifestMode(
  environment: RawEnvironment = process.env,
): ({ mode: "socket" } | { mode: "http" | "install"; publicUrl: string }) & { previewDomains?: string[] } {
  const env = cleaned(environment);
  const { SLACK_APP_TOKEN, SLACK_SIGNING_SECRET } = env;
  const { publicUrl = "https://your-host.example", slackPreviewDomains: domains } =
    readUsableConfig(environment).config;
  const previews = domains ? { previewDomains: [...domains] } : {};
  if (wantsInstalls(env)) return { mode: "install", publicUrl, ...previews };
  if (SLACK_APP_TOKEN || !SLACK_SIGNING_SECRET) return { mode: "socket", ...previews };
  return { mode: "http", publicUrl, ...previews };
}

/** Every secret of the configuration, for the log to blot out. */
export function listSecrets({
  discord,
  slack,
  slackInstall,
  tavus,
  database,
  encryptionKeys = [],
  metricsToken,
}: UsableConfig): string[] {
  const slackSecret = slack?.mode?.kind === "socket" ? slack.mode.appToken : slack?.mode?.signingSecret;
  const addresses = database.kind === "postgres" ? [database.url, database.directUrl ?? ""] : [];
  const found = [
    discord?.token,
    slack?.botToken,
    slackSecret,
    tavus.apiKey,
    ...addresses.flatMap(passwordsIn),
  ];
  const keys = encryptionKeys.map((key) => key.toString("base64"));
  return [...found, slackInstall?.clientSecret, slackInstall?.signingSecret, ...keys, metricsToken].flatMap(
    (secret) => (secret ? [secret] : []),
  );
}

function cleaned(environment: RawEnvironment): RawEnvironment {
  const names = Object.keys(environmentSchema.shape);
  const given = (name: string) => environment[name] ?? environment[`${byteOrderMark}${name}`] ?? "";
  const entries = names.map((name) => [name, unquoted(given(name))] as const);
  const env = Object.fromEntries(entries.filter(([, value]) => value !== ""));
  return { ...env, ...withSslMode(env, unquoted(given("PGSSLMODE"))) };
}

/** Where an address says nothing of encryption, PGSSLMODE does, as for PostgreSQL's own programs: some providers write the address themselves. */
function withSslMode(env: RawEnvironment, mode: string): RawEnvironment {
  if (!sslModes.includes(mode)) return {};
  const names = ["DATABASE_URL", "DATABASE_DIRECT_URL"].filter((name) => saysNothingOfTls(env[name]));
  return Object.fromEntries(names.map((name) => [name, withParameter(env[name] ?? "", "sslmode", mode)]));
}

function withParameter(address: string, name: string, value: string): string {
  return `${address}${address.includes("?") ? "&" : "?"}${name}=${value}`;
}

/** Some ways to pass an env file keep the quotes around a value. */
function unquoted(value: string): string {
  return value
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2")
    .trim();
}

function sentences(rules: EnvironmentRule[], env: RawEnvironment): string[] {
  return rules.filter((rule) => rule.when(env)).map((rule) => rule.say);
}

function refusedVariables(error: z.ZodError | undefined, env: RawEnvironment): string[] {
  const hint = (name: string) => (env[name]?.includes("\n") ? `. ${goesOn}` : "");
  return namesOf(error).map((name) => `${name} ${remedies[name]}${hint(name)}`);
}

function namesOf(error: z.ZodError | undefined): (keyof Environment)[] {
  return [...new Set(error?.issues.map((issue) => environmentSchema.keyof().parse(issue.path[0])))];
}

function describeProblems(problems: string[]): string {
  const lines = problems.map((problem) => `- ${problem}.`);
  return ["The bot cannot start. What to change in its environment (or in .env):", ...lines].join("\n");
}

function buildConfig(env: Environment): Config {
  const slack = buildSlack(env);
  return {
    ...buildDiscord(env),
    ...(slack && { slack }),
    ...buildSlackInstall(env),
    ...(env.SLACK_PREVIEW_DOMAINS && { slackPreviewDomains: env.SLACK_PREVIEW_DOMAINS }),
    tavus: {
      ...(env.TAVUS_API_KEY && { apiKey: env.TAVUS_API_KEY }),
      ...(env.TAVUS_API_KEY_TENANTS && { apiKeyTenants: env.TAVUS_API_KEY_TENANTS }),
      vocabulary: env.TAVUS_VOCABULARY,
      models: env.TAVUS_MODELS,
      ...(env.TAVUS_SHARED_ACCOUNT === "visible" && { isAccountShared: true }),
      apiUrl: env.TAVUS_API_URL,
    },
    database: buildDatabase(env),
    ...buildKeys(env),
    ...(env.PORT !== undefined && { port: env.PORT }),
    ...(env.PUBLIC_URL && { publicUrl: env.PUBLIC_URL }),
    ...(env.METRICS_TOKEN && { metricsToken: env.METRICS_TOKEN }),
    ...(env.DRAIN_SECONDS !== undefined && { drainSeconds: env.DRAIN_SECONDS }),
    ...(env.STOP_SECONDS !== undefined && { stopSeconds: env.STOP_SECONDS }),
    logLevel: env.LOG_LEVEL,
  };
}

function buildDiscord(env: Environment): Pick<Config, "discord"> {
  const { DISCORD_TOKEN: token, DISCORD_API_URL: apiUrl } = env;
  return token ? { discord: { token, apiUrl, mode: buildDiscordMode(env) } } : {};
}

function buildDiscordMode(env: Environment): NonNullable<Config["discord"]>["mode"] {
  const { DISCORD_PUBLIC_KEY: publicKey, PUBLIC_URL: publicUrl } = env;
  if (publicKey) return { kind: "http", publicKey, ...(publicUrl && { publicUrl }) };
  const { DISCORD_SHARDS: shards, DISCORD_SHARD_COUNT: shardCount } = env;
  return { kind: "gateway", ...(shards !== "auto" && { shards }), ...(shardCount && { shardCount }) };
}

function buildSlack(env: Environment): Config["slack"] {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = env;
  const apiUrl = `${env.SLACK_API_URL}/`;
  if (botToken && appToken) return { botToken, apiUrl, mode: { kind: "socket", appToken } };
  if (botToken && signingSecret) return { botToken, apiUrl, mode: { kind: "http", signingSecret } };
  return undefined;
}

function buildSlackInstall(env: Environment): Pick<Config, "slackInstall"> {
  const { SLACK_CLIENT_ID: clientId, SLACK_CLIENT_SECRET: clientSecret, PUBLIC_URL: publicUrl } = env;
  const { SLACK_SIGNING_SECRET: signingSecret } = env;
  if (!clientId || !clientSecret || !signingSecret || !publicUrl) return {};
  return {
    slackInstall: { clientId, clientSecret, signingSecret, publicUrl, apiUrl: `${env.SLACK_API_URL}/` },
  };
}

/** The other two mean something only for PostgreSQL. */
function buildDatabase(env: Environment): DatabaseSetting {
  const { DATABASE_URL: database, DATABASE_DIRECT_URL: directUrl, DATABASE_POOL_SIZE: poolSize } = env;
  if (database.kind === "sqlite") return database;
  return { ...database, ...(directUrl && { directUrl }), ...(poolSize && { poolSize }) };
}

/** ENCRYPTION_KEY, which was there before, opens what it sealed; it seals where it is alone. */
function buildKeys({ ENCRYPTION_KEYS: several = [], ENCRYPTION_KEY: one }: Environment) {
  const all = one ? [...several, one] : several;
  const keys = all.filter((key, index) => all.findIndex((other) => other.equals(key)) === index);
  return keys.length > 0 ? { encryptionKeys: keys } : {};
}
