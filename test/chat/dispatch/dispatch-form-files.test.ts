import { expect, test } from "vitest";
import type { Outcome } from "../../../src/chat/command.ts";
import { hows, openedForm, recordAnswering, refusalIn } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, aSubmission, greeting } from "../../support/test-dispatcher.ts";

const letter = { name: "letter.txt", sizeBytes: 9, url: "https://files.example/1" };
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

test("an early file that could not be fetched before is fetched when the form is sent", async () => {
  const bot = aBotThatRecords();
  const opened = openedForm(await bot.take(aCommand({ values: { letter } })));
  const answering = recordAnswering({ files: { [letter.url]: "Dear Ada" } });

  await bot.dispatch(aSubmission({ formId: opened.formId }), answering);

  expect(answering.fetched).toEqual([letter.url]);
  expect(bot.ran).toMatchObject([{ letter: { name: "letter.txt", text: "Dear Ada" } }]);
});

test("an early file that was fetched before is not fetched again", async () => {
  const bot = aBotThatRecords();
  const files = { [letter.url]: "Dear Ada" };
  const opened = openedForm(await bot.take(aCommand({ values: { letter } }), recordAnswering({ files })));

  const answering = await bot.take(aSubmission({ formId: opened.formId }));

  expect(answering.fetched).toEqual([]);
  expect(bot.ran).toMatchObject([{ letter: { text: "Dear Ada" } }]);
});

test("a file that is gone is named, and does not stand in the way when the form is sent again", async () => {
  const bot = aBotThatRecords();

  const refused = await bot.take(aSubmission({ values: { letter } }));
  const again = await bot.take(aSubmission());

  expect(refusalIn(refused).errors).toEqual({ letter: "The file is gone. Choose it again." });
  expect(bot.draft("form-1")?.values).toEqual({ mood: "kind", name: "Ada" });
  expect(hows(again)).toEqual(["acceptForm", "answer"]);
});

test("a file that is too large is refused unfetched", async () => {
  const bot = aDispatcher();

  const answering = await bot.take(aSubmission({ values: { letter: { ...letter, sizeBytes: 1001 } } }));

  expect(refusalIn(answering).errors).toEqual({
    letter: "Letter may be up to 1 kB; this file is 2 kB. Shorten it.",
  });
  expect(answering.fetched).toEqual([]);
});

test("a file that fails for an unforeseen reason sends the form back with everything in it", async () => {
  const bot = aDispatcher();
  const answering = recordAnswering({ files: { [letter.url]: new Error("socket hang up") } });

  await bot.dispatch(aSubmission({ values: { letter, words: "typed" } }), answering);

  expect(refusalIn(answering).errors.name).toMatch(/^Not saved\. Your text is still here/);
  expect(bot.draft("form-1")?.values).toMatchObject({ letter, words: "typed" });
});
