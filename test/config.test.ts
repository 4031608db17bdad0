import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import pg from "pg";
import { expect, test } from "vitest";
import { variableRemedies } from "../src/config/remedies.ts";
import { listSecrets, readConfig } from "../src/config.ts";
import { describePlace } from "../src/database/opening/connect.ts";
import { settleAddress } from "../src/database/postgres/address.ts";

const discord = { DISCORD_TOKEN: "discord-token" };
const postgres = { DATABASE_URL: "postgres://u:p@localhost/bot" };
const publicKey = "0a".repeat(32);
const slackBot = { SLACK_BOT_TOKEN: "xoxb-1" };

function problems(env: Record<string, string | undefined>): string {
  const reading = readConfig(env);
  return reading.ok ? "" : reading.message;
}

function configOf(env: Record<string, string>) {
  const reading = readConfig(env);
  if (!reading.ok) throw new Error(reading.message);
  return reading.config;
}

test("an empty environment names the sandbox and where connecting is explained", () => {
  expect(problems({})).toMatch(/No chat platform is configured.*npm run sandbox.*README\.md/);
  for (const heading of ["Connect Discord", "Connect Slack"]) {
    expect(problems({})).toContain(heading);
    expect(readFileSync("README.md", "utf8")).toContain(`\n## ${heading}`);
  }
  expect(problems({ DISCORD_TOKEN: "  ", TAVUS_API_KEY: "key" })).toContain("No chat platform is configured");
});

test("a Discord token alone is enough, with every default in place", () => {
  expect(configOf(discord)).toEqual({
    discord: { token: "discord-token", apiUrl: "https://discord.com/api", mode: { kind: "gateway" } },
    tavus: { vocabulary: "personas", apiUrl: "https://tavusapi.com", models: expect.any(Array) },
    database: { kind: "sqlite", file: "data/personaforge.db" },
    logLevel: "info",
  });
});

test("Slack runs over Socket Mode with an app token and over HTTP with a signing secret and a port", () => {
  expect(configOf({ ...slackBot, SLACK_APP_TOKEN: "xapp-1" }).slack).toEqual({
    botToken: "xoxb-1",
    apiUrl: "https://slack.com/api/",
    mode: { kind: "socket", appToken: "xapp-1" },
  });
  expect(configOf({ ...slackBot, SLACK_SIGNING_SECRET: "s1", PORT: "0" })).toMatchObject({
    slack: { mode: { kind: "http", signingSecret: "s1" } },
    port: 0,
  });
});

test("Discord comes over the gateway, and over HTTP with a public key", () => {
  expect(configOf(discord).discord?.mode).toEqual({ kind: "gateway" });
  const http = { ...discord, DISCORD_PUBLIC_KEY: publicKey, PORT: "0" };
  expect(configOf(http).discord?.mode).toEqual({ kind: "http", publicKey });
  expect(configOf({ ...http, PUBLIC_URL: "https://bot.example.com/" }).discord?.mode).toEqual({
    kind: "http",
    publicKey,
    publicUrl: "https://bot.example.com",
  });
});

test.each([
  ["auto", undefined],
  ["0", [0]],
  ["0,2", [0, 2]],
  ["0-3", [0, 1, 2, 3]],
  [" 2-3 , 0 , 2 ", [0, 2, 3]],
])("DISCORD_SHARDS=%s names %j", (list, shards) => {
  const env = { ...discord, ...postgres, DISCORD_SHARDS: list, DISCORD_SHARD_COUNT: "4" };
  expect(configOf(env).discord?.mode).toEqual({ kind: "gateway", shardCount: 4, ...(shards && { shards }) });
});

test("with both an app token and a signing secret Socket Mode wins and a note says so", () => {
  const reading = readConfig({ ...slackBot, SLACK_APP_TOKEN: "xapp-1", SLACK_SIGNING_SECRET: "s1" });

  expect(reading).toMatchObject({ ok: true, config: { slack: { mode: { kind: "socket" } } } });
  expect(reading).toHaveProperty("notes", [expect.stringContaining("Socket Mode is used")]);
});

