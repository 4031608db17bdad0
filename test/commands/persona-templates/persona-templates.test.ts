import { expect, test } from "vitest";
import { limits } from "../../../src/chat/limits.ts";
import { mostTemplates } from "../../../src/personas/templates.ts";
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

const typed = {
  description: "A mathematician.",
  traits: ["calm", "curious"],
  context: "Lived in London.",
  prompt: "You are Ada.",
  kind: "historical",
  model: "tavus-one",
  speed: "slower",
  emotion: "curious",
};
const early = { kind: "historical", model: "tavus-one", speed: "slower", emotion: "curious" };

async function saveForm(person: Person, persona = "Ada") {
  return openedForm(
    await pressOffered(person, await person.run("persona-show", { persona }), "Save as template"),
  );
}

async function saveAs(person: Person, name: string, persona = "Ada"): Promise<RecordingAnswering> {
  return person.send(await saveForm(person, persona), { name });
}

async function makeAda(person: Person, more = {}) {
  return person.send(await person.open({ values: early }), { name: "Ada", ...typed, ...more });
}

const titleOf = (answering: RecordingAnswering) => answerIn(answering).title;
const errorsIn = ({ said }: RecordingAnswering) =>
  said.flatMap((word) => (word.how === "refuseForm" ? [word.errors] : []));

