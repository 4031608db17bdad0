import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { z } from "zod";
import { createDiscordStandIn } from "../../sandbox/stand-ins/discord/server.ts";
import { createSlackStandIn } from "../../sandbox/stand-ins/slack/stand-in.ts";
import { commands } from "../../src/commands/all.ts";
import { readSlackManifestMode } from "../../src/config.ts";
import { manifestHash } from "../../src/slack/manifest.ts";
import { startWebServer } from "../../src/web/server.ts";
import { runMain, startMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";

test("--check loads everything, touches no file and exits 0", async () => {
  const folder = makeFolder();

  const { exitCode, output, errors } = await runMain(["--check"], {}, folder);

  expect([exitCode, errors]).toEqual([0, ""]);
  expect(output).toMatch(
    /^The program is well: .* a start would refuse this:\nThe bot cannot start\..*\n- No chat platform/,
  );
  expect(existsSync(join(folder, "data"))).toBe(false);
});

test("--check fails where a file cannot be loaded that only a bot needs", async () => {
  const broken = `import { registerHooks } from "node:module";
    registerHooks({ load: (url, context, next) => url.endsWith("/src/main/fleet/serving.ts")
      ? { format: "module", source: "export const createServing", shortCircuit: true } : next(url, context) });`;
  const NODE_OPTIONS = `--import data:text/javascript,${encodeURIComponent(broken)}`;

  const { exitCode, errors } = await runMain(["--check"], { NODE_OPTIONS });

  expect(exitCode).toBe(1);
  expect(errors).toContain("serving.ts");
});

test("--check says that all is well where a start would refuse nothing", async () => {
  const { exitCode, output } = await runMain(["--check"], { DISCORD_TOKEN: "token" });

  expect([exitCode, output]).toEqual([0, expect.stringMatching(/^All is well: /)]);
});

test("--check refuses an environment that is wrong", async () => {
  const { exitCode, errors } = await runMain(["--check"], { LOG_LEVEL: "loud" });

  expect(exitCode).toBe(1);
  expect(errors).toContain("LOG_LEVEL must be one of");
});

test("with nothing configured the bot says so, names the sandbox and exits 1", async () => {
  const { exitCode, output, errors } = await runMain([]);

  expect([exitCode, output]).toEqual([1, ""]);
  expect(errors).toContain("No chat platform is configured");
  expect(errors).toContain("npm run sandbox");
});

test("every problem of the environment is named at once, and no secret is", async () => {
  const { exitCode, errors } = await runMain([], {
    SLACK_BOT_TOKEN: "hush-not-a-bot-token",
    PORT: "99999",
    TAVUS_VOCABULARY: "actors",
    DATABASE_URL: "mysql://hush",
    DISCORD_SHARDS: "0",
  });

  expect(exitCode).toBe(1);
  for (const name of ["SLACK_BOT_TOKEN", "PORT", "TAVUS_VOCABULARY", "DATABASE_URL", "DISCORD_SHARDS"]) {
    expect(errors).toMatch(new RegExp(`^- ${name} .+\\.$`, "m"));
  }
  expect(errors).not.toContain("hush");
});

const manifestSchema = z.object({
  features: z.object({
    app_home: z.looseObject({ home_tab_enabled: z.boolean() }),
    slash_commands: z.array(z.looseObject({ command: z.string() })),
  }),
  settings: z.looseObject({ socket_mode_enabled: z.boolean() }),
});

test("--slack-manifest prints a manifest of the listed commands only, for Socket Mode", async () => {
  const { exitCode, output } = await runMain(["--slack-manifest"]);

  const { features, settings } = manifestSchema.parse(JSON.parse(output));
  expect(exitCode).toBe(0);
  const listed = commands.filter(({ isListed }) => isListed !== false);
  expect(features.slash_commands.map(({ command }) => command)).toEqual(listed.map(({ name }) => `/${name}`));
  expect(listed.map(({ name }) => name)).toContain("persona-help");
  expect(listed.map(({ name }) => name)).not.toContain("persona-replica");
  expect(commands.map(({ name }) => name)).toContain("persona-replica");
  expect(settings.socket_mode_enabled).toBe(true);
  expect(features.app_home.home_tab_enabled).toBe(true);
});

test.each([
  {},
  { SLACK_SIGNING_SECRET: "hush", PUBLIC_URL: "https://bot.example" },
  { SLACK_CLIENT_ID: "1.2", PUBLIC_URL: "https://bot.example" },
])("what --slack-manifest prints is the manifest by which a start knows whether to ask for it: %j", async (environment) => {
  const { output } = await runMain(["--slack-manifest"], environment);

  const hash = createHash("sha256").update(output.trim()).digest("hex").substring(0, 16);
  expect(hash).toBe(manifestHash(commands, readSlackManifestMode(environment)));
});

test("--slack-manifest follows an environment that is set up for HTTP", async () => {
  const environment = { SLACK_SIGNING_SECRET: "hush", PUBLIC_URL: "https://bot.example" };

  const { output } = await runMain(["--slack-manifest"], environment);

  expect(output).toContain("https://bot.example/slack/events");
  expect(output).not.toContain("hush");
  expect(manifestSchema.parse(JSON.parse(output)).settings.socket_mode_enabled).toBe(false);
});

test("a database that cannot be opened ends the start with a sentence and exit code 1", async () => {
  const { exitCode, errors } = await runMain([], {
    DISCORD_TOKEN: "hush-token",
    DATABASE_URL: "postgres://bot:hush@127.0.0.1:1/bot",
  });

  expect(exitCode).toBe(1);
  expect(errors).toContain("bot on 127.0.0.1:1");
  expect(errors).not.toMatch(/hush|\n\s+at /);
});

test("a port that is taken ends the start with a sentence that names PORT, and exit code 1", async () => {
  const other = await startWebServer({
    port: 0,
    health: async () => ({ isHealthy: true, isReady: true, report: {} }),
  });
  onTestFinished(() => other.close());

  const { exitCode, errors } = await runMain([], { DISCORD_TOKEN: "token", PORT: String(other.port) });

  expect(exitCode).toBe(1);
  expect(errors).toContain(`Port ${other.port} cannot be used`);
  expect(errors).toContain("set PORT");
});

test("where every platform refuses the bot it ends with 1 and says why, and never that it is ready", async () => {
  const discord = await createDiscordStandIn();
  const slack = await createSlackStandIn();
  for (const standIn of [discord, slack]) onTestFinished(() => standIn.close());

  const { exitCode, output, errors } = await runMain([], {
    DISCORD_TOKEN: "wrong",
    DISCORD_API_URL: discord.apiUrl,
    SLACK_BOT_TOKEN: "xoxb-wrong",
    SLACK_APP_TOKEN: "xapp-wrong",
    SLACK_API_URL: slack.apiUrl,
  });

  expect(exitCode).toBe(1);
  expect(output).not.toContain('"msg":"ready"');
  for (const name of ["DISCORD_TOKEN", "SLACK_BOT_TOKEN"]) expect(errors).toContain(name);
});

/** Loads in the place of what a platform's library is made of something that fails, as where npm was interrupted. */
const brokenLibrary = `--import data:text/javascript,${encodeURIComponent(
  `import { registerHooks } from "node:module";
  registerHooks({ load: (url, context, next) => url.includes("/node_modules/@sapphire/")
    ? { format: "commonjs", source: "null.broken", shortCircuit: true } : next(url, context) });`,
)}`;

test("a platform's library that fails as it is loaded ends the start, with exit code 1: there is no bot that goes on", async () => {
  const { exitCode, output, errors } = await runMain([], {
    DISCORD_TOKEN: "token",
    NODE_OPTIONS: brokenLibrary,
  });

  expect([exitCode, errors]).toEqual([1, expect.stringMatching(/^The bot could not start,.* npm ci again/)]);
  expect(output).toContain("reading 'broken'");
});

test.each([
  "SIGTERM",
  "SIGINT",
  "SIGHUP",
] as const)("%s ends a running bot in order, with exit code 0", async (signal) => {
  const discord = await createDiscordStandIn();
  onTestFinished(() => discord.close());
  const bot = startMain({
    environment: { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl, PORT: "0" },
  });
  await bot.says('"msg":"ready"');

  bot.stop(signal);
  const { exitCode, output, errors } = await bot.ended;

  expect([exitCode, errors]).toEqual([0, ""]);
  expect(output).toContain('"msg":"stopped"');
  expect(output).not.toContain(discord.token);
  expect(discord.problems).toEqual([]);
});
