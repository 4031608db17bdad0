import { describe, expect, test } from "vitest";
import { fieldsOf } from "../../src/chat/form/values-from-text.ts";
import type { TenantId } from "../../src/chat/member.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { commands } from "../../src/commands/all.ts";
import { refusalFor } from "../../src/tenants/roles.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { recordAnswering } from "../support/recording-answering.ts";

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

async function repliesTo(
  bot: PersonaBot,
  { tenantId, role, hasManagers }: Reader,
): Promise<[string, Reply][]> {
  const managers = hasManagers ? [role === "manager" ? "7" : "8"] : [];
  await bot.settings.change(tenantId, { managers, videoFor: "managers" });
  const person = bot.person("7", "member", tenantId);
  const replies: [string, Reply][] = [];
  for (const command of asked) {
    for (const values of [{}, ...("persona" in fieldsOf(command) ? [{ persona: "zzz" }] : [])]) {
      const answering = await person.command({ command: command.name, values }, recordAnswering());
      for (const word of answering.said)
        if ("reply" in word) replies.push([`/${command.name} ${JSON.stringify(values)}`, word.reply]);
    }
  }
  return replies;
}

forEachEngine((_, open) => {
  describe.each(readers)("%j", (reader) => {
    test.each([
      ["without a key and without a persona", null, false],
      ["with a key and without a persona", undefined, false],
      ["with a persona that waits", null, true],
    ])("is told to run nothing that they may not, in a team %s", async (_state, tavusKey, hasPersona) => {
      const bot = await startPersonaBot(open, tavusKey === null ? { tavusKey } : {});
      if (hasPersona) await bot.person("9", "admin", reader.tenantId).create();

      const replies = await repliesTo(bot, reader);

      const wrong: string[] = [];
      for (const [act, reply] of replies)
        for (const name of advisedIn(reply))
          if (await refusalOf(reader, name)) wrong.push(`${act}: ${name} in ${JSON.stringify(reply)}`);
      expect(replies.length).toBeGreaterThan(asked.length - 1);
      expect(wrong).toEqual([]);
    });
  });
});
