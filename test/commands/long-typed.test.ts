import { expect, test } from "vitest";
import { fieldsOf } from "../../src/chat/form/values-from-text.ts";
import { commands } from "../../src/commands/all.ts";
import { initialContent } from "../../src/personas/content/draft.ts";
import { fold } from "../../src/text/fold.ts";
import { forEachEngine } from "../support/databases.ts";
import { lengthsRead } from "../support/lengths-read.ts";
import { startPersonaBot, workspace } from "../support/persona-bot.ts";

/** One sign that is eighteen letters when it is compared, as often as Discord takes it in an option. */
const typed = "\ufdfa".repeat(6000);
const mostTemplates = 50;

const suggesting = commands.flatMap((command) =>
  command.suggest ? Object.keys(fieldsOf(command)).map((field) => ({ command: command.name, field })) : [],
);

const total = (lengths: readonly number[]) => lengths.reduce((sum, length) => sum + length, 0);

forEachEngine((_, open) => {
  test("what is typed into an option is read once, however much it is and however many names it may be part of", async () => {
    const bot = await startPersonaBot(open);
    for (let number = 1; number <= mostTemplates; number += 1)
      await bot.services.templates.insert(workspace, {
        formId: `form ${number}`,
        content: { ...initialContent, name: `Coach ${number}` },
        by: "U1",
      });
    bot.settings.forget(workspace);
    const admin = bot.person("U1", "admin");
    const once = total(await lengthsRead(() => fold(typed)));

    for (const where of suggesting) {
      const read = total(await lengthsRead(() => admin.suggest(typed, where)));
      expect(read / once, `${where.command} ${where.field}`).toBeLessThan(4);
    }
  });
});