test.each([
  [slackBot, /SLACK_BOT_TOKEN is not enough\. Add SLACK_APP_TOKEN/],
  [{ SLACK_APP_TOKEN: "xapp-1" }, /SLACK_APP_TOKEN is not enough\. Add SLACK_BOT_TOKEN/],
  [{ ...discord, SLACK_SIGNING_SECRET: "s1" }, /SLACK_SIGNING_SECRET is not enough\. Add SLACK_BOT_TOKEN/],
  [{ ...slackBot, SLACK_SIGNING_SECRET: "s1" }, /PORT is missing/],
  [
    { SLACK_BOT_TOKEN: "xapp-1", SLACK_APP_TOKEN: "xoxb-1" },
    /SLACK_BOT_TOKEN must start with xoxb-.*SLACK_APP_TOKEN/,
  ],
  ...["https://bot.example", "localhost", "-.example", "a.b c.d e.f g.h i.j k.l", ","].map(
    (SLACK_PREVIEW_DOMAINS): [Record<string, string>, RegExp] => [
      { ...slackBot, SLACK_APP_TOKEN: "xapp-1", SLACK_PREVIEW_DOMAINS },
      /SLACK_PREVIEW_DOMAINS must be at most 5 host names/,
    ],
  ),
  [{ SLACK_CLIENT_ID: "1", SLACK_CLIENT_SECRET: "2" }, /SLACK_CLIENT_ID must be two numbers with a dot/],
  [
    { ...slackBot, SLACK_CLIENT_ID: "1.2" },
    /are for many workspaces, SLACK_BOT_TOKEN and SLACK_APP_TOKEN for one/,
  ],
  [{ ...discord, DISCORD_SHARDS: "0" }, /DISCORD_SHARDS says nothing without DISCORD_SHARD_COUNT/],
  [{ ...discord, DISCORD_SHARDS: "0-", DISCORD_SHARD_COUNT: "2" }, /DISCORD_SHARDS must be auto, or a list/],
  [{ ...discord, DISCORD_SHARDS: "3-1", DISCORD_SHARD_COUNT: "4" }, /DISCORD_SHARDS must be auto, or a list/],
  [{ ...discord, DISCORD_SHARD_COUNT: "0" }, /DISCORD_SHARD_COUNT must be the number of all shards/],
  [
    { ...discord, ...postgres, DISCORD_SHARDS: "1-2", DISCORD_SHARD_COUNT: "2" },
    /names a shard beyond DISCORD_SHARD_COUNT/,
  ],
  [{ ...discord, DISCORD_SHARDS: "1", DISCORD_SHARD_COUNT: "2" }, /leaves shards .* or use PostgreSQL/],
  [{ ...discord, DISCORD_PUBLIC_KEY: "abc", PORT: "1" }, /DISCORD_PUBLIC_KEY must be 64 hex digits/],
  [{ DISCORD_PUBLIC_KEY: publicKey, PORT: "1" }, /DISCORD_PUBLIC_KEY is not enough\. Add DISCORD_TOKEN/],
  [{ ...discord, DISCORD_PUBLIC_KEY: publicKey }, /PORT is missing, and Discord over HTTP/],
  [{ DISCORD_TOKEN: "Bot abc" }, /DISCORD_TOKEN must be the bare bot token/],
  [{ ...discord, DRAIN_SECONDS: "10s" }, /DRAIN_SECONDS must be a number of seconds/],
  [{ ...discord, STOP_SECONDS: "601" }, /STOP_SECONDS must be .* at most 600/],
  [{ ...discord, ENCRYPTION_KEYS: "c2hvcnQ=" }, /ENCRYPTION_KEYS must be a list.*openssl rand -base64 32/],
  [{ ...discord, ENCRYPTION_KEY: "c2hvcnQ=" }, /ENCRYPTION_KEY must be 32 bytes.*openssl rand -base64 32/],
  [{ ...discord, TAVUS_VOCABULARY: "avatars" }, /TAVUS_VOCABULARY must be personas or pals/],
  [{ ...discord, TAVUS_MODELS: "," }, /TAVUS_MODELS must be a list of at most 24/],
  [
    { ...discord, TAVUS_MODELS: Array.from({ length: 25 }, (_, id) => `m${id}`).join() },
    /TAVUS_MODELS must be a list of at most 24/,
  ],
  [{ ...discord, TAVUS_SHARED_ACCOUNT: "yes" }, /TAVUS_SHARED_ACCOUNT must be isolated or visible/],
  [{ ...discord, TAVUS_API_KEY: "two words" }, /TAVUS_API_KEY must be one word/],
  [{ ...discord, TAVUS_API_KEY_TENANTS: "discord:abc" }, /TAVUS_API_KEY_TENANTS must be a list/],
  [{ ...discord, DATABASE_URL: "mysql://root@db/bot" }, /DATABASE_URL must be file:<path>, .* or postgres:/],
  [{ ...discord, DATABASE_URL: "file:" }, /DATABASE_URL must be/],
  [{ ...discord, DATABASE_URL: "file://host/bot.db" }, /DATABASE_URL must be/],
  [{ ...discord, PORT: "eighty" }, /PORT must be a number/],
  [{ ...discord, PORT: "65536" }, /PORT must be a number/],
  [{ ...discord, PUBLIC_URL: "http://bot.example.com" }, /PUBLIC_URL must start with https/],
  [{ ...discord, PUBLIC_URL: "bot.example.com" }, /PUBLIC_URL must start with https/],
  [{ ...discord, LOG_LEVEL: "loud" }, /LOG_LEVEL must be one of fatal/],
  [{ ...discord, TAVUS_API_URL: "tavus" }, /TAVUS_API_URL must be a web address/],
  ...["~/bot.db", "~", " "].map((path): [Record<string, string>, RegExp] => [
    { ...discord, DATABASE_URL: `file:${path}` },
    /DATABASE_URL must be file:<path>, in which ~ is no home folder \(a database .* is file:\.\/~\/<path>\)/,
  ]),
])("%o is refused with its remedy", (env, remedy) => {
  expect(problems(env)).toMatch(remedy);
});

