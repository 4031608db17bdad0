import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { guild, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";

/** A text as it is stored, and as a box gives it back that nobody has typed into. */
const boxes = [
  { box: "name", stored: " Ada ", given: "Ada" },
  { box: "name", stored: "Ada\nLovelace", given: "AdaLovelace" },
  { box: "name", stored: "Ada\r\nLovelace", given: "Ada Lovelace" },
  { box: "name", stored: "Ada 🚀", given: "Ada :rocket:" },
  { box: "description", stored: "One\r\nTwo\r\n", given: "One\nTwo\n" },
  { box: "description", stored: "One\rTwo", given: "One\nTwo" },
  { box: "description", stored: "Loves ❤", given: "Loves ❤️" },
  { box: "description", stored: "a🚀b", given: "a:rocket:b" },
  { box: "name", stored: "Ada :rocket:", given: "Ada :rocket:" },
  { box: "context", stored: "\n Born 1815 ❤️ \n", given: "Born 1815 :heart:" },
  { box: "prompt", stored: "You are Ada.\r\n\r\nBe kind 🚀\r\n", given: "You are Ada.\n\nBe kind :rocket:" },
] as const;

const touched = [
  { box: "name", stored: "AdaLovelace", given: "Ada Lovelace" },
  { box: "name", stored: "ada", given: "Ada" },
  { box: "description", stored: "One\nTwo", given: "One Two" },
  { box: "description", stored: "Said", given: "" },
  { box: "prompt", stored: "“Hi”", given: '"Hi"' },
  // As Slack handed it over before its names were read as emoji.
  { box: "name", stored: "Ada :rocket:", given: "Ada 🚀" },
  { box: "prompt", stored: "Be kind :rocket:", given: "Be kind 🚀" },
] as const;

forEachEngine((_, open) => {
  async function editOf(
    { box, stored, given }: { box: string; stored: string; given: string },
    team = workspace,
  ) {
    const bot = await startPersonaBot(open);
    const texts = { name: "Ada", prompt: "You are Ada.", description: "", context: "", [box]: stored };
    const row = aLinkedRow({ tenant_id: team, created_by: "U1", ...texts });
    await storeRows(bot.database, [row]);
    const person = bot.person("U1", "member", team);
    const form = openedForm(
      await person.command({
        command: "persona-edit",
        ...(team === workspace ? { text: row.id } : { values: { persona: row.id } }),
      }),
    );
    const answer = answerIn(await person.send(form, { traits: ["calm"], [box]: given }));
    const [after] = await bot.rows();
    return { answer, after: after?.[box as keyof typeof after] };
  }

  test.each(
    [workspace, guild].flatMap((team) => boxes.map((one) => ({ ...one, team }))),
  )("$team: an edit of something else leaves the $box $stored as it stands", async ({ team, ...one }) => {
    const { answer, after } = await editOf(one, team);

    expect(after).toBe(one.stored);
    expect(answer.notes?.[0]).toBe("Changed: traits nothing → “calm”.");
  });

  test.each(
    [workspace, guild].flatMap((team) => touched.map((one) => ({ ...one, team }))),
  )("$team: what was typed over the $box $stored is saved: $given", async ({ team, ...one }) => {
    const { after } = await editOf(one, team);

    expect(after).toBe(one.given);
  });
});
