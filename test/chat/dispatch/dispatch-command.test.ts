import { expect, test } from "vitest";
import type { DispatchDeps } from "../../../src/chat/dispatch/dispatch-deps.ts";
import { UserError } from "../../../src/errors.ts";
import { answerIn, hows, openedForm, recordAnswering } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, greeting, greetingForm } from "../../support/test-dispatcher.ts";

const letter = { name: "letter.txt", sizeBytes: 9, url: "https://files.example/1" };

test("a command opens its form as its only answer and keeps what it was opened with", async () => {
  const bot = aDispatcher();

  const answering = await bot.take(aCommand({ values: { mood: "kind", whom: "all" } }));

  expect(hows(answering)).toEqual(["openForm"]);
  const opened = openedForm(answering);
  expect(opened).toMatchObject({
    form: greetingForm,
    command: "greet",
    values: { mood: "kind", whom: "all" },
  });
  expect(bot.draft(opened.formId)).toEqual({
    formId: opened.formId,
    userId: "U1",
    command: "greet",
    values: { mood: "kind", whom: "all" },
  });
});

test("every opening has a form id of its own", async () => {
  const bot = aDispatcher();
  const [first, second] = [await bot.take(aCommand()), await bot.take(aCommand())];

  expect(openedForm(first).formId).not.toBe(openedForm(second).formId);
});

test("a form opens at once, however old the command is", async () => {
  const answering = await aDispatcher().take(aCommand(), recordAnswering({ ageMs: 2500 }));

  expect(hows(answering)).toEqual(["openForm"]);
});

test("values that follow from early ones stand in the form", async () => {
  const answering = await aDispatcher().take(aCommand({ values: { mood: "gruff" } }));

  expect(openedForm(answering).values).toEqual({ mood: "gruff", words: "What?" });
});

test.each([
  ["gruff", { mood: "gruff", words: "What?" }],
  ["gruff Ada  Lovelace ", { mood: "gruff", name: "Ada Lovelace", words: "What?" }],
  ["GRUFF Ada", { mood: "gruff", name: "Ada", words: "What?" }],
  ["Ada Lovelace", { name: "Ada Lovelace" }],
  ["  ", {}],
])("%j typed behind the command fills the form", async (text, values) => {
  const answering = await aDispatcher().take(aCommand({ text }));

  expect(openedForm(answering).values).toEqual(values);
});

test.each([
  [{ values: { mood: "angry" } }, "Mood does not offer that. Choose one of: Kind, Gruff."],
  [
    { values: { letter: { ...letter, sizeBytes: 5000 } } },
    "Letter may be up to 1 kB; this file is 5 kB. Shorten it.",
  ],
  [{ text: "x".repeat(21) }, "Name has 21 characters. Shorten it to 20."],
])("%j opens no form but says what to change", async (members, sentence) => {
  const answering = await aDispatcher().take(aCommand(members));

  expect(hows(answering)).toEqual(["answer"]);
  expect(answerIn(answering).text).toBe(`${sentence}\nThen run /greet again.`);
});

test.each([
  [{ text: "x".repeat(21) }, "x".repeat(21)],
  [{ text: "gruff Ada\0" }, "Ada\uFFFD"],
  [{ values: { mood: "angry" }, text: "Ada" }, "Ada"],
])("what was typed with %j can be copied from the answer", async (members, typed) => {
  const { facts, files } = answerIn(await aDispatcher().take(aCommand(members)));

  expect(facts).toEqual([{ label: "Name", value: typed }]);
  expect(files).toBeUndefined();
});

test("what was typed is in a file where no line of an answer holds it", async () => {
  const text = "many words ".repeat(300).trim();

  const { facts, files, notes } = answerIn(await aDispatcher().take(aCommand({ text })));

  expect(facts).toBeUndefined();
  expect(files).toEqual([{ name: "your-text.txt", text: `Name\n\n${text}\n`, isTyped: true }]);
  expect(notes).toEqual(["What you typed is in your-text.txt."]);
});

test("a command this version does not have is answered with what to do", async () => {
  const answering = await aDispatcher().take(aCommand({ command: "gone" }));

  expect(answerIn(answering).title).toBe("This command is not known here any more");
});

test("who may not use a command is told who may, and no form opens", async () => {
  const refusal: DispatchDeps<undefined>["refusal"] = async (_, access) =>
    access === "admin" ? { sentence: "Ask an admin." } : undefined;
  const bot = aDispatcher({ refusal, commands: [greeting({ access: "admin" })] });

  const answering = await bot.take(aCommand());

  expect(answering.said).toEqual([
    { how: "answer", reply: { tone: "failure", title: "Not allowed", text: "Ask an admin." } },
  ]);
});

test("an early file is fetched as soon as the form is open, and kept as text", async () => {
  const bot = aDispatcher();
  const files = { [letter.url]: "Dear Ada" };

  const answering = await bot.take(aCommand({ values: { letter } }), recordAnswering({ files }));

  expect(hows(answering)).toEqual(["openForm"]);
  expect(bot.draft(openedForm(answering).formId)?.values.letter).toEqual({
    name: "letter.txt",
    text: "Dear Ada",
  });
});

test.each([
  new UserError("gone"),
  new Error("network"),
])("an early file that cannot be fetched stays a reference: %s", async (error) => {
  const bot = aDispatcher();
  const files = { [letter.url]: error };

  const answering = await bot.take(aCommand({ values: { letter } }), recordAnswering({ files }));

  expect(hows(answering)).toEqual(["openForm"]);
  expect(bot.draft(openedForm(answering).formId)?.values.letter).toEqual(letter);
});

test("an early file that arrives late leaves alone what was typed meanwhile", async () => {
  const bot = aDispatcher();
  const answering = recordAnswering({ files: { [letter.url]: "Dear Ada" } });
  const fetchText = answering.fetchText;
  answering.fetchText = async (file, maxBytes) => {
    const { formId, values } = openedForm(answering);
    const answer = recordAnswering({ files: { [letter.url]: new Error("not yet") } });
    const submission = {
      kind: "form",
      command: "greet",
      formId,
      values: { ...values, words: "typed" },
    } as const;
    await bot.dispatch({ ...aCommand(), ...submission }, answer);
    return fetchText(file, maxBytes);
  };

  await bot.dispatch(aCommand({ values: { letter } }), answering);

  expect(bot.draft(openedForm(answering).formId)?.values).toEqual({
    words: "typed",
    letter: { name: "letter.txt", text: "Dear Ada" },
  });
});

test("an early file that was refused meanwhile does not come back", async () => {
  const bot = aDispatcher();
  const files = { [letter.url]: "not\0text" };
  const answering = recordAnswering({ files });
  const fetchText = answering.fetchText;
  answering.fetchText = async (file, maxBytes) => {
    const { formId } = openedForm(answering);
    const submission = { kind: "form", command: "greet", formId, values: { name: "Ada" } } as const;
    await bot.dispatch({ ...aCommand(), ...submission }, recordAnswering({ files }));
    return fetchText(file, maxBytes);
  };

  await bot.dispatch(aCommand({ values: { letter } }), answering);

  expect(bot.draft(openedForm(answering).formId)?.values).toEqual({ name: "Ada" });
});
