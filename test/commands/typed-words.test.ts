import { expect, test } from "vitest";
import { asksForHelp, explainReply, unknownWordsReply, usageOf } from "../../src/chat/explain-command.ts";
import type { FormValues } from "../../src/chat/form/field.ts";
import {
  choiceFieldsOf,
  fieldsOf,
  readText,
  takerOf,
  typedAs,
} from "../../src/chat/form/values-from-text.ts";
import { commands } from "../../src/commands/all.ts";
import { summaryReply } from "../../src/commands/persona-sync/sync-reply.ts";
import { createSyncReport } from "../../src/personas/sync/report.ts";
import type { SyncListName, SyncSummary } from "../../src/personas/sync/sync-verbs.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { answerIn, hows, openedForm } from "../support/recording-answering.ts";
import { expectWithinLimits } from "../support/reply-limits.ts";

const listed = commands.filter(({ isListed }) => isListed !== false);
const strict = listed.filter((command) => !takerOf(command));

test.each(listed)("/$name reads each of its choices and takes or refuses every other word", (command) => {
  for (const [key, { choices }] of choiceFieldsOf(fieldsOf(command))) {
    for (const { value } of choices) {
      const word = typedAs(command, key, value);
      const spaced = word === value ? value.replaceAll("-", "  ") : word;
      for (const typed of [` ${spaced.toUpperCase()} `, `${key}:${value}`]) {
        expect(readText(command, typed), typed).toEqual({ values: { [key]: value }, leftover: "" });
      }
    }
  }
  for (const text of ["previw", "previw now", "Ada help", "preview-not", "speed:quick"]) {
    const { values, leftover } = readText(command, text);
    expect([...Object.values(values), leftover].join(" ").trim(), text).toBe(text);
  }
});

test.each(
  listed,
)("how /$name is used fits into Slack's line, and the choices refused are named", (command) => {
  expect(usageOf(command).length).toBeLessThanOrEqual(100);
  const reply = unknownWordsReply(command, "previw");
  expectWithinLimits(reply);
  for (const [key, { choices }] of choiceFieldsOf(fieldsOf(command))) {
    for (const { value } of choices)
      expect(reply.text).toContain(`/${command.name} ${typedAs(command, key, value)}`);
  }
});

test.each(["help", " HELP ", "?", "？", "-h", "–h", "--help", "—help"])("%j asks for help", (text) => {
  expect(asksForHelp(text)).toBe(true);
});

test.each(["", "helpful", "help me", "Ada help"])("%j does not", (text) => {
  expect(asksForHelp(text)).toBe(false);
});

test("an option that is named with a choice it has not is refused, not searched as a name", () => {
  const edit = listed.find(({ name }) => name === "persona-edit");

  expect(edit && readText(edit, "speed:quick Ada")).toEqual({ values: {}, leftover: "speed:quick Ada" });
  expect(edit && readText(edit, "speed:faster Ada")).toEqual({
    values: { speed: "faster", persona: "Ada" },
    leftover: "",
  });
  expect(edit && readText(edit, "Dr: Ada")).toEqual({ values: { persona: "Dr: Ada" }, leftover: "" });
});

test("a name may begin with an option's name and a colon", () => {
  const create = listed.find(({ name }) => name === "persona-create");

  const read = create && readText(create, "Emotion: the therapist");

  expect(read).toEqual({ values: { name: "Emotion: the therapist" }, leftover: "" });
});

test.each([
  ["persona-create", "name"],
  ["persona-edit", "persona"],
])("no name behind /%s loses its first word to a choice that has an option's name", (name, taker) => {
  const command = listed.find((one) => one.name === name);
  if (!command) throw new Error(`${name} is not listed.`);
  const choices = choiceFieldsOf(fieldsOf(command)).flatMap(([key, field]) =>
    field.choices
      .filter(({ value }) => typedAs(command, key, value) !== value)
      .map((one) => ({ key, ...one })),
  );

  expect(choices.map(({ value }) => value)).toEqual(expect.arrayContaining(["personal", "curious", "none"]));
  for (const { key, value } of choices) {
    const called = `${value} George`;
    expect(readText(command, called)).toEqual({ values: { [taker]: called }, leftover: "" });
    expect(readText(command, `${key}:${value} ${called}`).values).toEqual({ [key]: value, [taker]: called });
  }
});

test("several choices stand before a name, each once", () => {
  const create = listed.find(({ name }) => name === "persona-create");

  expect(create && readText(create, "coach kind:historical speed:slower Coach Carter")).toEqual({
    values: { template: "coach", kind: "historical", speed: "slower", name: "Coach Carter" },
    leftover: "",
  });
});

