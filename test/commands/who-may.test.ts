import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Command } from "../../src/chat/command.ts";
import { fieldsOf } from "../../src/chat/form/values-from-text.ts";
import type { Access, TenantId } from "../../src/chat/member.ts";
import { commands } from "../../src/commands/all.ts";
import type { Services } from "../../src/commands/services.ts";
import type { SettingsChange } from "../../src/tenants/settings.ts";
import { openSqlite } from "../support/databases.ts";
import { guild, type Person, type Standing, startPersonaBot, workspace } from "../support/persona-bot.ts";
import type { RecordingAnswering } from "../support/recording-answering.ts";

const everything: readonly Access[] = ["member", "author", "manager", "admin", "talk", "video"];
const ofManagers = everything.filter((access) => access !== "admin");
const forAll: SettingsChange = { talkFor: "members", videoFor: "members" };
const forManagers: SettingsChange = { talkFor: "managers", videoFor: "managers" };
const named = { managers: ["named"] };

type Row = {
  who: string;
  userId?: string;
  standing?: Standing;
  team: SettingsChange;
  may: readonly Access[];
  on?: readonly TenantId[];
};

const onBoth = [workspace, guild];
const onSlack = [workspace];

/** What README says of each kind of person under "The commands". */
const people: Row[] = [
  { who: "a member where nobody is named", team: forAll, may: ["member", "author", "talk", "video"] },
  {
    who: "a member where calls are for managers, of whom there are none",
    team: forManagers,
    may: ["member", "author"],
  },
  { who: "an admin where nobody is named", standing: { role: "admin" }, team: forManagers, may: everything },
  { who: "a member beside managers", team: { ...named, ...forAll }, may: ["member", "talk", "video"] },
  { who: "a member beside managers who have the calls", team: { ...named, ...forManagers }, may: ["member"] },
  { who: "a manager", userId: "named", team: { ...named, ...forManagers }, may: ofManagers },
  { who: "an admin", standing: { role: "admin" }, team: { ...named, ...forManagers }, may: everything },
  {
    who: "a guest who is named",
    userId: "named",
    standing: { isGuest: true },
    team: { ...named, ...forManagers },
    may: ["member"],
    on: onSlack,
  },
  {
    who: "somebody of another team, who is an admin there and named here",
    userId: "named",
    standing: { isStranger: true, role: "admin" },
    team: { ...named, ...forAll },
    may: [],
    on: onSlack,
  },
];

/** Something that can be done here, what it asks of people, and whether it is refused to somebody for who they are. */
type Deed = { what: string; access: Access; isRefused(person: Person): Promise<boolean> };

/** From the commands themselves: what is new is among them. */
const deeds = commands.flatMap(deedsOf);

function deedsOf(command: Command<Services>): Deed[] {
  const { name, access, form, buttons = {} } = command;
  const sent = form && { form, command: name, formId: "per_nothere111.1.abcdef", values: {} };
  return [
    { what: `/${name}`, access, isRefused: async (person) => isNotAllowed(await person.run(name)) },
    ...(sent
      ? [
          {
            what: `the form of ${name}`,
            access,
            isRefused: async (person: Person) => isNotTaken(await person.send(sent)),
          },
        ]
      : []),
    ...Object.entries(buttons).map(([action, button]) => ({
      what: `the button ${action}`,
      access: button.access,
      isRefused: async (person: Person) =>
        isNotAllowed(await person.press({ label: "", action, state: "-" })),
    })),
  ];
}

function isNotAllowed({ said }: RecordingAnswering): boolean {
  return said.some((word) => "reply" in word && word.reply.title === "Not allowed");
}

/** A form that may not be sent is refused as one with a mistake is, so that what was typed stays. */
function isNotTaken({ said }: RecordingAnswering): boolean {
  const errors = said.flatMap((word) => (word.how === "refuseForm" ? Object.values(word.errors) : []));
  return errors.some((error) => /^(Only |You belong to another team)/.test(error));
}

async function startTeam(tenantId: TenantId, { userId = "1", standing, team }: Row) {
  const bot = await startPersonaBot(openSqlite, { tavusKey: null });
  await bot.settings.change(tenantId, team);
  return { bot, person: bot.person(userId, "member", tenantId, { grants: [userId], ...standing }) };
}

const cases = people.flatMap((row) => (row.on ?? onBoth).map((tenantId) => ({ ...row, tenantId })));

test.each(cases)("$who may do in $tenantId what README says, and nothing else", async ({
  tenantId,
  ...row
}) => {
  const { bot, person } = await startTeam(tenantId, row);
  const found: [string, "may" | "may not"][] = [];

  for (const { what, isRefused } of deeds) {
    found.push([what, (await isRefused(person)) ? "may not" : "may"]);
    // What an admin has just done may have changed it.
    await bot.settings.change(tenantId, row.team);
  }

  expect(found).toEqual(
    deeds.map(({ what, access }) => [what, row.may.includes(access) ? "may" : "may not"]),
  );
});

test.each(cases)("$who is offered in $tenantId nothing while typing what is not theirs to run", async ({
  tenantId,
  ...row
}) => {
  const { person } = await startTeam(tenantId, row);

  for (const command of commands.filter(({ access, suggest }) => suggest && !row.may.includes(access)))
    for (const field of Object.keys(fieldsOf(command)))
      expect(await person.suggest("", { command: command.name, field }), `${command.name} ${field}`).toEqual(
        [],
      );
});

/** How README calls those of whom a command asks this. Of some it says more, as what is behind a command's own buttons. */
const inReadme: { [access in Access]: string } = {
  member: "everybody",
  author: "authors",
  manager: "managers",
  admin: "admins",
  talk: "everybody, unless",
  video: "everybody, or managers",
};

test.each(
  commands.filter(({ isListed }) => isListed !== false).map(({ name, access }) => [name, access] as const),
)("README says of /%s that it asks for %s", (name, access) => {
  const [, who = ""] =
    readFileSync("README.md", "utf8").match(new RegExp(`^\\| \`/${name}\` \\| ([^|]+) \\|`, "m")) ?? [];

  expect(who.startsWith(inReadme[access]), who).toBe(true);
});
