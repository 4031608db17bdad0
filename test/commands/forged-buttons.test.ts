import { expect, test } from "vitest";
import { commands } from "../../src/commands/all.ts";
import { createVideoStore } from "../../src/database/video/video-store.ts";
import { keyTag } from "../../src/tenants/keys.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";
import { setUp } from "../support/setup-form.ts";

const ourKey = "the-key-of-our-team-1111";
const theirKey = "the-key-of-their-team-2222";
const theirName = "Their Secret Persona";

const actions = commands.flatMap(({ buttons = {} }) =>
  Object.entries(buttons).map(([action, { access }]) => ({ action, access })),
);

/** Two teams with personas, keys and an open warning each; what one of them could paste into a button of the other. */
async function twoTeams(open: OpenDatabase) {
  const bot = await startPersonaBot(open, { tavusKey: null, otherKeys: [ourKey, theirKey] });
  await setUp(bot.person("U1", "admin"), { tavus_key: ourKey, managers: ["U2"] });
  await setUp(bot.person("8", "admin", guild), { tavus_key: theirKey, channel: "999" });
  const remote = bot.standIn.account(theirKey).addPersona({ name: theirName });
  const theirs = { tenant_id: guild, name: theirName, created_by: "U1" };
  await storeRows(bot.database, [
    aLinkedRow({ ...theirs, id: "per_theirs1111", tavus_persona_id: remote.id }),
    aLinkedRow({ ...theirs, id: "per_theirs2222", link: "failed", failure_kind: "rejected" }),
    aLinkedRow({ tenant_id: workspace, name: "Ours", id: "per_ours111111", created_by: "U9" }),
  ]);
  await bot.services.settings.change(workspace, { talkFor: "managers", videoFor: "managers" });
  await createVideoStore(bot.database).insertAdopted({
    ...{
      tenantId: guild,
      id: "vid_theirs1111",
      userId: "U1",
      channelId: "C1",
      name: theirName,
      script: theirName,
    },
    ...{
      personaId: undefined,
      replicaId: "r1",
      audioUrl: undefined,
      backgroundUrl: undefined,
      isFast: false,
    },
    nowMs: Date.now(),
  });
  await bot.warnings.raise(guild, { cause: "rejected", words: theirName, userId: "8" });
  const [warning] = await bot.warnings.open(guild);
  await bot.worker.stop(2000);
  await bot.services.audit.flush();
  await bot.follower.stop(2000);
  const ids = ["per_theirs1111", "per_theirs2222", "vid_theirs1111", remote.id];
  const states = [...ids, warning?.id ?? "", keyTag(theirKey), "999"];
  return { bot, states };
}

async function rowsOfTeam({ database: { kysely } }: PersonaBot, tenantId: string): Promise<unknown> {
  const tables = [
    "personas",
    "videos",
    "tenant_settings",
    "warnings",
    "drafts",
    "usage",
    "audit",
    "sync_runs",
  ] as const;
  const rows = tables.map((table) =>
    kysely.selectFrom(table).selectAll().where("tenant_id", "=", tenantId).execute(),
  );
  return Promise.all(rows);
}

const now = () => Date.now().toString(36);

forEachEngine((_, open) => {
  test("whatever of another team is pasted into any button, nothing of theirs changes, is shown or is asked of Tavus", async () => {
    const { bot, states } = await twoTeams(open);
    const before = await rowsOfTeam(bot, guild);
    const inTavus = structuredClone(bot.standIn.account(theirKey).personas);
    const admin = bot.person("U1", "admin");
    const said: unknown[] = [];

    for (const { action } of actions) {
      for (const state of [...states, "-", "apply", now()]) {
        said.push((await admin.press({ label: "", action, state })).said);
      }
    }

    expect(await rowsOfTeam(bot, guild)).toEqual(before);
    expect(JSON.stringify(said)).not.toContain(theirName);
    expect(bot.standIn.account(theirKey).personas).toEqual(inTavus);
  });

  test("a member of a team with managers changes nothing with any button that asks for more", async () => {
    const { bot } = await twoTeams(open);
    await bot.settings.change(workspace, { talkFor: "managers", videoFor: "managers" });
    const before = await rowsOfTeam(bot, workspace);
    const member = bot.person("U9");
    const titles = new Set<string>();

    for (const { action, access } of actions.filter((button) => button.access !== "member")) {
      for (const state of ["per_ours111111", "-", "apply", "confirmed", now()]) {
        const { said } = await member.press({ label: "", action, state });
        titles.add(JSON.stringify(said).includes("Not allowed") ? "Not allowed" : `${action} (${access})`);
      }
    }

    expect([...titles]).toEqual(["Not allowed"]);
    expect(await rowsOfTeam(bot, workspace)).toEqual(before);
  });
});
