import { describe, expect, test } from "vitest";
import { fieldsOf } from "../../src/chat/form/values-from-text.ts";
import type { TenantId } from "../../src/chat/member.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { commands } from "../../src/commands/all.ts";
import { UserError } from "../../src/errors.ts";
import { refusalFor } from "../../src/tenants/roles.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, type Person, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aStoredPersona } from "../support/personas/persona-builders.ts";
import type { FlatRow } from "../support/personas/persona-rows.ts";
import { storeRows } from "../support/personas/stored-personas.ts";
import { answerIn } from "../support/recording-answering.ts";

const listed = commands.filter(({ isListed }) => isListed !== false);
/** Help lists what its reader may use, and changes as that does. */
const asked = listed.filter(
  ({ name }) => !["persona-help", "persona-setup", "persona-forget"].includes(name),
);

/** Says of a command who uses it, so that it is no advice to its reader. */
const namesWho = /\b(admins?|managers?|whoever|Whoever|Ask|ask)\b/;

/** Commands that a reply tells its reader to run. */
function advisedIn(reply: Reply): string[] {
  const { title, text = "", notes = [], facts = [], items = [] } = reply;
  const texts = [
    title,
    text,
    ...notes,
    ...facts.map(({ value }) => value),
    ...items.map((item) => item.text),
  ];
  const sentences = texts.flatMap((one) => one.split(/(?<=[.?!])\s|\n/));
  return sentences
    .filter((sentence) => !namesWho.test(sentence))
    .flatMap((sentence) => [...sentence.matchAll(/\/(persona-[a-z]+)/g)].map(([, name = ""]) => name));
}

type Reader = { tenantId: TenantId; role: "member" | "manager"; hasManagers: boolean };

const readers: Reader[] = [workspace, guild].flatMap((tenantId) => [
  { tenantId, role: "member", hasManagers: false },
  { tenantId, role: "member", hasManagers: true },
  { tenantId, role: "manager", hasManagers: true },
]);

function refusalOf({ tenantId, role, hasManagers }: Reader, name: string): Promise<string | undefined> {
  const { access } = listed.find((command) => command.name === name) ?? { access: "admin" };
  const platform = tenantId === guild ? "discord" : "slack";
  const rights = { hasManagers, talkFor: "members", videoFor: "managers", platform } as const;
  return refusalFor(async () => role, access, rights);
}

async function readerOf(bot: PersonaBot, { tenantId, role, hasManagers }: Reader): Promise<Person> {
  const managers = hasManagers ? [role === "manager" ? "7" : "8"] : [];
  await bot.settings.change(tenantId, { managers, videoFor: "managers" });
  return bot.person("7", "member", tenantId);
}

/** What each command says alone, and with this name; by what was asked. */
async function repliesTo(person: Person, persona: string): Promise<[act: string, reply: Reply][]> {
  const replies: [string, Reply][] = [];
  for (const command of asked) {
    for (const values of [{}, ...("persona" in fieldsOf(command) ? [{ persona }] : [])]) {
      const answering = await person.command({ command: command.name, values });
      for (const word of answering.said)
        if ("reply" in word) replies.push([`/${command.name} ${JSON.stringify(values)}`, word.reply]);
    }
  }
  return replies;
}

async function wrongAdviceIn(reader: Reader, replies: readonly [string, Reply][]): Promise<string[]> {
  const wrong: string[] = [];
  for (const [act, reply] of replies)
    for (const name of advisedIn(reply))
      if (await refusalOf(reader, name)) wrong.push(`${act}: ${name} in ${JSON.stringify(reply)}`);
  return wrong;
}

/** Buttons that a private reply offers its reader, who is then refused. */
async function refusedIn(person: Person, replies: readonly [string, Reply][]): Promise<string[]> {
  const refused: string[] = [];
  for (const [act, { visibility, buttons = [] }] of replies) {
    for (const button of visibility === "public" ? [] : buttons) {
      const said = JSON.stringify((await person.press(button)).said);
      if (/Not allowed|was made by somebody else/.test(said)) refused.push(`${act}: ${button.label}`);
    }
  }
  return refused;
}

