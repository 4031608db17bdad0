import { expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import { type Command, defineCommand, type FormContext } from "../../../src/chat/command.ts";
import { defineForm } from "../../../src/chat/form/form.ts";
import { FormRefused } from "../../../src/chat/form/form-refused.ts";
import { answerIn, hows, openedForm, refusalIn } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, aPress, aSubmission, greeting } from "../../support/test-dispatcher.ts";

const secretForm = defineForm({
  title: "Secret",
  submit: "Save",
  fields: {
    word: { kind: "line", label: "Password", maxLength: 50, secret: true },
    place: { kind: "line", label: "Place", maxLength: 50 },
  },
});

const refusal = new FormRefused({ place: "There is no such place. Type another." });

function keepSecret(run: (context: FormContext<undefined>) => Promise<never>): Command<undefined> {
  return defineCommand<undefined, typeof secretForm.fields>({
    name: "greet",
    summary: "Keeps a secret",
    access: "member",
    form: secretForm,
    placeholders: async () => ({ word: "Set: ends in 4f2a" }),
    run: (_values, context) => run(context),
  });
}

const values = { word: "sesame-open", place: "nowhere" };

test("what only the command finds wrong goes back into the form, beside its field", async () => {
  const run = async () => {
    throw new FormRefused({ words: "Say something else.", name: "Taken." });
  };

  const answering = await aDispatcher({ commands: [greeting({ run })] }).take(aSubmission());

  expect(hows(answering)).toEqual(["refuseForm"]);
  expect(refusalIn(answering).errors).toEqual({ words: "Say something else.", name: "Taken." });
});

test("after the form was closed it is said in the answer, and opens again without what is secret", async () => {
  const command = keepSecret(async ({ saved }) => {
    await saved();
    throw refusal;
  });
  const bot = aDispatcher({ commands: [command] });

  const answering = await bot.take(aSubmission({ values }));
  const again = await bot.take(aPress(encodeButton({ action: "open", state: "form-1" })));

  expect(hows(answering)).toEqual(["acceptForm", "refuseForm"]);
  expect(refusalIn(answering).reply.text).toContain(
    "Everything you typed is kept except “Password”, which is never stored",
  );
  expect(openedForm(again).values).toMatchObject({ place: "nowhere" });
  expect(JSON.stringify([bot.written, bot.draft("form-1"), answering.said, again.said])).not.toContain(
    "sesame",
  );
});

test("placeholders say what is stored now, wherever the form opens", async () => {
  const command = keepSecret(async () => Promise.reject(refusal));
  const bot = aDispatcher({ commands: [command] });

  const opened = openedForm(await bot.take(aCommand()));
  await bot.take(aSubmission({ values }));
  const again = openedForm(await bot.take(aPress(encodeButton({ action: "open", state: "form-1" }))));

  expect(opened.form.fields.word).toMatchObject({ placeholder: "Set: ends in 4f2a", label: "Password" });
  expect(opened.form.fields.place).toBe(secretForm.fields.place);
  expect(again.form.fields.word).toMatchObject({ placeholder: "Set: ends in 4f2a" });
});

test("saying twice that it is saved accepts the form once", async () => {
  const run = async (_: unknown, { saved }: FormContext<undefined>) => {
    await Promise.all([saved(), saved()]);
    return { tone: "success", title: "Done" } as const;
  };

  const answering = await aDispatcher({ commands: [greeting({ run })] }).take(aSubmission());

  expect(hows(answering)).toEqual(["acceptForm", "answer"]);
  expect(answerIn(answering).title).toBe("Done");
});
