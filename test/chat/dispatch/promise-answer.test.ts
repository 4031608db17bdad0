import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import type { ButtonAction } from "../../../src/chat/command.ts";
import { recordAnswering } from "../../support/recording-answering.ts";
import { aDispatcher, aPress, greeting } from "../../support/test-dispatcher.ts";

const done = { tone: "success", title: "Done" } as const;
const press = aPress(encodeButton({ action: "wave", state: "1" }));

test.concurrent("nothing is promised once the answer is given, however long the rest of the work takes", async () => {
  const happened: string[] = [];
  const note = (what: string) => async () => void happened.push(what);
  const wave: ButtonAction<undefined> = {
    access: "member",
    run: async () => ({ kind: "reply", reply: done }),
  };
  const bot = aDispatcher({
    commands: [greeting({ buttons: { wave } })],
    owed: {
      promise: note("promised"),
      stands: () => undefined,
      saying: async () => undefined,
      settle: note("settled"),
      tell: note("owed"),
    },
    owedNews: async () => ({ news: { lines: [], whole: [{ reply: done, told: () => sleep(1800) }] } }),
  });

  await bot.take(press, recordAnswering({ on: { answer: note("answered") } }));

  expect(happened).toEqual(["answered", "settled"]);
});
