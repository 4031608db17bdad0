import { expect, test } from "vitest";
import { permission } from "../../sandbox/stand-ins/discord/guild/permissions.ts";
import { connectDatabase } from "../../src/database/opening/connect.ts";
import { migrateToLatest } from "../../src/database/opening/migrate.ts";
import { createSecrets } from "../../src/database/team/secrets.ts";
import { createSettingsStore, type SettingsChange } from "../../src/database/team/settings-store.ts";
import { encryptionKey, findingOf, openPractice, redLines } from "./setup.ts";

async function openTeams() {
  const practice = await openPractice();
  const { world, databaseFile } = practice;
  const [guild] = world.discord.guilds;
  if (!guild) throw new Error("the stand-in has no guild");
  const store = async (tenantId: string, change: SettingsChange) => {
    const database = await connectDatabase({ kind: "sqlite", file: databaseFile });
    await migrateToLatest(database);
    await createSettingsStore(database).change(tenantId, change);
    await database.close();
  };
  const channel = (id: string) => ({ channel: { id, setBy: "U0ADA", closedAt: null } });
  return {
    ...practice,
    guild,
    discordTenant: `discord:${guild.id}`,
    slackTenant: "slack:T0SANDBOX",
    store,
    channel,
  };
}

function keyOf(tenantId: string, sealedWith: string): SettingsChange {
  const secrets = createSecrets([Buffer.from(sealedWith, "base64")]);
  const at = "2026-11-22T20:00:00.000Z";
  const sealed = secrets.seal(tenantId, "hush-key");
  return {
    key: {
      sealed,
      tag: "0123456789ab",
      lastFour: "-key",
      setBy: "U0ADA",
      setAt: at,
      checkedAt: null,
      sees: null,
    },
  };
}

const fingerprintOf = (key: string) => createSecrets([Buffer.from(key, "base64")]).fingerprints[0] ?? "";

test("channels that the bot may post to and keys that can be read are good", async () => {
  const { examine, store, channel, guild, discordTenant, slackTenant } = await openTeams();
  await store(discordTenant, {
    ...channel(guild.channel("warnings").id),
    ...keyOf(discordTenant, encryptionKey),
  });
  await store(slackTenant, channel("C0GENERAL"));

  const diagnosis = await examine();

  expect(redLines(diagnosis)).toEqual([]);
  expect(findingOf(diagnosis, "Teams: Channels").sentence).toBe("The bot may post to 2 of 2.");
  expect(findingOf(diagnosis, "Teams: Stored keys").sentence).toBe(
    `All 1 can be read: 1 sealed with ${fingerprintOf(encryptionKey)}.`,
  );
});

test.each([
  [{}, "good", "serves up to 2 teams"],
  [{ TAVUS_SHARED_ACCOUNT: "visible" }, "note", "see and may link each other's"],
  [{ TAVUS_API_KEY: undefined }, "good", "no more than one team"],
] as const)("with %j it is said who sees whose personas", async (changes, state, words) => {
  const { examine } = await openTeams();

  const finding = findingOf(await examine(changes), "Teams: Sharing");

  expect(finding.state).toBe(state);
  expect(finding.sentence).toContain(words);
});

test("a Discord channel closed to the bot is one red line until it is opened", async () => {
  const { examine, store, channel, guild, discordTenant } = await openTeams();
  const { id } = guild.channel("warnings");
  await store(discordTenant, channel(id));

  guild.denyBot(id, permission.embedLinks);
  const closed = await examine();
  guild.denyBot(id, 0n);

  expect(redLines(closed)).toEqual(["Teams: Channel"]);
  expect(findingOf(closed, "Teams: Channel").remedy).toContain("Embed Links");
  expect(redLines(await examine())).toEqual([]);
});

test("a Discord channel in which the bot may open no thread is noted, and nothing is red", async () => {
  const { examine, store, channel, guild, discordTenant } = await openTeams();
  const { id } = guild.channel("warnings");
  await store(discordTenant, channel(id));

  guild.denyBot(id, permission.createPublicThreads);
  const lacking = await examine();

  expect(redLines(lacking)).toEqual([]);
  expect(findingOf(lacking, "Teams: Threads")).toMatchObject({
    state: "note",
    remedy: expect.stringContaining("Create Public Threads"),
  });
});

test("a Slack channel without the bot is one red line until it is invited", async () => {
  const { examine, store, channel, world, slackTenant } = await openTeams();
  await store(slackTenant, channel("C0RANDOM"));

  const closed = await examine();
  const random = world.slack.workspace.channels.get("C0RANDOM");
  if (random) random.hasBot = true;

  expect(redLines(closed)).toEqual(["Teams: Channel"]);
  expect(findingOf(closed, "Teams: Channel").remedy).toContain("/invite @PersonaForge");
  expect(redLines(await examine())).toEqual([]);
});

test("where a platform cannot be asked its channels are left out, not red", async () => {
  const { examine, store, channel, guild, discordTenant } = await openTeams();
  await store(discordTenant, channel(guild.channel("warnings").id));

  const diagnosis = await examine({ DISCORD_TOKEN: "no.such.token" });

  expect(redLines(diagnosis)).toEqual(["Discord: Token"]);
  expect(findingOf(diagnosis, "Teams: Channel").state).toBe("skipped");
});

test("keys sealed with one that only opens are a note that names both, until everything is sealed anew", async () => {
  const { examine, store, discordTenant, slackTenant } = await openTeams();
  const young = Buffer.alloc(32, 3).toString("base64");
  await store(discordTenant, keyOf(discordTenant, encryptionKey));
  await store(slackTenant, keyOf(slackTenant, young));

  const keys = { ENCRYPTION_KEY: undefined, ENCRYPTION_KEYS: `${young},${encryptionKey}` };
  const diagnosis = await examine(keys);
  const finding = findingOf(diagnosis, "Teams: Stored keys");

  expect(finding.state).toBe("note");
  expect(finding.sentence).toContain(`1 sealed with ${fingerprintOf(encryptionKey)}`);
  expect(finding.sentence).toContain(`1 sealed with ${fingerprintOf(young)}`);
  expect(finding.remedy).toContain("npm run keys:rotate");
  expect(findingOf(diagnosis, "Environment: ENCRYPTION_KEYS").sentence).toContain(
    `${fingerprintOf(young)} seals, ${fingerprintOf(encryptionKey)} only opens`,
  );
  expect(diagnosis.report).not.toContain(young);
});

test.each([
  ["another ENCRYPTION_KEY", Buffer.alloc(32, 1).toString("base64")],
  ["no ENCRYPTION_KEY", undefined],
])("stored keys are one red line with %s, named by team, and readable with the old one", async (_what, changed) => {
  const { examine, store, discordTenant } = await openTeams();
  await store(discordTenant, keyOf(discordTenant, encryptionKey));

  const closed = await examine({ ENCRYPTION_KEY: changed });

  expect(redLines(closed)).toEqual(["Teams: Stored keys"]);
  expect(findingOf(closed, "Teams: Stored keys")).toMatchObject({
    sentence: expect.stringContaining(discordTenant),
    remedy: expect.stringMatching(new RegExp(`${fingerprintOf(encryptionKey)}.*/persona-setup`)),
  });
  expect(closed.report).not.toContain("hush-key");
  expect(redLines(await examine())).toEqual([]);
});
