import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { hows, recordAnswering } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, greeting } from "../../support/test-dispatcher.ts";

/** Whether somebody may is known after so many milliseconds. */
function aBotThatAsks(ms: number, sentence?: string) {
  return aDispatcher({
    commands: [greeting({ access: "admin" })],
    refusal: async () => {
      await sleep(ms);
      return sentence === undefined ? undefined : { sentence };
    },
  });
}

test.concurrent("a form whose permission takes long has its place held, and then opens there", async () => {
  const answering = await aBotThatAsks(1300).take(aCommand());

  expect(hows(answering)).toEqual(["holdForm", "openForm"]);
});

test.concurrent("a quick one is not held", async () => {
  const answering = await aBotThatAsks(20).take(aCommand());

  expect(hows(answering)).toEqual(["openForm"]);
});

test.concurrent("one that arrives late is held sooner", async () => {
  const answering = await aBotThatAsks(500).take(aCommand(), recordAnswering({ ageMs: 900 }));

  expect(hows(answering)).toEqual(["holdForm", "openForm"]);
});

test.concurrent("where the permission is refused in the end, that is the answer", async () => {
  const answering = await aBotThatAsks(1300, "Ask an admin.").take(aCommand());

  expect(hows(answering)).toEqual(["holdForm", "answer"]);
});

test.concurrent("where nobody can say, that is answered too", async () => {
  const bot = aDispatcher({ refusal: () => Promise.reject(new Error("down")) });

  const answering = await bot.take(aCommand());

  expect(hows(answering)).toEqual(["answer"]);
});