forEachEngine((_, open) => {
  test.each([
    workspace,
    guild,
  ])("in %s a persona saved as a template fills the form of another", async (team) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", team);
    await makeAda(admin);
    const saved = await saveAs(admin, "Our  greeter");
    const member = bot.person("U2", "member", team);

    const form = await member.open({ values: { template: "our GREETER" } });
    await member.send(form, { name: "Ben" });

    expect(titleOf(saved)).toBe("“Our greeter” is a template of your team");
    expect(form.values).toMatchObject({ ...typed, template: "Our greeter" });
    expect(form.values.name).toBeUndefined();
    const [, ben] = (await bot.rows()).toSorted((a, b) => (a.name < b.name ? -1 : 1));
    expect(ben).toMatchObject({
      name: "Ben",
      template: "Our greeter",
      prompt: typed.prompt,
      context: typed.context,
      kind: "historical",
      model: "tavus-one",
      voice_speed: "slower",
      created_by: "U2",
      link: "linked",
    });
  });

  test("a prompt longer than its box goes into the template and the next persona whole", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", guild);
    const text = "You are Ada. ".repeat(500).trim();
    await makeAda(admin, { prompt: "", prompt_file: { name: "long.md", text } });
    await saveAs(admin, "Long");

    const form = await admin.open({ values: { template: "Long" } });
    await admin.send(form, { name: "Ben" });

    expect(form.notice).toContain("prompt file");
    expect((form.notice ?? "").length).toBeLessThanOrEqual(limits.hint);
    expect((await bot.rows()).map(({ prompt }) => prompt)).toEqual([text, text]);
  });

  test("both platforms are offered it apart from those that are built in", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", guild);
    await makeAda(admin);
    await saveAs(admin, "Greeter");

    const offered = await admin.suggest("", { command: "persona-create", field: "template" });
    const found = await admin.suggest("greet", { command: "persona-create", field: "template" });
    const form = await admin.open();

    expect(offered.map(({ value }) => value)).toEqual(["blank", "assistant", "coach", "educator", "Greeter"]);
    expect(found).toEqual([{ value: "Greeter", label: "Greeter · your team's" }]);
    expect(form.choices?.template).toEqual([{ value: "Greeter", label: "Greeter" }]);
  });

  test("what is no template is refused with what to do, and nothing opens", async () => {
    const bot = await startPersonaBot(open);
    const answer = await bot.person("U1").command({ values: { template: "Nobody" } });

    expect(answerIn(answer).title + answerIn(answer).text).toContain("There is no template called “Nobody”");
  });

  test("a part of a name is enough where one alone has it, and what was chosen beside it stays", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", guild);
    await makeAda(admin);
    for (const name of ["Greeter", "Greeter of guests", "Host"]) await saveAs(admin, name);
    const opened = async (template: string) =>
      (await admin.open({ values: { template, kind: "creator" } })).values;

    expect(await opened("hos")).toMatchObject({ template: "Host", kind: "creator", model: "tavus-one" });
    expect(await opened("guests")).toMatchObject({ template: "Greeter of guests" });
    expect(await opened("greeter")).toMatchObject({ template: "Greeter" });
    const several = answerIn(await admin.command({ values: { template: "greet" } }));
    expect(several.text).toContain("no template called “greet”");
  });

  test("names are one of a kind, however they are written, and never those that are built in", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await makeAda(admin);
    await saveAs(admin, "Café");

    const again = await saveAs(admin, "  CAFE ");
    const builtIn = await saveAs(admin, "coach");
    const elsewhere = bot.person("U1", "admin", guild);
    await makeAda(elsewhere);

    expect(errorsIn(again)[0]?.name).toContain("has a template of this name");
    expect(errorsIn(builtIn)[0]?.name).toContain("built in");
    expect(titleOf(await saveAs(elsewhere, "Café"))).toContain("is a template");
  });

  test.each([
    ["as long as it may be", "x".repeat(60), false],
    ["too long in letters", "x".repeat(61), true],
    ["too long for Slack, though not in what people see", "🙂".repeat(31), true],
    ["of lines and blanks", " a \t b\u2028c ", false],
    ["blank", " \u200b ", true],
  ])("a name %s", async (_what, name, isRefused) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await makeAda(admin);

    const saved = await saveAs(admin, name);

    expect(errorsIn(saved)).toHaveLength(isRefused ? 1 : 0);
    const [offered, ...others] = (await admin.open()).choices?.template ?? [];
    expect(others).toEqual([]);
    expect(offered?.value).toBe(isRefused ? undefined : name.trim().replace(/\s+/g, " "));
  });

  test("of one that was imported it says what cannot come along, and a default replica is left open", async () => {
    const bot = await startPersonaBot(open);
    const whole = "You are Ada, found in Tavus.";
    bot.account.addPersona({ name: "Ada", systemPrompt: whole });
    const admin = bot.person("U1", "admin");
    await admin.run("persona-sync");
    await bot.database.kysely.updateTable("personas").set({ context: "A note.", replica_id: "r1" }).execute();
    await bot.settings.change(workspace, { defaultReplicaId: "r1" });

    const saved = answerIn(await saveAs(admin, "Found"));

    expect(saved.text).toContain("What only Tavus knows of it");
    const [found] = await bot.services.templates.inUse(workspace);
    expect(found?.content).toMatchObject({ prompt: whole, promptIsWhole: false, context: "" });
    expect(found?.content.replicaId).toBeUndefined();
  });

  test("a team takes its templates with it, and leaves none behind", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await makeAda(admin);
    await saveAs(admin, "Greeter");

    const exported = await pressIn(admin, await admin.run("persona-forget"), "Export everything");
    await pressIn(admin, exported, "I have the file: delete all");

    const content = JSON.parse(String(answerIn(exported).files?.[0]?.text));
    expect(content.templates).toEqual([expect.objectContaining({ name: "Greeter", prompt: typed.prompt })]);
    expect(answerIn(exported).text).toContain("1 template");
    expect(await bot.database.kysely.selectFrom("templates").selectAll().execute()).toEqual([]);
    expect((await admin.open()).choices?.template).toEqual([]);
  });

  test("a form that comes twice makes one, and is told the same", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await makeAda(admin);
    const form = await saveForm(admin);

    const answers = await Promise.all([
      admin.send(form, { name: "Once" }),
      admin.send(form, { name: "Once" }),
    ]);

    expect(answers.map(titleOf)).toEqual(Array(2).fill("“Once” is a template of your team"));
    expect(await bot.services.templates.inUse(workspace)).toHaveLength(1);
  });

  test(`more than ${mostTemplates} are refused, and room is made by removing one`, async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await makeAda(admin);
    for (let count = 0; count < mostTemplates; count += 1) await saveAs(admin, `T${count}`);

    const refused = await saveAs(admin, "One more");
    const asked = await pressIn(admin, await admin.run("persona-templates", { template: "T7" }), "Remove");
    const removed = await pressIn(admin, asked, "Remove it");
    const taken = await saveAs(admin, "One more");
    const back = await pressIn(admin, removed, "Bring back");

    expect(errorsIn(refused)[0]?.name).toContain(`has ${mostTemplates} templates`);
    expect(titleOf(taken)).toContain("is a template");
    expect(answerIn(back).title + answerIn(back).text).toContain("was not brought back");
    expect(await admin.suggest("", { command: "persona-create", field: "template" })).toHaveLength(25);
    const list = answerIn(await admin.run("persona-templates"));
    expect(list.title).toBe("Your team's templates: 50 of 50, page 1 of 5");
    expect(answerIn(await admin.press(buttonIn(list, "Next"))).title).toContain("page 2 of 5");
  });

  test.each([workspace, guild])("in %s an edit changes what is typed and keeps the rest", async (team) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", team);
    await makeAda(admin);
    await saveAs(admin, "Greeter");
    const edit = openedForm(
      await pressIn(admin, await admin.run("persona-templates", { template: "greeter" }), "Edit"),
    );

    const saved = await admin.send(edit, { name: "Host", prompt: "You host." });

    expect(edit.values).toMatchObject({ ...typed, name: "Greeter" });
    expect(titleOf(saved)).toBe("Saved");
    const [only, ...others] = await bot.services.templates.inUse(team);
    expect(others).toEqual([]);
    expect(only?.content).toMatchObject({
      name: "Host",
      prompt: "You host.",
      kind: "historical",
      model: "tavus-one",
      voiceSpeed: "slower",
    });
    expect((await bot.rows()).map(({ prompt }) => prompt)).toEqual([typed.prompt]);
  });

  test("of two edits of one template the first stands, and the second comes back as a file", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await makeAda(admin);
    const saved = await saveAs(admin, "Greeter");
    const other = bot.person("U2", "admin");
    const [mine, theirs] = [
      openedForm(await pressIn(admin, saved, "Edit")),
      openedForm(await pressIn(other, saved, "Edit")),
    ];
    await other.send(theirs, { prompt: "Theirs." });

    const late = answerIn(await admin.send(mine, { prompt: "Mine." }));
    const again = answerIn(await other.send(theirs, { prompt: "Theirs." }));

    expect(late.title).toContain("was changed by somebody else meanwhile");
    expect(late.files?.[0]?.text).toContain("Mine.");
    expect(again.title).toBe("Saved");
    expect((await bot.services.templates.inUse(workspace)).map(({ content }) => content.prompt)).toEqual([
      "Theirs.",
    ]);
  });

  test("removed it is offered to nobody, for a day it comes back, and then it is gone", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await makeAda(admin);
    const saved = await saveAs(admin, "Greeter");
    const remove = () => pressIn(admin, saved, "Remove").then((asked) => pressIn(admin, asked, "Remove it"));
    const offered = async () => (await admin.open()).choices?.template;

    const removed = await remove();
    const then = await offered();
    const back = await pressIn(admin, removed, "Bring back");
    const again = await offered();
    await remove();
    bot.skip(25 * 60 * 60_000);
    await bot.records.purge();
    const late = answerIn(await pressIn(admin, removed, "Bring back"));

    expect(titleOf(removed)).toBe("The template “Greeter” was removed");
    expect(then).toEqual([]);
    expect(titleOf(back)).toBe("“Greeter” is here again");
    expect(again).toEqual([{ value: "Greeter", label: "Greeter" }]);
    expect(late.title + late.text).toContain("more than a day ago");
  });

  test("who does not manage personas has no button, and no way to it", async () => {
    const bot = await startPersonaBot(open);
    const member = bot.person("U2");
    await makeAda(member);
    const admin = bot.person("U1", "admin");
    const saved = answerIn(await saveAs(admin, "Greeter"));
    const tries = [
      await member.run("persona-templates"),
      await member.press(buttonIn(saved, "Edit")),
      await member.press(buttonIn(saved, "Remove")),
      await member.press({ label: "", action: "template-save", state: "per_x" }),
      await bot.person("U1", "admin", guild).press(buttonIn(saved, "Edit")),
    ];

    for (const tried of tries) expect(answerIn(tried).tone).toBe("failure");
    const shown = answerIn(await member.run("persona-show", { persona: "Ada" }));
    const labels = shown.buttons?.map(({ label }) => label);
    expect(labels).toContain("Duplicate");
    for (const label of ["Save as template", "More…"]) expect(labels).not.toContain(label);
    expect((await member.press(buttonIn(saved, "New persona from it"))).said[0]?.how).toBe("openForm");
  });

  test("everything that is done is in the team's log", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await makeAda(admin);
    const saved = await saveAs(admin, "Greeter");
    await admin.send(openedForm(await pressIn(admin, saved, "Edit")), { prompt: "Else." });
    const removed = await pressIn(admin, await pressIn(admin, saved, "Remove"), "Remove it");
    await pressIn(admin, removed, "Bring back");

    const log = (await bot.records.audit.newest(workspace, 10)).filter(({ action }) => action === "setup");

    expect(log.map(({ details }) => details).sort()).toEqual(
      ["brought back", "changed", "removed", "saved"].map((done) => `template “Greeter” ${done}`),
    );
  });
});
