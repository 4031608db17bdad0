import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import { definePlainCommand } from "../../../src/chat/command.ts";
import type { DispatchDeps } from "../../../src/chat/dispatch/dispatch-deps.ts";
import type { Interaction } from "../../../src/chat/interaction.ts";
import { hows, recordAnswering } from "../../support/recording-answering.ts";
import {
  aCommand,
  aDispatcher,
  aMember,
  aPress,
  aSubmission,
  greeting,
} from "../../support/test-dispatcher.ts";

const hangsMs = 2500;
const done = { tone: "success", title: "Done" } as const;
const letter = { name: "a.txt", sizeBytes: 3, url: "slow" };
const common = { id: "delivery-1", member: aMember(), channelId: "C1" };

const kinds: [string, Interaction][] = [
  ["a command with a form", aCommand({ values: { letter } })],
  ["a command without one", aCommand({ command: "say", values: { letter } })],
  [
    "a form",
    { ...common, kind: "form", command: "greet", formId: "form-1", values: { name: "Ada", letter } },
  ],
  ["a button", aPress(encodeButton({ action: "wave", state: "1" }))],
  ["a button for a form", aPress(encodeButton({ action: "fill", state: "1" }))],
  ["Open again", aPress(encodeButton({ action: "open", state: "form-1" }))],
  ["a suggestion", { ...common, kind: "suggest", command: "greet", field: "whom", typed: "a" }],
];

async function hang(): Promise<undefined> {
  await sleep(hangsMs);
  return undefined;
}

const draft = { formId: "form-1", userId: "U1", command: "greet", values: { mood: "kind" } };
const quick = { save: async () => {}, find: async () => draft };

const hangs: [string, Partial<DispatchDeps<undefined>>][] = [
  ["the role", { refusal: hang }],
  ["reading the database", { drafts: { ...quick, find: () => hang().then(() => draft) } }],
  ["writing to the database", { drafts: { ...quick, save: hang } }],
  ["the file host and the rest of the work", { drafts: quick }],
  ["what a person is owed", { drafts: quick, owedNews: async () => (await hang()) ?? {} }],
];

const options = {
  letter: { kind: "file", early: true, label: "Letter", extensions: [".txt"], maxBytes: 9 },
} as const;

/** A bot of every kind of command; `work` is what each waits for in the end. */
function aBot(changes: Partial<DispatchDeps<undefined>>, work: () => Promise<unknown>) {
  const say = async () => {
    await work();
    return done;
  };
  const greet = greeting({
    run: say,
    suggest: () => work().then(() => []),
    buttons: {
      wave: { access: "member", run: async () => ({ kind: "reply", reply: await say() }) },
      fill: {
        access: "member",
        opensForm: true,
        run: () => work().then(() => ({ kind: "form", command: "greet", formId: "form-2", values: {} })),
      },
    },
  });
  const plain = definePlainCommand<undefined, typeof options>({
    name: "say",
    summary: "Says it",
    access: "member",
    options,
    run: say,
  });
  return aDispatcher({ commands: [greet, plain], ...changes });
}

describe.concurrent.each(hangs)("while %s hangs", (what, changes) => {
  test.each(kinds)("%s is answered in some way within 1.5 s, and once in the end", async (_, interaction) => {
    const isWork = what.includes("work");
    const bot = aBot(changes, isWork ? hang : async () => {});
    const answering = recordAnswering({ files: { slow: "abc" } });
    const fetched = answering.fetchText;
    if (isWork) answering.fetchText = (...given) => hang().then(() => fetched(...given));
    const begun = performance.now();

    const done = bot.take(interaction, answering);
    await Promise.race([done, sleep(1750)]);
    const first = hows(answering);
    await done;

    expect(first.length, `after ${Math.round(performance.now() - begun)} ms`).toBeGreaterThan(0);
    const last = hows(answering).filter((how) =>
      /^(answer|answerBeside|openForm|suggest|refuseForm)$/.test(how),
    );
    expect(last).toHaveLength(1);
  });
});

test.concurrent("a form that nobody could take in time stays with the person, until it is refused", async () => {
  const bot = aDispatcher({ refusal: () => sleep(1700).then(() => ({ sentence: "Ask an admin." })) });

  const answering = await bot.take(aSubmission());

  expect(hows(answering)).toEqual(["keepForm", "refuseForm"]);
});

test.concurrent("a form that is stored late stays with the person until then, and one stored early is announced", async () => {
  const late = aDispatcher({ commands: [greeting({ run: () => sleep(1700).then(() => done) })] });
  const early = aDispatcher({
    commands: [
      greeting({
        run: async (_values, { saved }) => {
          await saved();
          return sleep(1700).then(() => done);
        },
      }),
    ],
  });

  const [lately, soon] = await Promise.all([late.take(aSubmission()), early.take(aSubmission())]);

  expect(hows(lately)).toEqual(["keepForm", "acceptForm", "answer"]);
  expect(hows(soon)).toEqual(["acceptForm", "defer", "answer"]);
});

test.concurrent("an announcement that fails harms neither the work nor its answer", async () => {
  const run = () => sleep(1700).then(() => ({ tone: "success", title: "Done" }) as const);
  const bot = aDispatcher({ commands: [greeting({ run })] });
  const offline = () => Promise.reject(new Error("offline"));

  const answering = await bot.take(aSubmission(), recordAnswering({ on: { keepForm: offline } }));

  expect(hows(answering)).toEqual(["keepForm", "acceptForm", "answer"]);
  expect(bot.lines()).toContainEqual(expect.objectContaining({ outcome: "answered" }));
});