test("every problem is told at once, one line each, and no value is repeated", () => {
  const message = problems({
    SLACK_BOT_TOKEN: "very-secret",
    PORT: "secret-port",
    ENCRYPTION_KEY: "secret-key",
  });

  expect(message.split("\n")).toHaveLength(5);
  expect(message).not.toContain("secret-");
  expect(message).not.toContain("very-secret");
});

/** Behind which a path means something else than was meant. */
test.each([
  "https://bob:secret@host.example",
  "https://host.example?key=secret",
  "https://host.example/#top",
  "https:host.example",
  "https:///host.example",
  "https://host.example\\api",
  "https://host.example/a b",
])("%s is no address to put a path behind, in any setting", (address) => {
  for (const name of ["PUBLIC_URL", "DISCORD_API_URL", "SLACK_API_URL", "TAVUS_API_URL"]) {
    const message = problems({ ...discord, PORT: "0", [name]: address });

    expect(message).toMatch(new RegExp(`${name} must .* no user or password in it, no \\? and no #`));
    expect(message).not.toContain("secret");
  }
});

test("a database that an earlier version made in a folder called ~ can be named", () => {
  const { database } = configOf({ ...discord, DATABASE_URL: "file:./~/bot.db" });

  expect(database).toEqual({ kind: "sqlite", file: "./~/bot.db" });
});

test.each(["https://[2001:db8::1]:8443", "HTTPS://Host.example/below/it"])("%s is one", (address) => {
  expect(configOf({ ...discord, PORT: "0", PUBLIC_URL: `${address}/` }).publicUrl).toBe(address);
});

test.each([
  ["DISCORD_TOKEN", 'DISCORD_TOKEN="abc\nTAVUS_API_KEY=k1\nDATABASE_URL="file:bot.db"'],
  ["TAVUS_MODELS", "DISCORD_TOKEN=abc\nTAVUS_MODELS='tavus-one\nLOG_LEVEL='info'"],
  ["DATABASE_URL", 'DISCORD_TOKEN=abc\nDATABASE_URL="file:bot.db\nENCRYPTION_KEYS="k1"'],
])("a quote that is missing in the file of settings is named where it makes %s take the next lines", (name, file) => {
  const message = problems(parseEnv(file));

  const line = message.split("\n").find((each) => each.startsWith(`- ${name} `));
  expect(line).toMatch(/goes on over several lines: .* a quote is missing at its end/);
  expect(message).not.toContain("k1");
});

