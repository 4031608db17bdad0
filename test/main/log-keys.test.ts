import { expect, test } from "vitest";
import { createSecrets } from "../../src/database/team/secrets.ts";
import { createLog } from "../../src/log.ts";
import { createOperatorLog, logLockedKeys } from "../../src/main/log-keys.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { setUp } from "../support/setup-form.ts";

const ownKey = "the-teams-own-key-4f2a";

type Changes = Partial<Parameters<typeof logLockedKeys>[0]> & { isAccountShared?: boolean };

async function linesOf(bot: PersonaBot, { isAccountShared = false, ...changes }: Changes = {}) {
  const written: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => written.push(line) } });
  const sayOperatorUse = createOperatorLog({ ...bot, isAccountShared, log });
  await sayOperatorUse();
  await logLockedKeys({ ...bot, log, ...changes });
  await sayOperatorUse();
  expect(written.join("")).not.toContain(ownKey);
  return written.map((line): Record<string, unknown> => JSON.parse(line));
}

forEachEngine((_, open) => {
  test("who uses the operator's key is said by tag, without those who brought their own", async () => {
    const bot = await startPersonaBot(open, { otherKeys: [ownKey] });
    await setUp(bot.person("U1", "admin", guild), { tavus_key: ownKey });

    const lines = await linesOf(bot);

    expect(lines).toMatchObject([{ level: "info", teams: [workspace] }]);
    expect(lines[0]?.keyTag).toMatch(/^[0-9a-f]{12}$/);
    expect(lines[0]?.msg).toContain("TAVUS_API_KEY_TENANTS");
  });

  test.each([
    [false, "not the others'"],
    [true, "see and may link each other's"],
  ])("where several teams use the operator's key, shared or not (%s), it is said who sees what", async (isAccountShared, words) => {
    const bot = await startPersonaBot(open);

    const [line] = await linesOf(bot, { isAccountShared });

    expect(line).toMatchObject({ teams: [workspace, guild] });
    expect(line?.msg).toContain(words);
  });

  test("without an operator's key and with all keys readable nothing is said", async () => {
    const bot = await startPersonaBot(open, { tavusKey: null, otherKeys: [ownKey] });
    await setUp(bot.person("U1", "admin"), { tavus_key: ownKey });

    expect(await linesOf(bot)).toEqual([]);
  });

  test.each([
    [
      "another ENCRYPTION_KEY",
      createSecrets([Buffer.alloc(32, 9)]),
      "type their Tavus keys again with /persona-setup",
    ],
    ["none", undefined, "without ENCRYPTION_KEYS"],
  ])("with %s the teams whose keys cannot be read are named, and nothing is deleted", async (_what, secrets, words) => {
    const bot = await startPersonaBot(open, { tavusKey: null, otherKeys: [ownKey] });
    await setUp(bot.person("U1", "admin"), { tavus_key: ownKey });

    const [line] = await linesOf(bot, { secrets });

    expect(line).toMatchObject({
      level: "warn",
      teams: [workspace],
      count: 1,
      missing: bot.secrets?.fingerprints,
    });
    expect(line?.msg).toContain(`the fingerprint ${bot.secrets?.fingerprints[0]}`);
    expect(line?.msg).toContain(words);
    expect((await bot.settingsStore.find(workspace))?.key?.lastFour).toBe("4f2a");
  });
});