/** The same of every reply that pressing leads to, so deep. */
async function refusedBelow(person: Person, reply: Reply, depth: number): Promise<string[]> {
  const refused = await refusedIn(person, [[reply.title, reply]]);
  const deeper = depth === 0 || reply.visibility === "public" ? [] : (reply.buttons ?? []);
  for (const button of deeper)
    for (const word of (await person.press(button)).said)
      if ("reply" in word) refused.push(...(await refusedBelow(person, word.reply, depth - 1)));
  return refused;
}

/** Where a persona may stand. */
const standings: [standing: string, row: Partial<FlatRow>][] = [
  ["waits", { link: "pending", failure_kind: "outOfCredits", failed_at: "2026-01-01T00:00:00.000Z" }],
  ["was not taken", { link: "failed", failure_kind: "rejected", next_attempt_at: null }],
  [
    "is gone in Tavus",
    { link: "missing", failure_kind: "notFound", tavus_persona_id: "p1", next_attempt_at: null },
  ],
  ["was unlinked", { link: "failed", failure_kind: "unlinked", next_attempt_at: null }],
];

forEachEngine((_, open) => {
  describe.each(readers)("%j", (reader) => {
    test.each([
      ["without a key", { tavusKey: null }],
      ["with a key", {}],
    ])("is told to run nothing that they may not, in a team %s that has made nothing", async (_state, options) => {
      const bot = await startPersonaBot(open, options);
      const person = await readerOf(bot, reader);

      const replies = await repliesTo(person, "zzz");

      expect(await wrongAdviceIn(reader, replies)).toEqual([]);
      expect(await refusedIn(person, replies)).toEqual([]);
    });

    test.each(
      standings,
    )("is told and offered nothing that they may not where a persona %s", async (_standing, row) => {
      const bot = await startPersonaBot(open, { tavusKey: null, patienceMs: 20 });
      const person = await readerOf(bot, reader);
      await storeRows(bot.database, [
        aStoredPersona({ tenant_id: reader.tenantId, created_by: "9", ...row }),
      ]);

      const replies = await repliesTo(person, "Ada");

      expect(replies.some(([, { title }]) => title === "“Ada”")).toBe(true);
      expect(await wrongAdviceIn(reader, replies)).toEqual([]);
      expect(await refusedIn(person, replies)).toEqual([]);
    });
  });

  test.each(
    standings,
  )("whoever made a persona that %s is offered nothing that they may not, whatever they press", async (_standing, row) => {
    const bot = await startPersonaBot(open, { tavusKey: null, patienceMs: 20 });
    const maker = bot.person("7", "member", guild);
    await storeRows(bot.database, [aStoredPersona({ tenant_id: guild, created_by: "7", ...row })]);

    for (const command of ["persona-talk", "persona-video", "persona-show"]) {
      const answered = answerIn(await maker.run(command, { persona: "Ada" }));
      expect(await refusedBelow(maker, answered, 2)).toEqual([]);
    }
  });

  test.each([
    ["talkFor", "Talk"],
    ["videoFor", "Video"],
  ])("whoever makes a persona is not offered what %s leaves to managers", async (right, label) => {
    const bot = await startPersonaBot(open);
    await bot.settings.change(workspace, { [right]: "managers" });

    const made = await Promise.all(
      (["member", "admin"] as const).map(async (role) => answerIn(await bot.person(role, role).create())),
    );

    const offered = made.map(({ buttons = [] }) => buttons.map((button) => button.label));
    expect(offered.map((labels) => labels.includes(label))).toEqual([false, true]);
    expect(offered[0]).toContain("Share to channel");
  });

  test.each([
    ["was made", {}, "“Ada” is ready"],
    ["waits for a key", { tavusKey: null }, "TAVUS_API_KEY not configured"],
  ])("that a persona %s is told also where the platform does not say who somebody is", async (_what, options, title) => {
    const bot = await startPersonaBot(open, options);
    await bot.settings.change(workspace, { talkFor: "managers" });
    const unknown = {
      get role(): never {
        throw new UserError("Slack did not say whether you belong to this workspace.");
      },
    };

    const made = answerIn(await bot.person("1", "member", workspace, unknown).create({ name: "Ada" }));

    expect(made.title).toBe(title);
  });
});