test("what an editor puts in front of a file costs its first variable nothing", () => {
  const env = parseEnv("\ufeffDISCORD_TOKEN=discord-token\r\nPORT=0\r\n");

  expect(readConfig(env)).toMatchObject({
    ok: true,
    config: { discord: { token: "discord-token" }, port: 0 },
  });
});

test.each([
  ["file::memory:", /no file but memory/],
  ["file:bot.db?mode=ro", /with a \? in its name/],
])("%s is taken, and said to be no file that was meant", (url, note) => {
  expect(readConfig({ ...discord, DATABASE_URL: url })).toMatchObject({
    ok: true,
    notes: [expect.stringMatching(note)],
  });
});

test("spaces and quotes around a value are dropped", () => {
  expect(configOf({ ...discord, TAVUS_API_KEY: ' "key" ' }).tavus.apiKey).toBe("key");
});

test("teams share an account only where the operator says so", () => {
  const shared = ["", "isolated", "visible"].map(
    (value) => configOf({ ...discord, TAVUS_SHARED_ACCOUNT: value }).tavus.isAccountShared ?? false,
  );

  expect(shared).toEqual([false, false, true]);
});

test("lists, keys and addresses arrive ready to use", () => {
  const config = configOf({
    ...slackBot,
    SLACK_APP_TOKEN: "xapp-1",
    TAVUS_API_KEY_TENANTS: "discord:12, slack:t1ab",
    TAVUS_MODELS: "one,two,one",
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString("base64"),
    PUBLIC_URL: "https://bot.example.com/",
    DRAIN_SECONDS: "0",
    STOP_SECONDS: "30",
    SLACK_API_URL: "http://127.0.0.1:9/api",
    TAVUS_API_URL: "http://127.0.0.1:9/",
  });

  expect(config.tavus).toMatchObject({
    apiKeyTenants: ["discord:12", "slack:T1AB"],
    // A menu with one thing twice is refused as a whole.
    models: ["one", "two"],
    apiUrl: "http://127.0.0.1:9",
  });
  expect(config.encryptionKeys).toEqual([Buffer.alloc(32, 7)]);
  expect([config.drainSeconds, config.stopSeconds]).toEqual([0, 30]);
  expect(config.publicUrl).toBe("https://bot.example.com");
  expect(config.slack?.apiUrl).toBe("http://127.0.0.1:9/api/");
});

test.each([
  ["https://tavusapi.com/v2", "https://tavusapi.com"],
  ["https://tavusapi.com/v2/", "https://tavusapi.com"],
  ["http://tavusapi.com/v2", "https://tavusapi.com"],
  ["http://tavusapi.com", "https://tavusapi.com"],
  ["http://tavus-proxy.internal:8080/tavus/v2", "http://tavus-proxy.internal:8080/tavus"],
  ["http://tavusapi.com:8080", "http://tavusapi.com:8080"],
  ["http://tavusapi.com.proxy.internal", "http://tavusapi.com.proxy.internal"],
  ["https://proxy.example.com/v22", "https://proxy.example.com/v22"],
])("Tavus's address %s, as other programs have it, is %s", (written, read) => {
  expect(configOf({ ...discord, TAVUS_API_URL: written }).tavus.apiUrl).toBe(read);
});

