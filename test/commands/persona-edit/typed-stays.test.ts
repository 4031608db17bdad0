import { expect, test } from "vitest";
import type { OpenForm } from "../../../src/chat/form/form.ts";
import type { TenantId } from "../../../src/chat/member.ts";
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
import {
  answerIn,
  openedForm,
  type RecordingAnswering,
  recordAnswering,
} from "../../support/recording-answering.ts";

type People = { mine: Person; theirs: Person };
type Overtaken = {
  what: string;
  /** Opens the form that will come too late, and does what makes it so. */
  open(people: People): Promise<{ form: OpenForm; field: "prompt" | "text" }>;
  title: string;
  /** Who has done it. */
  changed: { value: string; mentions?: unknown };
  /** What answers the form once it is sent from the button. */
  saved: string;
};

const typed = "My careful hour of typing.";
const others = { value: "by", mentions: [{ kind: "person", id: "U2" }] };
const editOf = async (person: Person) => openedForm(await person.run("persona-edit", { persona: "Ada" }));

async function teamPromptForm(person: Person): Promise<OpenForm> {
  const setup = await person.send(openedForm(await person.run("persona-setup")));
  return openedForm(await pressOffered(person, setup, "Team prompt"));
}

async function aTemplate(person: Person): Promise<RecordingAnswering> {
  await person.create({ name: "Ada" });
  const shown = await person.run("persona-show", { persona: "Ada" });
  const form = openedForm(await pressOffered(person, shown, "Save as template"));
  return person.send(form, { name: "Greeter" });
}

const cases: Overtaken[] = [
  {
    what: "an edit after somebody else's",
    async open({ mine, theirs }) {
      await mine.create({ name: "Ada" });
      const form = await editOf(mine);
      await theirs.send(await editOf(theirs), { prompt: "Theirs." });
      return { form, field: "prompt" };
    },
    title: "“Ada” was changed by somebody else meanwhile",
    changed: others,
    saved: "“Ada” is ready",
  },
  {
    what: "an edit after one's own",
    async open({ mine }) {
      await mine.create({ name: "Ada" });
      const form = await editOf(mine);
      await mine.send(await editOf(mine), { prompt: "Mine before." });
      return { form, field: "prompt" };
    },
    title: "You have changed “Ada” since this form was opened",
    changed: { value: "by you" },
    saved: "“Ada” is ready",
  },
  {
    what: "an edit after one's own and somebody else's",
    async open({ mine, theirs }) {
      await mine.create({ name: "Ada" });
      const form = await editOf(mine);
      await mine.send(await editOf(mine), { prompt: "Mine before." });
      await theirs.send(await editOf(theirs), { prompt: "Theirs." });
      return { form, field: "prompt" };
    },
    title: "“Ada” was changed by somebody else meanwhile",
    changed: { ...others, value: "by you and" },
    saved: "“Ada” is ready",
  },
  {
    what: "the form that made a persona, sent again after somebody else's edit",
    async open({ mine, theirs }) {
      const form = await mine.open();
      await mine.send(form, { name: "Ada", prompt: "First." });
      await theirs.send(await editOf(theirs), { prompt: "Theirs." });
      return { form, field: "prompt" };
    },
    title: "“Ada” was changed by somebody else meanwhile",
    changed: others,
    saved: "“Ada” is ready",
  },
  {
    what: "a template after somebody else's change",
    async open({ mine, theirs }) {
      const saved = await aTemplate(mine);
      const form = openedForm(await pressIn(mine, saved, "Edit"));
      await theirs.send(openedForm(await pressIn(theirs, saved, "Edit")), { prompt: "Theirs." });
      return { form, field: "prompt" };
    },
    title: "The template “Greeter” was changed by somebody else meanwhile",
    changed: others,
    saved: "Saved",
  },
  {
    what: "a template after one's own change",
    async open({ mine }) {
      const saved = await aTemplate(mine);
      const form = openedForm(await pressIn(mine, saved, "Edit"));
      await mine.send(openedForm(await pressIn(mine, saved, "Edit")), { prompt: "Mine before." });
      return { form, field: "prompt" };
    },
    title: "You have changed the template “Greeter” since this form was opened",
    changed: { value: "by you" },
    saved: "Saved",
  },
];

