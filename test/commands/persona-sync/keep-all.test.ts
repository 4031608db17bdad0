import { expect, test } from "vitest";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { type PersonaBot, pressIn, startPersonaBot } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";

/** So many personas, each changed in Tavus after it was linked. */
async function changedInTavus(open: OpenDatabase, count: number) {
  const bot = await startPersonaBot(open);
  const admin = bot.person("U1", "admin");
  for (let number = 1; number <= count; number += 1) await admin.create({ name: `Persona ${number}` });
  await admin.run("persona-sync");
  rename(bot, "in Tavus");
  return { bot, admin };
}

function rename({ account }: PersonaBot, end: string): void {
  for (const { id, document } of account.personas)
    account.changePersona(id, { persona_name: `${String(document.persona_name).substring(0, 10)} ${end}` });
}

const namesHere = async (bot: PersonaBot) => (await bot.rows()).map(({ name }) => name).sort();
const namesThere = ({ account }: PersonaBot) =>
  account.personas.map(({ document }) => String(document.persona_name)).sort();

forEachEngine((_, open) => {
  test.each([
    [
      "Keep all ours",
      "Overwrite 2 personas in Tavus with what is here?",
      "Overwrite in Tavus",
      ["Persona 1", "Persona 2"],
    ],
    [
      "Keep all theirs",
      "Overwrite 2 personas here with what Tavus has?",
      "Overwrite here",
      ["Persona 1 in Tavus", "Persona 2 in Tavus"],
    ],
  ])("%s asks first with the number and the names, and then does it", async (label, title, yes, names) => {
    const { bot, admin } = await changedInTavus(open, 2);
    const before = [await namesHere(bot), namesThere(bot)];

    const asked = await pressIn(admin, await admin.run("persona-sync"), label);
    const kept = await pressIn(admin, asked, "Keep both as they are");
    const untouched = [await namesHere(bot), namesThere(bot)];
    await pressIn(admin, asked, yes);

    expect(answerIn(asked)).toMatchObject({ tone: "warning", title });
    for (const name of ["“Persona 1” (per_", "“Persona 2” (per_"])
      expect(answerIn(asked).text).toContain(name);
    expect(answerIn(kept).title).toBe("Nothing was changed");
    expect(untouched).toEqual(before);
    await expect
      .poll(async () => [await namesHere(bot), namesThere(bot)], { timeout: 10_000 })
      .toEqual([names, names]);
    const late = answerIn(await pressIn(admin, asked, yes));
    expect(answerIn(asked).text).not.toMatch(/\blost\b/);
    // As of a press that is carried out anew because its process died over the answer.
    expect(late).toMatchObject({ tone: "neutral", title: "Nothing is left to decide for all" });
  });

  test("what came to differ after the question is asked about, and not overwritten", async () => {
    const { bot, admin } = await changedInTavus(open, 1);
    const asked = await pressIn(admin, await admin.run("persona-sync"), "Keep all theirs");
    await admin.create({ name: "Persona 9" });
    await admin.run("persona-sync");
    rename(bot, "changed once more");
    await admin.run("persona-sync");
    const before = await namesHere(bot);

    const again = await pressIn(admin, asked, "Overwrite here");

    expect(answerIn(again)).toMatchObject({ title: "Overwrite 2 personas here with what Tavus has?" });
    expect(answerIn(again).notes?.[0]).toContain("nothing more was done");
    expect(await namesHere(bot)).toEqual(before);
  });

  test("more than fit are in a file", async () => {
    const { admin } = await changedInTavus(open, 11);

    const asked = answerIn(await pressIn(admin, await admin.run("persona-sync"), "Keep all ours"));

    expect(asked.text).toContain("and 1 more, in the file");
    expect(String(asked.files?.[0]?.text).split("\n")).toHaveLength(11);
  });
});
