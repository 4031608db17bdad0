import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import type { ButtonAction } from "../../../src/chat/command.ts";
import type { DispatchDeps } from "../../../src/chat/dispatch/dispatch-deps.ts";
import type { Interaction } from "../../../src/chat/interaction.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { handOver } from "../../../src/work.ts";
import { type AnsweringBehaviour, recordAnswering } from "../../support/recording-answering.ts";
import { aDispatcher, aPress, aSubmission, greeting } from "../../support/test-dispatcher.ts";

const done = { tone: "success", title: "Done" } as const;
const card = { tone: "neutral", title: "Look", visibility: "public" } as const;
const press = aPress(encodeButton({ action: "wave", state: "1" }));

/** A bot that writes into one list what it promises, does and says, in their order. */
function aBot(
  changes: Partial<DispatchDeps<undefined>> = {},
  isTakenSilently = true,
  platform: AnsweringBehaviour["on"] = {},
) {
  const happened: string[] = [];
  const note = (what: string) => async () => void happened.push(what);
  const buttons = (action: Partial<ButtonAction<undefined>>) => ({
    wave: {
      access: "member" as const,
      async run() {
        await note("done")();
        return { kind: "reply" as const, reply: done };
      },
      ...action,
    },
  });
  const owed = {
    promise: note("promised"),
    stands: () => undefined,
    saying: async () => undefined,
    leave() {},
    settle: note("settled"),
    tell: note("owed"),
  };
  return {
    happened,
    async take(interaction: Interaction, action: Partial<ButtonAction<undefined>> = {}) {
      const run = async (_values: unknown, { saved }: { saved(): Promise<void> }) => {
        await note("stored")();
        await saved();
        return done;
      };
      const bot = aDispatcher({
        owed,
        commands: [greeting({ run, buttons: buttons(action) })],
        ...changes,
      });
      const on = {
        acceptForm: note("accepted"),
        post: note("posted"),
        answer: note("answered"),
        ...platform,
      };
      await bot.take(interaction, { ...recordAnswering({ on }), isTakenSilently });
    },
  };
}

const shares: Partial<ButtonAction<undefined>> = {
  run: async () => ({ kind: "share", post: card, afterwards: done, otherwise: done }),
};

const toldByQueue: Partial<ButtonAction<undefined>> = {
  async run() {
    handOver();
    return { kind: "reply", reply: done };
  },
};

const kinds: {
  what: string;
  interaction: Interaction;
  action?: Partial<ButtonAction<undefined>>;
  order: string[];
}[] = [
  {
    what: "a form that is closed once it is stored",
    interaction: aSubmission(),
    order: ["stored", "promised", "accepted", "answered", "settled"],
  },
  {
    what: "a press that changes something",
    interaction: press,
    action: { changesThings: true },
    order: ["promised", "done", "answered", "settled"],
  },
  {
    what: "a press that shows something",
    interaction: press,
    order: ["done", "answered", "settled"],
  },
  {
    what: "a press that shares something",
    interaction: press,
    action: shares,
    order: ["promised", "posted", "answered", "settled"],
  },
];

test.each(
  kinds,
)("where the platform takes it without a word, $what is promised an answer before that", async ({
  interaction,
  action,
  order,
}) => {
  const bot = aBot();

  await bot.take(interaction, action);

  expect(bot.happened).toEqual(order);
});

test.each<[what: string, outcome: Reply, before: string[]]>([
  ["its answer is owed", done, ["promised", "owed: Done"]],
  ["what is shown in the Home tab is owed to nobody", { ...done, isHome: true }, []],
])("a form of which nothing was stored, and of whose storing the queue would tell, is closed: %s", async (_, outcome, before) => {
  const happened: string[] = [];
  const owed = {
    promise: async () => void happened.push("promised"),
    stands: () => undefined,
    saying: async (_: unknown, { title }: Reply) => void happened.push(`owed: ${title}`),
    leave() {},
    settle: async () => void happened.push("settled"),
    tell: async () => undefined,
  };
  const commands = [{ ...greeting({ run: async () => outcome }), isToldByQueue: true }];
  const on = { acceptForm: () => void happened.push("accepted") };

  await aDispatcher({ owed, commands }).take(aSubmission(), {
    ...recordAnswering({ on }),
    isTakenSilently: true,
  });

  expect(happened.slice(0, happened.indexOf("accepted"))).toEqual(before);
  expect(happened.at(-1)).toBe("settled");
});

test("where the platform shows that nobody answered, a quick answer is promised to nobody", async () => {
  const bot = aBot({}, false);

  await bot.take(aSubmission());
  await bot.take(press, { changesThings: true });

  expect(bot.happened).not.toContain("promised");
});

test.concurrent("nothing is promised once the answer is given, however long the rest of the work takes", async () => {
  const whole = [{ reply: done, told: () => sleep(1800) }];
  const bot = aBot({ owedNews: async () => ({ news: { lines: [], whole } }) }, false);

  await bot.take(press);

  expect(bot.happened).toEqual(["done", "answered", "settled", "posted"]);
});

test.concurrent("nothing is promised of what the queue tells, however long the answer takes", async () => {
  const bot = aBot({}, false, { answer: () => sleep(1800) });

  await bot.take(press, toldByQueue);

  expect(bot.happened).toEqual(["settled"]);
});

test.concurrent("an answer that is long on its way is promised, for it may not arrive", async () => {
  const bot = aBot({}, false, { answer: () => sleep(1800) });

  await bot.take(press);

  expect(bot.happened).toEqual(["done", "promised", "settled"]);
});

test.concurrent.each([
  ["closed", false, expect.stringContaining("Written for an hour.")],
  ["left open", true, undefined],
])("what was typed into a form that the platform has %s is in what is told of it should its process die", async (_, isTakenSilently, typed) => {
  const promised: Reply[] = [];
  const owed = {
    promise: async (_owing: unknown, reply: Reply) => void promised.push(reply),
    stands: () => undefined,
    saying: async () => undefined,
    leave() {},
    settle: async () => undefined,
    tell: async () => undefined,
  };
  const bot = aDispatcher({ owed, commands: [greeting({ run: () => sleep(1800, done) })] });

  const words = aSubmission({ values: { name: "Ada", words: "Written for an hour." } });
  await bot.take(words, { ...recordAnswering(), isTakenSilently });

  expect(promised[0]?.title).toMatch(/ended is not known/);
  expect(promised[0]?.files?.[0]?.text).toEqual(typed);
});
