import { expect, test } from "vitest";
import { definePlainCommand, type PlainCommand } from "../../../src/chat/command.ts";
import { answerIn, hows, openedForm, recordAnswering } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, greeting } from "../../support/test-dispatcher.ts";

const options = {
  mood: {
    kind: "choice",
    label: "Mood",
    choices: [
      { value: "kind", label: "Kind" },
      { value: "gruff", label: "Gruff" },
    ],
    initial: "kind",
  },
  whom: { kind: "search", early: true, label: "Whom" },
  words: { kind: "line", label: "Words", maxLength: 20 },
  letter: { kind: "file", early: true, label: "Letter", extensions: [".txt"], maxBytes: 1000 },
} as const;

type Say = PlainCommand<undefined, typeof options>;

function aBotThatSays(changes: Partial<Say> = {}) {
  const say = definePlainCommand<undefined, typeof options>({
    name: "say",
    summary: "Says it",
    access: "member",
    options,
    run: async ({ mood, whom, words, letter }) => ({
      tone: "neutral",
      title: [mood, whom, words, letter?.text].join(" | "),
    }),
    ...changes,
  });
  return aDispatcher({ commands: [say, greeting()] });
}

const letter = { name: "letter.txt", sizeBytes: 9, url: "https://files.example/1" };

test("a command without a form runs with its options, and knows who acts where", async () => {
  const bot = aBotThatSays({
    run: async ({ mood, whom }, { member, channelId, interactionId }) => ({
      tone: "neutral",
      title: [mood, whom, member.userId, channelId, interactionId].join(),
    }),
  });

  const answering = await bot.take(aCommand({ command: "say", values: { mood: "gruff", whom: " Ada " } }));

  expect(hows(answering)).toEqual(["answer"]);
  expect(answerIn(answering).title).toBe("gruff,Ada,U1,C1,delivery-1");
});

test.each([
  ["", "kind |  |  | "],
  ["Gruff", "gruff |  |  | "],
  ["gruff Ada Lovelace", "gruff | Ada Lovelace |  | "],
  ["Ada Lovelace", "kind | Ada Lovelace |  | "],
])("%j typed behind it is read as its options", async (text, title) => {
  const answering = await aBotThatSays().take(aCommand({ command: "say", text }));

  expect(answerIn(answering).title).toBe(title);
});

test("every mistake in the options is named, and nothing runs", async () => {
  const answering = await aBotThatSays({ run: () => Promise.reject(new Error("ran")) }).take(
    aCommand({ command: "say", values: { mood: "angry", words: "x".repeat(21) } }),
  );

  expect(hows(answering)).toEqual(["answer"]);
  expect(answerIn(answering).text).toBe(
    "Mood does not offer that. Choose one of: Kind, Gruff.\nWords has 21 characters. Shorten it to 20.\nThen run /say again.",
  );
});

test("a file among the options is fetched before the command runs", async () => {
  const fetching = recordAnswering({ files: { [letter.url]: "Dear Ada" } });

  const answering = await aBotThatSays().take(aCommand({ command: "say", values: { letter } }), fetching);

  expect(answerIn(answering).title).toBe("kind |  |  | Dear Ada");
});

test("a file that is gone is answered with what to do", async () => {
  const answering = await aBotThatSays().take(aCommand({ command: "say", values: { letter } }));

  expect(answerIn(answering).text).toBe("The file is gone. Choose it again.\nThen run /say again.");
});

test("a command can end in a form, filled in, which opens as its only answer", async () => {
  const bot = aBotThatSays({
    opensForm: true,
    run: async () => ({ kind: "form", command: "greet", formId: "form-9", values: { name: "Ada" } }),
  });

  const answering = await bot.take(aCommand({ command: "say" }), recordAnswering({ ageMs: 2000 }));

  expect(hows(answering)).toEqual(["openForm"]);
  expect(openedForm(answering)).toMatchObject({ command: "greet", formId: "form-9.0" });
  expect(bot.draft("form-9.0")).toMatchObject({ userId: "U1", values: { name: "Ada" } });
});

test("a file that came with a command which opens a form is fetched once the form stands", async () => {
  const seen: unknown[] = [];
  const bot = aBotThatSays({
    opensForm: true,
    async run(values) {
      seen.push(values.letter);
      const given = values.letter ? { letter: values.letter } : {};
      return { kind: "form", command: "greet", formId: "form-9", values: { name: "Ada", ...given } };
    },
  });

  const answering = await bot.take(
    aCommand({ command: "say", values: { letter } }),
    recordAnswering({ files: { [letter.url]: "Dear Ada" } }),
  );

  expect(seen).toEqual([{ name: "letter.txt", text: "letter.txt" }]);
  expect(hows(answering)).toEqual(["openForm"]);
  expect(openedForm(answering).values.letter).toEqual(letter);
  expect(bot.draft("form-9")?.values.letter).toEqual({ name: "letter.txt", text: "Dear Ada" });
});

test("one that is too large is refused before the form opens", async () => {
  const bot = aBotThatSays({ opensForm: true });
  const large = { ...letter, sizeBytes: 5000 };

  const answering = await bot.take(aCommand({ command: "say", values: { letter: large } }));

  expect(answerIn(answering).text).toContain("Letter may be up to 1 kB; this file is 5 kB.");
});

test("its search options suggest what the command says", async () => {
  const bot = aBotThatSays({ suggest: async (field, typed) => [{ value: "1", label: `${field} ${typed}` }] });
  const asked = { kind: "suggest", command: "say", field: "whom", typed: "ad" } as const;

  const answering = await bot.take({ ...aCommand(), ...asked });

  expect(answering.said).toEqual([{ how: "suggest", choices: [{ value: "1", label: "whom ad" }] }]);
});
