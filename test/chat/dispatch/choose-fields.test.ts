import { expect, test } from "vitest";
import { defineCommand, type FormCommand } from "../../../src/chat/command.ts";
import { defineForm } from "../../../src/chat/form/form.ts";
import { answerIn, openedForm, refusalIn } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, aSubmission } from "../../support/test-dispatcher.ts";

const form = defineForm({
  title: "Places",
  submit: "Save",
  fields: {
    word: { kind: "line", label: "Password", maxLength: 50, secret: true },
    face: { kind: "pick", label: "Face", maxLength: 40 },
    where: { kind: "channel", label: "Where" },
    who: { kind: "people", label: "Who", most: 2 },
  },
});

type Places = FormCommand<undefined, typeof form.fields>;

function aBotWithPlaces(changes: Partial<Places> = {}) {
  const places = defineCommand<undefined, typeof form.fields>({
    name: "greet",
    summary: "Says what was chosen",
    access: "member",
    form,
    choices: async () => ({ face: [{ value: "r1", label: "Anna" }] }),
    run: async (values) => ({ tone: "neutral", title: JSON.stringify(values) }),
    ...changes,
  });
  return aDispatcher({ commands: [places] });
}

const send = (values: Record<string, string | string[]>) =>
  aSubmission({ values: { mood: "", name: "", ...values } });

test("a form opens with what its fields offer at that moment", async () => {
  const opened = openedForm(await aBotWithPlaces().take(aCommand()));

  expect(opened.choices).toEqual({ face: [{ value: "r1", label: "Anna" }] });
});

test("what is typed behind a command never reaches a secret field, nor the answer that refuses it", async () => {
  const answering = await aBotWithPlaces().take(aCommand({ text: "sesame-open" }));

  expect(answerIn(answering).title).toBe("/greet takes no words after it");
  expect(JSON.stringify(answering.said)).not.toContain("sesame");
});

test("what was chosen reaches the command: one channel, several people, and any text for a pick", async () => {
  const answering = await aBotWithPlaces().take(send({ face: "r9", where: "C1", who: ["U1", "U2"] }));

  expect(answering.said.at(-1)).toMatchObject({
    reply: { title: JSON.stringify({ word: "", face: "r9", where: "C1", who: ["U1", "U2"] }) },
  });
});

test.each([
  ["a channel that is no id", { where: "<#C1>" }, { where: "Choose Where from the list." }],
  ["too many people", { who: ["U1", "U2", "U3"] }, { who: "Who takes 2. Remove 1." }],
  ["people that are no ids", { who: ["@everyone"] }, { who: "Choose Who from the list." }],
])("%s is refused beside the field", async (_, values, errors) => {
  const answering = await aBotWithPlaces().take(send(values));

  expect(refusalIn(answering).errors).toEqual(errors);
});

test.each(["pick", "channel", "people"] as const)("a field of the kind %s cannot be early", (kind) => {
  const field = { kind, label: "Early", maxLength: 5, most: 1, early: true };

  expect(() => defineForm({ title: "T", submit: "S", fields: { late: form.fields.word, field } })).toThrow(
    `field is of the kind "${kind}", which cannot be early`,
  );
});
