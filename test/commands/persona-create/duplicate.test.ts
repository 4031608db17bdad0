import { expect, test } from "vitest";
import { contentColumns } from "../../../src/database/persona/content-columns.ts";
import { typedKeys } from "../../../src/personas/content/each-field.ts";
import { forEachEngine } from "../../support/databases.ts";
import {
  buttonIn,
  guild,
  type Person,
  pressIn,
  pressOffered,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { answerIn, openedForm, type RecordingAnswering } from "../../support/recording-answering.ts";

/** Presses it wherever it stands. */
async function duplicate(person: Person, persona: string): Promise<RecordingAnswering> {
  return pressOffered(person, await person.run("persona-show", { persona }), "Duplicate");
}

const typed = {
  description: "A mathematician.",
  traits: ["calm", "curious"],
  context: "Lived in London.",
  kind: "historical",
  template: "coach",
  model: "tavus-one",
  speed: "slower",
  emotion: "curious",
};

const copied: string[] = typedKeys.filter((key) => key !== "name").map((key) => contentColumns[key].column);

forEachEngine((_, open) => {
  test.each([
    workspace,
    guild,
  ])("in %s a copy is all that was typed, under a name of its own", async (team) => {
    const bot = await startPersonaBot(open);
    const maker = bot.person("U1", "member", team);
    await maker.send(await maker.open({ values: typed }), { name: "Ada", prompt: "You are Ada.", ...typed });
    const other = bot.person("U2", "member", team);

    await other.send(openedForm(await duplicate(other, "Ada")));

    const [first, second] = (await bot.rows()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(second).toMatchObject({ name: "Ada (copy)", created_by: "U2", link: "linked" });
    const contentIn = (row: object = {}) =>
      Object.fromEntries(Object.entries(row).filter(([key]) => copied.includes(key)));
    expect(copied.length).toBeGreaterThan(10);
    expect(contentIn(second)).toEqual(contentIn(first));
    expect(bot.account.personas).toHaveLength(2);
  });

  test("a prompt longer than its box comes along as a file, whole", async () => {
    const bot = await startPersonaBot(open);
    const maker = bot.person("U1");
    const prompt_file = { name: "long.md", text: "You are Ada. ".repeat(500).trim() };
    await maker.create({ prompt: "", prompt_file });

    const form = openedForm(await duplicate(maker, "Ada"));
    await maker.send(form);

    expect(form.notice).toContain("comes along as a file");
    expect((await bot.rows()).map(({ prompt }) => prompt)).toEqual([prompt_file.text, prompt_file.text]);
  });

  test("what its form took is copied, however many units JavaScript counts in it", async () => {
    const bot = await startPersonaBot(open);
    const maker = bot.person("U1");
    const typed = { description: "🦞".repeat(1000), context: "🦞".repeat(1500), prompt: "🦞".repeat(1500) };
    await maker.create(typed);

    const form = openedForm(await duplicate(maker, "Ada"));

    expect(form.values).toMatchObject(typed);
    expect(form.values.prompt_file).toBeUndefined();
  });

  test("of one that was imported what cannot be copied is said first, and the whole prompt comes along once", async () => {
    const bot = await startPersonaBot(open);
    const whole = "You are Ada, found in Tavus.";
    bot.account.addPersona({ name: "Ada", systemPrompt: whole });
    const admin = bot.person("U1", "admin");
    await admin.run("persona-sync");
    await bot.database.kysely
      .updateTable("personas")
      .set({ context: "A note.", model: "gpt-5-elsewhere", voice_speed: "0.7" })
      .execute();

    const asked = await duplicate(admin, "Ada");
    const text = answerIn(asked).text ?? "";
    await admin.send(openedForm(await pressIn(admin, asked, "Open the form")));

    expect(text).toContain("What only Tavus knows of it");
    expect(text).toContain("gpt-5-elsewhere");
    expect(text).toContain("notes that are not sent to Tavus");
    expect(text).toContain("Voice speed “0.7” cannot be chosen here");
    const copy = (await bot.rows()).find(({ name }) => name === "Ada (copy)");
    expect(copy).toMatchObject({
      prompt: whole,
      context: "",
      model: "",
      voice_speed: "normal",
      link: "linked",
    });
    const made = bot.account.personas.find(({ document }) => document.persona_name === "Ada (copy)");
    expect(String(made?.document.system_prompt).split(whole)).toHaveLength(2);
  });

  test("the longest name still takes the mark of a copy", async () => {
    const bot = await startPersonaBot(open);
    const maker = bot.person("U1");
    await maker.create({ name: "x".repeat(80) });
    const [row] = await bot.rows();

    const form = openedForm(await maker.press({ label: "", action: "duplicate", state: String(row?.id) }));

    expect(form.values.name).toMatch(/^x{70,}… \(copy\)$/);
    expect(String(form.values.name).length).toBeLessThanOrEqual(80);
  });

  test("from a card shared long ago: of one that was deleted it says so, of another team's nothing", async () => {
    const bot = await startPersonaBot(open);
    const maker = bot.person("U1", "admin");
    const share = buttonIn(answerIn(await maker.create()), "Share to channel");
    const posted = (await maker.press(share)).said.flatMap((word) =>
      word.how === "post" ? [word.reply] : [],
    );
    const copy = buttonIn(posted[0] ?? { tone: "neutral", title: "" }, "Duplicate");
    await pressIn(maker, await maker.run("persona-delete", { persona: "Ada" }), "Delete here only");

    const gone = answerIn(await bot.person("U2").press(copy));
    const elsewhere = answerIn(await bot.person("U2", "admin", guild).press(copy));

    expect(gone.title).toBe("“Ada” was deleted");
    expect(elsewhere.title).toBe("This persona is not here any more");
  });
});
