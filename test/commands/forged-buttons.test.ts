import { expect, test } from "vitest";
import type { Fields, FormValues } from "../../src/chat/form/field.ts";
import { fieldsOf } from "../../src/chat/form/values-from-text.ts";
import { commands } from "../../src/commands/all.ts";
import { createVideoStore } from "../../src/database/video/video-store.ts";
import { keyTag } from "../../src/tenants/keys.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";
import type { RecordingAnswering } from "../support/recording-answering.ts";
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
  const videos = createVideoStore(bot.database);
  await videos.insertAdopted(aVideo({ tenantId: guild, id: "vid_theirs1111", name: theirName }));
  await videos.insertAdopted(aVideo({ tenantId: workspace, id: "vid_ours111111", name: "Ours" }));
  await bot.warnings.raise(guild, { cause: "rejected", words: theirName, userId: "8" });
  const [warning] = await bot.warnings.open(guild);
  await bot.worker.stop(2000);
  await bot.services.audit.flush();
  await bot.follower.stop(2000);
  const ids = ["per_theirs1111", "per_theirs2222", "vid_theirs1111", remote.id];
  const states = [...ids, warning?.id ?? "", keyTag(theirKey), "999"];
  return { bot, states };
}

function aVideo(of: { tenantId: string; id: string; name: string }) {
  return {
    ...of,
    userId: "U1",
    channelId: "C1",
    script: of.name,
    personaId: undefined,
    replicaId: "r1",
    audioUrl: undefined,
    backgroundUrl: undefined,
    isFast: false,
    nowMs: Date.now(),
  };
}

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

async function rowsOfTeam(
  { database: { kysely } }: PersonaBot,
  tenantId: string,
  among: readonly (typeof tables)[number][] = tables,
): Promise<unknown> {
  const rows = among.map((table) =>
    kysely.selectFrom(table).selectAll().where("tenant_id", "=", tenantId).execute(),
  );
  return Promise.all(rows);
}

/** What is there when nobody has a form open. */
const lasting = tables.filter((table) => table !== "drafts");

const now = () => Date.now().toString(36);

/** Something in each field that takes a text, so that a form is not refused for what is missing. */
function filledIn(fields: Fields): FormValues {
  const filled = Object.entries(fields).flatMap(([key, field]) =>
    field.kind === "paragraph" || (field.kind === "line" && !field.secret)
      ? [[key, "isNumber" in field ? "1" : "Forged"]]
      : [],
  );
  return Object.fromEntries(filled);
}

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

  test("whatever of another team is typed into any option, search or form, nothing of theirs changes, is shown or is suggested", async () => {
    const { bot, states } = await twoTeams(open);
    const before = await rowsOfTeam(bot, guild);
    const admin = bot.person("U1", "admin");
    const said: unknown[] = [];
    const keep = (answering: RecordingAnswering) => said.push(answering.said);

    for (const { name, form, ...command } of commands) {
      for (const field of Object.keys(fieldsOf({ name, form, ...command }))) {
        for (const typed of ["", "their", ...states])
          said.push(await admin.suggest(typed, { command: name, field }));
        for (const state of states) keep(await admin.run(name, { [field]: state }));
      }
      for (const state of states) {
        keep(await admin.say(name, state));
        const formId = `${state}.1.abcdef`;
        if (form) keep(await admin.send({ form, command: name, formId, values: {} }, filledIn(form.fields)));
      }
    }

    expect(await rowsOfTeam(bot, guild)).toEqual(before);
    expect(JSON.stringify(said)).not.toContain(theirName);
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

  test("somebody who managed personas a moment ago changes nothing of others' any more, whatever they press or type", async () => {
    const { bot } = await twoTeams(open);
    const account = bot.standIn.account(ourKey);
    const { id: inTavusAlone } = account.videos.create({ replica_id: "r1", script: "Hello." });
    // Or Tavus does so by itself, where all the presses take long.
    account.videos.finish(inTavusAlone);
    const before = await rowsOfTeam(bot, workspace, lasting);
    const inTavus = structuredClone([account.personas, account.videos.all]);
    const demoted = bot.person("U7", "member", workspace, { remembered: "admin" });

    // A form may still open; it is refused when it is sent.
    for (const { action } of actions) {
      for (const state of ["per_ours111111", "vid_ours111111", "-", "apply", "confirmed", now()])
        await demoted.press({ label: "", action, state });
    }
    await demoted.say("persona-video", `adopt ${inTavusAlone}`);

    expect(await rowsOfTeam(bot, workspace, lasting)).toEqual(before);
    expect([account.personas, account.videos.all]).toEqual(inTavus);
  });
});