forEachEngine((_, open) => {
  async function people(
    team: TenantId,
  ): Promise<People & { bot: Awaited<ReturnType<typeof startPersonaBot>> }> {
    const bot = await startPersonaBot(open);
    return { bot, mine: bot.person("U1", "admin", team), theirs: bot.person("U2", "admin", team) };
  }

  for (const team of [workspace, guild]) {
    test.each(cases)(`in ${team} what was typed stays behind a button: $what`, async (overtaken) => {
      const { mine, theirs } = await people(team);
      const { form, field } = await overtaken.open({ mine, theirs });

      const late = await mine.send(form, { name: form.values.name ?? "Ada", [field]: typed });
      const again = openedForm(await pressIn(mine, late, "Open mine again"));
      const saved = answerIn(await mine.send(again));

      expect(answerIn(late)).toMatchObject({ title: overtaken.title, tone: "warning" });
      expect(answerIn(late).facts).toContainEqual({ label: "Changed", ...overtaken.changed });
      expect(again.values[field]).toBe(typed);
      expect(again.notice).toContain("takes the place");
      expect(saved.title).toBe(overtaken.saved);
    });
  }

  test.each([
    workspace,
    guild,
  ])("in %s a text of the team's that came too late opens again, whole", async (team) => {
    const { bot, mine, theirs } = await people(team);
    const form = await teamPromptForm(mine);
    await theirs.send(await teamPromptForm(theirs), { text: "Theirs." });
    const long = "My words. ".repeat(99).trim();

    const late = await mine.send(form, { text: long });
    const again = openedForm(await pressIn(mine, late, "Open mine again"));
    await mine.send(again);

    expect(answerIn(late).title).toBe("Not saved: it was changed meanwhile");
    expect(again.values.text).toBe(long);
    expect((await bot.services.settings.of(team)).teamPrompt.text).toBe(long);
  });

  test.each([
    workspace,
    guild,
  ])("in %s what was typed into a removed template becomes a persona", async (team) => {
    const { bot, mine, theirs } = await people(team);
    const saved = await aTemplate(mine);
    const form = openedForm(await pressIn(mine, saved, "Edit"));
    await pressIn(theirs, await pressIn(theirs, saved, "Remove"), "Remove it");

    const late = await mine.send(form, { prompt: typed, name: "Grace" });
    const made = answerIn(await mine.send(openedForm(await pressIn(mine, late, "Open mine again"))));

    expect(answerIn(late).title).toBe("The template “Greeter” was removed");
    expect(made.title).toBe("“Grace” is ready");
    expect((await bot.rows()).map(({ name, prompt }) => [name, prompt])).toContainEqual(["Grace", typed]);
  });

  test("an answer that reached nobody leaves the way back with the next one", async () => {
    const { bot, mine, theirs } = await people(workspace);
    await mine.create({ name: "Ada" });
    const form = await editOf(mine);
    await theirs.send(await editOf(theirs), { prompt: "Theirs." });
    bot.direct.areClosed = true;

    await mine.send(form, { prompt: typed }, recordAnswering({ isOver: true }));
    const next = await mine.run("persona-list");
    const posted = next.said.flatMap((word) => (word.how === "post" ? [word.reply] : []));
    const again = openedForm(await mine.press(buttonIn(posted[0] ?? answerIn(next), "Open mine again")));

    expect(posted.map(({ title }) => title).join()).toContain("“Ada” was changed by somebody else meanwhile");
    expect(again.values.prompt).toBe(typed);
    expect(answerIn(await mine.run("persona-list")).buttons ?? []).not.toContainEqual(
      expect.objectContaining({ label: "Open mine again" }),
    );
  });

  test("what only the form itself has changed it goes on changing, and it says once what it says twice", async () => {
    const { bot, mine } = await people(workspace);
    const form = await mine.open();
    const send = async (prompt: string) => answerIn(await mine.send(form, { name: "Ada", prompt }));

    const notes = [await send("One."), await send("Two."), await send("Two."), await send("Three.")].map(
      (reply) =>
        reply.notes?.some((note) => note.startsWith("This form had made a persona already")) ?? false,
    );

    expect(notes).toEqual([false, true, false, true]);
    expect(await bot.rows()).toMatchObject([{ prompt: "Three.", revision: 3 }]);
  });
});
