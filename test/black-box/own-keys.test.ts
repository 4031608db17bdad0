import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test } from "vitest";
import { discordLines } from "../../sandbox/tour/print-chat.ts";
import { answerTo, type Chat, reads } from "../support/black-box/black-box-chat.ts";
import { createDiscordChat } from "../support/black-box/black-box-discord.ts";
import { create, createLinked, setUp } from "../support/black-box/black-box-people.ts";
import { rowOf } from "../support/black-box/black-box-rows.ts";
import { sharedInside } from "../support/black-box/black-box-run.ts";
import { createSlackChat } from "../support/black-box/black-box-slack.ts";

const teams = ["first server", "second server", "workspace"] as const;
type Team = (typeof teams)[number];

/** Each typed by its team's admin, and by nobody else. */
const keys: { [team in Team]: string } = {
  "first server": "tavus-key-of-the-first-3141",
  "second server": "tavus-key-of-the-second-2718",
  workspace: "tavus-key-of-the-workspace-1618",
};

const theRun = sharedInside(
  ({ world: { discord } }) => {
    discord.addGuild({ name: "Second server" });
    discord.addGuild({ name: "Keyless server" });
    const encryptionKey = Buffer.alloc(32, 7).toString("base64");
    return { TAVUS_API_KEY: undefined, ENCRYPTION_KEY: encryptionKey, LOG_LEVEL: "trace" };
  },
  { tavus: { accounts: teams.map((team) => ({ name: team, keys: [keys[team]] })) } },
);

beforeAll(async () => {
  for (const team of teams) await setUp(someoneIn(team, { isAdmin: true }), { tavus_key: keys[team] });
});

describe.each(teams)("the %s with a key of its own", (team) => {
  test("never calls Tavus with another, and sees no other account", async () => {
    const { tavus } = theRun().world;
    const admin = someoneIn(team, { isAdmin: true });
    const name = `Ada of the ${team}`;
    tavus.account(keys[team]).addPersona({ name: `By hand, ${team}` });
    const before = tavus.requests.length;

    await createLinked(admin, name);
    const list = await answerTo(admin, () => admin.run("persona-list", { filter: "in-tavus-only" }));
    expect(list.text).toContain(`By hand, ${team}`);
    await admin.suggestReplicas("");
    await admin.run("persona-sync");
    const summary = await reads(admin, "Both sides were compared");
    expect(summary.text).toContain(`Imported from Tavus: 1 (“By hand, ${team}”`);
    const row = rowOf(theRun(), name);
    await answerTo(admin, () => admin.run("persona-show", { persona: row.id }));
    const form = await admin.runForForm("persona-edit", { persona: row.id });
    await answerTo(admin, () => form.submit({ prompt: "You help somebody else." }));
    const question = await answerTo(admin, () => admin.run("persona-delete", { persona: row.id }));
    await answerTo(admin, () => question.press("Delete here and in Tavus"));

    const calls = tavus.requests.slice(before);
    expect(new Set(calls.map(({ operation }) => operation)).size).toBeGreaterThanOrEqual(5);
    expect(new Set(calls.map(({ key }) => key))).toEqual(new Set([keys[team]]));
  });

  test("lets nobody set it up who has no right to", async () => {
    const member = someoneIn(team);
    const admin = someoneIn(team, { isAdmin: true });
    const setup = await admin.runForForm("persona-setup");
    const before = {
      settings: theRun().table("tenant_settings"),
      calls: theRun().world.tavus.requests.length,
    };
    const refusal = "may do this. Ask one of them";

    const opened = await answerTo(member, () => member.forceRun("persona-setup"));
    expect(opened.text).toContain(refusal);
    const own = await member.openForm();
    const entries = { tavus_key: "stolen-key", replica: "" };
    expect(await (await own.submitRaw(entries, setup.identity)).said()).toContain(refusal);
    for (const command of ["persona-limits", "persona-auto-sync"]) {
      const identity = { command, formId: setup.identity.formId };
      expect(await (await own.submitRaw({ hours: "1", creates: "0 / 0" }, identity)).said()).toContain(
        refusal,
      );
    }
    const tag = before.settings.find((row) => row.tenant_id === member.tenantId)?.key_tag;
    const forms = ["setup", "setup-limits", "setup-sync"];
    for (const action of [...forms, "setup-keep", "setup-no-channel", "setup-remove", "setup-remove-yes"]) {
      const mine = await answerTo(member, () => member.run("persona-show", { persona: action }));
      const pressed = await answerTo(member, () => mine.forge(`pf1:${action}:${tag}`));
      expect(pressed.text, action).toContain(refusal);
    }

    expect(theRun().table("tenant_settings")).toEqual(before.settings);
    expect(theRun().world.tavus.requests).toHaveLength(before.calls);
  });

  test("named managers do what they may do, as long as they are named", async () => {
    const admin = someoneIn(team, { isAdmin: true });
    const guild = guildOf(team);
    const role = guild?.addRole("Casting");
    const manager = someoneIn(team, { roles: role ? [role.id] : [] });
    const member = someoneIn(team);
    const name = `Managed in the ${team}`;
    await createLinked(member, name);

    await setUp(admin, { managers: [role?.id ?? manager.userId] });
    const refused = await answerTo(member, () => member.forceRun("persona-create"));
    expect(refused.text).toContain("Only this team's persona managers and admins may do this");
    const question = await answerTo(manager, () => manager.run("persona-delete", { persona: name }));
    expect(question.text).toContain(`Delete “${name}”?`);
    const setup = await answerTo(manager, () => manager.forceRun("persona-setup"));
    expect(setup.text).toContain("may do this. Ask one of them");

    const other = await answerTo(manager, () => manager.run("persona-delete", { persona: name }));
    await setUp(someoneIn(team, { isAdmin: true }), { managers: [] });
    const late = await answerTo(manager, () => other.press("Delete here and in Tavus"));
    expect(late.text).toContain("may do this. Ask one of them");
    expect(rowOf(theRun(), name)).toMatchObject({ link: "linked" });
  });
});