test("of several encryption keys the first seals; the one of before opens, or seals where it is alone", () => {
  const [first, second, third] = [1, 2, 3].map((filling) => Buffer.alloc(32, filling));
  const [one, two, three] = [1, 2, 3].map((filling) => Buffer.alloc(32, filling).toString("base64"));
  const keysOf = (env: object) => configOf({ ...discord, ...env }).encryptionKeys;

  expect(keysOf({ ENCRYPTION_KEYS: `${one}, ${two}` })).toEqual([first, second]);
  expect(keysOf({ ENCRYPTION_KEYS: `${one},${two}`, ENCRYPTION_KEY: three })).toEqual([first, second, third]);
  expect(keysOf({ ENCRYPTION_KEYS: `${one},${two},${one}`, ENCRYPTION_KEY: two })).toEqual([first, second]);
  expect(keysOf({ ENCRYPTION_KEY: three })).toEqual([third]);
  expect(keysOf({})).toBeUndefined();
  const both = readConfig({ ...discord, ENCRYPTION_KEYS: one, ENCRYPTION_KEY: two });
  expect(both).toMatchObject({ notes: [expect.stringContaining("the first of ENCRYPTION_KEYS seals")] });
});

test.each([
  ["file:data/bot.db", { kind: "sqlite", file: "data/bot.db" }],
  ["file:/var/bot.db", { kind: "sqlite", file: "/var/bot.db" }],
  ["file:///var/bot.db", { kind: "sqlite", file: "/var/bot.db" }],
  ["postgres://u:p@db/bot", { kind: "postgres", url: "postgres://u:p@db/bot" }],
  ["postgresql://u:p@db/bot", { kind: "postgres", url: "postgresql://u:p@db/bot" }],
])("the database address %s is understood", (url, database) => {
  expect(configOf({ ...discord, DATABASE_URL: url }).database).toEqual(database);
});

/** Passwords and users as somebody pastes them, each with a character that means something else in an address. */
const cutAddresses = [
  ...["p/w", "p?w", "p#w", "1/2", "1?2", "1#2", "%ab", "p@ss/w#rd", "/", "?", "#", "a@b?c=d@e"].flatMap(
    (password) => [`postgres://bot:${password}@db.example:5432/bot`, `postgres://bot:${password}@db.example`],
  ),
  "postgres://b/t:pw@db.example/bot",
  "postgres://b?t:pw@db.example/bot",
  "postgres://bot:p?w=x@db.example/bot?user=me@home",
  "postgres://db.example/bot?p@w&user=me",
  // What an .env file leaves of `bot:12#34@db.example/bot` without quotes.
  "postgres://bot:12",
  "postgres://jane.doe:1984",
  "postgresql://bot",
  "postgresql://bot/",
];

