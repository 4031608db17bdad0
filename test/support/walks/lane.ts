import type { FormValues } from "../../../src/chat/form/field.ts";
import type { OpenForm } from "../../../src/chat/form/form.ts";
import type { Platform, Role } from "../../../src/chat/member.ts";
import type { Button, Reply } from "../../../src/chat/reply.ts";
import { type Engine, openPostgres, openSqlite } from "../databases.ts";
import { type Person, type PersonaBot, startPersonaBot } from "../persona-bot.ts";
import { type RecordingAnswering, recordAnswering, type Said } from "../recording-answering.ts";
import { untilTrue } from "../until-true.ts";
import { createKnown, inWorld, type Known } from "./plain-words.ts";
import type { World } from "./rows.ts";
import { type Team, teamsOf } from "./teams.ts";
import { files } from "./values.ts";
import { accountKeys } from "./vocabulary.ts";

/** One of the worlds in which the same walk is played. */
export type Lane = World & {
  name: string;
  platform: Platform;
  bot: PersonaBot;
  known: Known;
  teams: readonly Team[];
  person(who: Who): Person;
  /** What each step was answered with, and who saw it. */
  screens: Screen[];
  /** Of direct messages and posts, what was compared already. */
  told: Set<string>;
};

/** Somebody of one of the teams, by its turn. */
export type Who = { role: Role; team: number };
export type Screen = { answering: RecordingAnswering; who: Who };

/** Slower than it is: what goes on by itself after a while does so when a walk lets time pass, and not in between. */
const slower = 5;

export async function openLane(engine: Engine, platform: Platform, count: number): Promise<Lane> {
  const begunMs = Date.now();
  const now = () => begunMs + Math.floor((Date.now() - begunMs) / slower);
  const open = engine === "sqlite" ? openSqlite : openPostgres;
  const teams = teamsOf(platform, count);
  const [, other] = accountKeys;
  const bot = await startPersonaBot(open, {
    ...{ timeoutMs: 1500, patienceMs: 3000, now },
    otherKeys: other.slice(0, 1),
    operatorTenants: teams.flatMap(({ tenantId, hasOperatorsKey }) => (hasOperatorsKey ? [tenantId] : [])),
  });
  for (const [index, keys] of accountKeys.entries())
    for (const key of keys) bot.standIn.accounts[index]?.keys.add(key);
  const people = teams.map(({ tenantId, userIds }): { [role in Role]: Person } => ({
    admin: bot.person(userIds.admin, "admin", tenantId),
    manager: bot.person(userIds.manager, "member", tenantId),
    member: bot.person(userIds.member, "member", tenantId),
  }));
  return {
    name: `${platform} on ${engine}`,
    platform,
    bot,
    known: createKnown(),
    rows: bot.database.kysely,
    accounts: () => bot.standIn.accounts,
    alike: (text) => teams.reduce((rest, { tenantId, label }) => rest.replaceAll(tenantId, label), text),
    teams,
    person({ role, team }) {
      const person = people[team]?.[role];
      if (!person) throw new Error(`There is no team ${team}.`);
      return person;
    },
    screens: [],
    told: new Set(),
  };
}

/** An interaction of this lane's, which fills a screen. */
export function newScreen(lane: Lane, who: Who): RecordingAnswering {
  const answering = recordAnswering({ files });
  lane.screens.push({ answering, who });
  return answering;
}

export function valuesIn({ known, teams }: Lane, values: FormValues, { team }: Who): FormValues {
  const inTeam = (value: string) => teams[team]?.typed(value) ?? value;
  const own = (value: FormValues[string]) =>
    typeof value === "string" ? inTeam(inWorld(known, value)) : value;
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, own(value)]));
}

export function formIn({ said }: RecordingAnswering): OpenForm | undefined {
  return said.flatMap((word) => ("form" in word ? [word.form] : [])).at(-1);
}

/** Everything in an answer that can be pressed, choices of its menus among it. */
export function buttonsIn({ said }: RecordingAnswering): Button[] {
  const reply = said.flatMap((word) => (isFinal(word) ? [word.reply] : [])).at(-1);
  if (!reply) return [];
  const menus = [reply.menu, reply.secondMenu].flatMap((menu) => menu ?? []);
  const choices = menus.flatMap(({ action, choices: all }) =>
    all.map(({ value, label }) => ({ label, action, state: value })),
  );
  const opened = (reply.files ?? []).flatMap(({ open, name }) => (open ? [{ label: name, ...open }] : []));
  return [...(reply.buttons ?? []), ...choices, ...opened];
}

function isFinal(word: Said): word is Said & { reply: Reply } {
  return "reply" in word && word.how !== "defer" && word.how !== "progress";
}

const quietMs = 40;

/** Waits until nothing goes on any more and nothing is due. */
export async function comeToRest(lane: Lane): Promise<void> {
  let before = "";
  let sinceMs = performance.now();
  const isQuiet = async () => {
    const now = stateOf(lane);
    if (now !== before) sinceMs = performance.now();
    before = now;
    return performance.now() - sinceMs > quietMs && !(await isBusy(lane));
  };
  await untilTrue(isQuiet, { what: `${lane.name} to come to rest` });
}

function stateOf({ bot, screens }: Lane): string {
  const said = screens.map(({ answering }) => answering.said.length);
  return JSON.stringify([bot.standIn.requests.length, bot.direct.sent.length, bot.channels.messages, said]);
}

async function isBusy({ bot, rows }: Lane): Promise<boolean> {
  const now = new Date(bot.clock()).toISOString();
  const links = () => rows.selectFrom("links").select("tenant_id");
  const [due, leased, resting, syncs] = await Promise.all([
    links().where("next_attempt_at", "<=", now).where("gone_at", "is", null).execute(),
    links().where("lease_until", ">", now).execute(),
    rows
      .selectFrom("tenants")
      .select("tenant_id")
      .where(({ or, eb }) => or([eb("queue_paused_until", ">", now), eb("left_at", "is not", null)]))
      .execute(),
    rows
      .selectFrom("sync_runs")
      .select("run_id")
      .where("ended_at", "is", null)
      .where("lease_until", ">", now)
      .execute(),
  ]);
  const goesOn = ({ tenant_id: id }: { tenant_id: string }) =>
    // Two requests whose outcome is not known hold the team's places until their leases end.
    resting.every((team) => team.tenant_id !== id) &&
    leased.filter((link) => link.tenant_id === id).length < 2;
  return due.some(goesOn) || syncs.length > 0;
}