test("a server without a key calls Tavus with none", async () => {
  const chat = keylessAdmin();
  const before = theRun().world.tavus.requests.length;

  await create(chat, "Keyless");
  await reads(chat, "TAVUS_API_KEY not configured");

  expect(rowOf(theRun(), "Keyless")).toMatchObject({ link: "pending" });
  expect(theRun().world.tavus.requests).toHaveLength(before);
});

test("a server that is forgotten takes nothing of another with it", async () => {
  const admin = keylessAdmin();
  const others = (name: string) =>
    theRun()
      .table(name)
      .filter((row) => row.tenant_id !== admin.tenantId);
  const tables = ["personas", "tenant_settings", "audit"];
  const before = tables.map(others);

  const question = await answerTo(admin, () => admin.run("persona-forget"));
  const exported = await answerTo(admin, () => question.press("Export everything"));
  expect(await exported.readFile("personaforge-export-1.json")).toContain("Keyless");
  await answerTo(admin, () => exported.press("I have the file: delete all"));

  expect(
    theRun()
      .rows()
      .filter((row) => row.tenant_id === admin.tenantId),
  ).toEqual([]);
  expect(tables.map(others)).toEqual(before);
});

test("no key stands in a log line, in a message, or in the database's files", async () => {
  const { discord, slack } = theRun().world;
  const { databaseFile: file } = theRun();
  const files = await Promise.all([file, `${file}-wal`].map((path) => readFile(path, "latin1")));
  const channels = [...slack.workspace.channels.keys()].flatMap((id) => [...slack.messages(id)]);
  const places = {
    files,
    lines: [...theRun().lines],
    discord: discord.everyMessage.map(
      (message) => discordLines(message).join("\n") + JSON.stringify(message.components),
    ),
    slack: [
      ...channels.map((message) => JSON.stringify(message.blocks)),
      ...[...slack.workspace.users.keys()].flatMap((id) =>
        slack.ephemerals("C0GENERAL", id).map((message) => JSON.stringify(message.blocks)),
      ),
    ],
  };

  for (const [place, texts] of Object.entries(places)) {
    expect(texts.length, place).toBeGreaterThan(0);
    for (const key of Object.values(keys))
      expect(
        texts.filter((text) => text.includes(key)),
        place,
      ).toEqual([]);
  }
});

function keylessAdmin(): Chat {
  const [, , guild] = theRun().world.discord.guilds;
  if (!guild) throw new Error("There is no third server.");
  return createDiscordChat(theRun().world.discord, { guild, isAdmin: true });
}

function guildOf(team: Team) {
  const [first, second] = theRun().world.discord.guilds;
  return { "first server": first, "second server": second, workspace: undefined }[team];
}

function someoneIn(team: Team, { isAdmin = false, roles = [] as string[] } = {}): Chat {
  const { discord, slack } = theRun().world;
  const guild = guildOf(team);
  return guild ? createDiscordChat(discord, { guild, isAdmin, roles }) : createSlackChat(slack, { isAdmin });
}
