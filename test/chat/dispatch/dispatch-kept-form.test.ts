import { expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import type { Outcome } from "../../../src/chat/command.ts";
import { answerIn, hows, refusalIn } from "../../support/recording-answering.ts";
import { aDispatcher, aMember, aPress, aSubmission, greeting } from "../../support/test-dispatcher.ts";

const openAgain = (formId: string) => aPress(encodeButton({ action: "open", state: formId }));
const done: Outcome = { tone: "success", title: "Done" };

/** A bot whose command records the values it ran with. */
function aBotThatRecords() {
  const ran: unknown[] = [];
  const run = async (values: unknown) => {
    ran.push(values);
    return done;
  };
  return { ...aDispatcher({ commands: [greeting({ run })] }), ran };
}

const forgotten = /options chosen then are gone/;

test("a form whose early values were forgotten is sent back instead of taking defaults for them", async () => {
  const bot = aBotThatRecords();
  const submission = { ...aSubmission(), kind: "form", command: "greet", formId: "form-1" } as const;

  const first = await bot.take({ ...submission, values: { name: "Ada" } });
  const second = await bot.take({ ...submission, values: { name: "Ada" } });

  expect(refusalIn(first).errors.name).toMatch(forgotten);
  expect(hows(second)).toEqual(["acceptForm", "answer"]);
  expect(bot.ran).toHaveLength(1);
});

test("early values that somebody else chose for the same form are not taken", async () => {
  const bot = aBotThatRecords();
  await bot.take(aSubmission({ member: aMember({ userId: "U2" }), values: { mood: "gruff", name: "" } }));
  const submission = { ...aSubmission(), kind: "form", command: "greet", formId: "form-1" } as const;

  const answering = await bot.take({ ...submission, values: { name: "Ada" } });

  expect(refusalIn(answering).errors.name).toMatch(forgotten);
  expect(bot.ran).toEqual([]);
});

test.each([
  ["another person of the team", aMember({ userId: "U2" })],
  ["the same person id in another team", aMember({ tenantId: "slack:T2" })],
])("a kept form is not opened for %s", async (_, member) => {
  const bot = aDispatcher();
  await bot.take(aSubmission({ values: { name: "", words: "private" } }));

  const answering = await bot.take({ ...openAgain("form-1"), member });

  expect(hows(answering)).toEqual(["answerBeside"]);
  expect(JSON.stringify(answering.said)).not.toContain("private");
  expect(answerIn(answering).text).toMatch(/no longer kept/);
});

test("a form that was never kept cannot be opened again", async () => {
  const answering = await aDispatcher().take(openAgain("form-9"));

  expect(answerIn(answering).text).toMatch(/Run the command again/);
});