test.each(
  cutAddresses,
)("an address that was cut is refused with its remedy, in either setting: %s", (url) => {
  for (const env of [{ DATABASE_URL: url }, { ...postgres, DATABASE_DIRECT_URL: url }]) {
    const message = problems({ ...discord, DATABASE_POOL_SIZE: "5", ...env });

    expect(message).toMatch(/%40 for @, %2F for \/, %3F for \?, %23 for # and %25 for %/);
    expect(message.split("\n")).toHaveLength(2);
    expect(message).not.toContain("db.example");
  }
});

test.each([
  "postgres://bot:p%40w%2Fx%3Fy%23z%25@db.example:5432/bot?sslmode=disable",
  "postgres://bot:100%@db.example/bot",
  "postgres://bot:p:w@db.example/bot",
  "postgres://bot:p@w@db.example:5432/bot",
  "postgres://bot@server:pw@db.example/bot",
  "postgres://bot@db.example",
  "postgres://db.example/bot",
  "postgres:///bot?host=/var/run/postgresql",
  "postgres://localhost:5433",
  "postgres://localhost",
  "postgresql://localhost/",
  "postgres://127.0.0.1:5433/",
  "postgres://[::1]:5433",
  "postgres://%2Fvar%2Frun%2Fpostgresql",
  "postgres://db.example",
  "postgres://db:5432",
])("an address that was not cut is taken: %s", (url) => {
  expect(configOf({ ...discord, DATABASE_URL: url }).database).toEqual({ kind: "postgres", url });
});

test.each([
  ["postgres://db.example/bot?user=me&password=p@w", { user: "me", password: "p@w", host: "db.example" }],
  ["postgres://db.example/bot?user=me@home&password=@/@", { user: "me@home", password: "@/@" }],
  ["postgres://me:p@db.example?application_name=bot@home", { user: "me", password: "p", host: "db.example" }],
])("an @ in a parameter's value cuts nothing, and is hidden with it: %s", async (url, meant) => {
  const config = configOf({ ...discord, DATABASE_URL: url });
  const connectionString = await settleAddress(url, { place: "here" });

  expect(new pg.Client({ connectionString })).toMatchObject(meant);
  expect(describePlace({ kind: "postgres", url })).toMatch(/ on db\.example$/);
  expect(listSecrets(config)).toContain(meant.password);
});

test("an address without a database's name says so where it is named", () => {
  const placeOf = (url: string) => describePlace({ kind: "postgres", url });

  expect(placeOf("postgres://localhost:5432")).toBe("the user's own database on localhost:5432");
  expect(placeOf("postgres:///bot?host=/var/run/postgresql")).toBe("bot on /var/run/postgresql");
});

test("a password with an @ as itself is hidden as a whole, and nothing of it is taken for the host", async () => {
  const url = "postgres://bot:p@ss@word@db.example/bot";

  expect(describePlace({ kind: "postgres", url })).not.toMatch(/p@|ss|word/);
  expect(new URL(await settleAddress(url, { place: "here" })).host).toBe("db.example");
  expect(listSecrets(configOf({ ...discord, DATABASE_URL: url }))).toContain("p@ss@word");
});

test("every secret of a configuration is listed for the log", () => {
  const [key = "", other = ""] = [7, 8].map((filling) => Buffer.alloc(32, filling).toString("base64"));
  const env = { ...discord, ...slackBot, SLACK_SIGNING_SECRET: "s1", PORT: "1", TAVUS_API_KEY: "t1" };

  const secrets = listSecrets(
    configOf({
      ...env,
      ENCRYPTION_KEYS: `${other},${key}`,
      ENCRYPTION_KEY: key,
      DATABASE_URL: "postgres://u:p1@db/bot",
    }),
  );

  expect(secrets).toEqual(["discord-token", "xoxb-1", "s1", "t1", "p1", other, key]);
});

const installing: Record<string, string> = {
  SLACK_CLIENT_ID: "1.2",
  SLACK_CLIENT_SECRET: "secret-1",
  SLACK_SIGNING_SECRET: "secret-2",
  PUBLIC_URL: "https://bot.example.com",
  PORT: "0",
  ENCRYPTION_KEYS: Buffer.alloc(32).toString("base64"),
};

test("Slack's app can be installed by people with six settings, whose secrets the log blots out", () => {
  const config = configOf(installing);

  expect(config.slackInstall).toEqual({
    clientId: "1.2",
    clientSecret: "secret-1",
    signingSecret: "secret-2",
    publicUrl: "https://bot.example.com",
    apiUrl: "https://slack.com/api/",
  });
  expect(config.slack).toBeUndefined();
  expect(listSecrets(config)).toEqual(expect.arrayContaining(["secret-1", "secret-2"]));
});

const either = ["SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"] as const;

test.each(
  either.flatMap((one) => Object.keys(installing).map((name) => [one, name] as const)),
)("with %s alone every other setting that is missing has its sentence: %s", (one, name) => {
  const said = problems({ [one]: installing[one] ?? "" });

  if (name === one) expect(said).not.toContain(`${name} is missing`);
  else expect(said).toContain(`- ${name} is missing, and without it nobody can install the Slack app. `);
  expect(said).not.toContain("SLACK_BOT_TOKEN");
});

test("the operator's Tavus key without a list is noted to serve nobody who installs the Slack app", () => {
  const reading = readConfig({ ...installing, TAVUS_API_KEY: "key" });

  expect(reading).toHaveProperty("notes", [
    expect.stringContaining("TAVUS_API_KEY serves no Slack workspace"),
  ]);
});

test(".env.example explains every variable that can be used, and as it stands it configures nothing", () => {
  const example = parseEnv(readFileSync(new URL("../.env.example", import.meta.url), "utf8"));

  const usable = Object.entries(variableRemedies).filter(
    ([, remedy]) => !remedy.startsWith("cannot be used yet"),
  );
  expect(Object.keys(example).sort()).toEqual(usable.map(([name]) => name).sort());
  expect(readConfig(example)).toEqual(readConfig({}));
});