test.each([
  ['"help"', "help"],
  ["“Test Ada”", "Test Ada"],
  ["« linked »", "linked"],
  ["„coach“", "coach"],
  ['"speed:quick"', "speed:quick"],
  ['"Ada', '"Ada'],
  ['"Ada" or "Eve"', '"Ada" or "Eve"'],
])("%s is a text for every command that takes one, whatever words it knows: %s", (typed, text) => {
  for (const command of listed) {
    const taker = takerOf(command);
    if (!taker) continue;
    expect(asksForHelp(typed)).toBe(false);
    const said = command.form ? text : typed;
    expect(readText(command, typed), command.name).toEqual({ values: { [taker.key]: said }, leftover: "" });
  }
});

test("words in quotes follow choices", () => {
  const talk = listed.find(({ name }) => name === "persona-talk");

  expect(talk && readText(talk, 'test "Test Ada"').values).toEqual({ mode: "test", persona: '"Test Ada"' });
});

test.each(listed)("whatever /$name explains can be typed behind it on Slack", (command) => {
  const { text = "" } = explainReply(command, { platform: "slack" });

  for (const [, words = ""] of text.matchAll(/^• \/\S+ ([^[].*?) – /gm)) {
    const { values, leftover } = readText(command, words);
    expect(leftover, words).toBe("");
    expect(Object.keys(values), words).toHaveLength(1);
  }
  expect(text.includes('"')).toBe(takerOf(command) !== undefined);
});

test.each([
  ["persona-create", "coach replica:r90BBd voice:v-1 model:tavus-one Ada Lovelace", "name"],
  ["persona-edit", "replica:r90BBd voice:v-1 model:tavus-one Ada Lovelace", "persona"],
])("/%s takes the ID of a face, a voice or a model before a name: %s", (name, typed, taker) => {
  const command = listed.find((one) => one.name === name);

  expect(command && readText(command, typed).values).toMatchObject({
    ...{ replica: "r90BBd", voice: "v-1", model: "tavus-one" },
    [taker]: "Ada Lovelace",
  });
});

test.each([
  ["/persona-create", { about: "create" }],
  ["persona-create", { about: "create" }],
  ["/create", {}],
  ["crate", {}],
])("help about %j reads %j", (typed, values) => {
  const help = listed.find(({ name }) => name === "persona-help");

  expect(help && readText(help, typed).values).toEqual(values);
});

test.each([
  ["persona-help", "crate", "Did you mean /persona-help create?"],
  ["persona-sync", "previw", "Did you mean /persona-sync preview?"],
  ["persona-edit", "speed:fastr", "Did you mean /persona-edit speed:faster?"],
])("/%s knows what %j was to be", (name, word, sentence) => {
  const command = listed.find((one) => one.name === name);

  expect(command && unknownWordsReply(command, word).text).toContain(sentence);
  expect(command && unknownWordsReply(command, "zebra").text).not.toContain("Did you mean");
});

test("the video command tells how one is adopted, and asks for the ID where it is missing", async () => {
  const video = listed.find(({ name }) => name === "persona-video");

  expect(video && usageOf(video)).toBe("[replica:id] [persona] | adopt [tavus video id]");
});

const work: SyncListName[] = ["imported", "linked", "created", "differing", "conflicts", "missing"];
const noWork: SyncListName[] = ["inStep", "notPushedYet", "failed", "deletedHere", "undecided"];

test.each([
  ...work.map((list) => [list, true] as const),
  ...noWork.map((list) => [list, false] as const),
])("a preview with %s offers to do it: %s", (list, isOffered) => {
  const { buttons = [], title, text } = summaryReply(aPreview(list));

  expect(buttons.some(({ label }) => label === "Do it")).toBe(isOffered);
  expect(title).toBe("Preview: nothing has been changed");
  expect(text).toContain(isOffered ? "This is what a sync would do:" : "A sync would change nothing.");
});

function aPreview(list: SyncListName): SyncSummary {
  const report = createSyncReport();
  report.add(list, { id: "per_1", name: "Ada" });
  const counts = { others: 0, unreadable: 0, listed: 1, done: 1, total: 1 };
  const times = { startedBy: "u1", startedMs: 0, endedMs: 1, phase: "linking" } as const;
  return { ...report.lists(), ...counts, ...times, mode: "preview", isListUnsure: false, isListCut: false };
}

forEachEngine((_, open) => {
  test("help after any command explains it to everybody, and does nothing", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");

    for (const { name, summary } of listed) {
      const answering = await person.say(name, "Help");
      expect(hows(answering), name).toEqual(["answer"]);
      expect(answerIn(answering)).toMatchObject({ tone: "neutral", title: `/${name}` });
      expect(answerIn(answering).text).toContain(summary);
    }
    expect(bot.standIn.requests).toEqual([]);
  });

  test("a persona that is called like a word that commands know is found by it in quotes", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    for (const name of ["help", "Test", "Ada"]) await admin.create({ name, prompt: `You are ${name}.` });

    expect(answerIn(await admin.say("persona-show", '"help"')).title).toBe("“help”");
    expect(answerIn(await admin.say("persona-list", "“Test”")).title).toBe("Personas with “Test”");
    expect(answerIn(await admin.say("persona-link", '"Ada" p0123456789')).text).not.toContain("No persona");
    expect(answerIn(await admin.say("persona-show", '"Nobody"')).text).toContain("called “Nobody”");
  });

  test.each([
    workspace,
    guild,
  ])("a name in quotes is no word that a command reads behind it, in %s", async (tenantId) => {
    const bot = await startPersonaBot(open, { tavusKey: null });
    const admin = bot.person("1", "admin", tenantId);
    for (const name of ["Adopt me", "Ada p1234567"]) await admin.create({ name });
    const asked = (command: string, persona: string) =>
      tenantId === workspace ? admin.say(command, persona) : admin.command({ command, values: { persona } });

    expect(answerIn(await asked("persona-video", '"Adopt me"')).text).toContain("“Adopt me” is saved");
    expect(answerIn(await asked("persona-link", "“Ada p1234567”")).title).toContain("“Ada p1234567”");
  });

  test("what is searched in quotes is found on Discord as well", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("1", "admin", guild);
    await admin.create({ name: "Ada" });
    const search = async (command: string, values: FormValues) =>
      answerIn(await admin.command({ command, values }));

    expect((await search("persona-list", { search: "“Ada”" })).items).toHaveLength(1);
    expect((await search("persona-templates", { template: '"Sales"' })).title).toContain("called “Sales”");
    expect((await search("persona-replicas", { replica: '"Anna"' })).title).not.toContain('"');
  });

  test("a face is said before the name, also where none can be offered", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create({ name: "Ada" });

    const form = openedForm(await admin.say("persona-video", "replica:r90bbd427f71 Ada"));
    const alone = openedForm(await admin.say("persona-video", "replica:r90bbd427f71"));

    expect(form.values).toMatchObject({ replica: "r90bbd427f71", persona: expect.stringMatching(/^per_/) });
    expect(alone.values).toMatchObject({ replica: "r90bbd427f71", persona: "" });
    expect(openedForm(await admin.say("persona-create", "voice:v-1 Eve")).values).toMatchObject({
      ...{ voice: "v-1", name: "Eve" },
    });
  });

  test("adopt without an ID asks for it, and looks for no persona", async () => {
    const bot = await startPersonaBot(open);

    const reply = answerIn(await bot.person("U1", "admin").say("persona-video", " adopt "));

    expect(reply.text).toContain("/persona-video adopt 1e30440cf9");
  });

  test.each([
    ["persona-video", "Adopt me"],
    ["persona-video", "adopt"],
    ["persona-link", "Ada pdeadbeef12"],
  ])("on Discord, where an ID has an option of its own, /%s takes the whole of %j for a name", async (command, name) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin", guild);
    await admin.create({ name, replica: "r90bbd427f71" });
    await admin.create({ name: "Ada" });
    const { id } = (await bot.rows()).find((row) => row.name === name) ?? {};

    const { said } = await admin.run(command, { persona: name });

    expect(JSON.stringify(said)).toContain(`"${id}"`);
  });

  test("a word that a command does not know is refused, and nothing runs", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");

    for (const { name } of strict) {
      for (const word of ["previw", "all preview", "k3y-s3cret"]) {
        const reply = answerIn(await admin.say(name, word));
        expect(reply.tone, name).toBe("failure");
        expect(reply.text).toContain("Nothing was done.");
      }
    }
    expect(strict.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["persona-sync", "persona-setup", "persona-forget", "persona-status"]),
    );
    expect(bot.standIn.requests).toEqual([]);
    expect(await bot.personas.syncState("slack:T1")).toEqual({ state: "never" });
  });
});

test.each(
  commands.filter(({ isListed }) => isListed !== false),
)("the explanation of /$name says who that is who may use it", (command) => {
  for (const platform of ["discord", "slack"] as const) {
    const { text = "" } = explainReply(command, { platform });
    expect(text).toMatch(/Everybody here may use it|[Aa]dmins may use it/);
    expect(text).not.toMatch(/Whoever may/);
  }
});
