import { expect, test, vi } from "vitest";
import type { SuggestInteraction } from "../../../src/chat/interaction.ts";
import { recordAnswering } from "../../support/recording-answering.ts";
import { aDispatcher, aMember, greeting } from "../../support/test-dispatcher.ts";

const asked: SuggestInteraction = {
  kind: "suggest",
  id: "delivery-1",
  channelId: "C1",
  member: aMember(),
  command: "greet",
  field: "whom",
  typed: "ad",
};

const suggesting = (count: number) =>
  greeting({
    suggest: async (field, typed) =>
      Array.from({ length: count }, (_, index) => ({
        value: `${index}`,
        label: `${field} ${typed} ${index}`,
      })),
  });

test("a search field offers what its command suggests for it, 25 at most", async () => {
  const answering = await aDispatcher({ commands: [suggesting(40)] }).take(asked);

  const [said] = answering.said;
  expect(answering.said).toHaveLength(1);
  expect(said).toMatchObject({
    how: "suggest",
    choices: { length: 25, 0: { value: "0", label: "whom ad 0" } },
  });
});

test("what was typed is asked about three times at most, in however many parts it stands", async () => {
  const suggest = vi.fn(async () => []);
  const bot = aDispatcher({ commands: [greeting({ suggest })] });

  await bot.take({ ...asked, typed: "a · ".repeat(1500) });

  expect(suggest.mock.calls.length).toBeLessThanOrEqual(3);
});

test.each([
  ["who may not use the command", { refusal: async () => ({ sentence: "Ask an admin." }) }],
  ["a command that suggests nothing", { commands: [greeting()] }],
  ["a command that is gone", { commands: [] }],
])("nothing is suggested for %s", async (_, deps) => {
  const answering = await aDispatcher({ commands: [suggesting(3)], ...deps }).take(asked);

  expect(answering.said).toEqual([{ how: "suggest", choices: [] }]);
});

test("suggestions that fail are none, and the log says why", async () => {
  const suggest = () => Promise.reject(new Error("no list"));
  const bot = aDispatcher({ commands: [greeting({ suggest })] });

  const answering = await bot.take(asked, recordAnswering());

  expect(answering.said).toEqual([{ how: "suggest", choices: [] }]);
  expect(bot.lines()).toMatchObject([{ level: "error", kind: "suggest", err: { message: "no list" } }]);
});
