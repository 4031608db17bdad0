import { expect, test, vi } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import type { ButtonAction, ButtonResult } from "../../../src/chat/command.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { UserError } from "../../../src/errors.ts";
import { answerIn, hows, openedForm, recordAnswering } from "../../support/recording-answering.ts";
import { aDispatcher, aMember, aPress, greeting } from "../../support/test-dispatcher.ts";

const wave: Reply = { tone: "success", title: "Waved" };
const waveCode = encodeButton({ action: "wave", state: "per_1" });

function aBotWithButton(action: Partial<ButtonAction<undefined>>) {
  const run = async (): Promise<ButtonResult> => ({ kind: "reply", reply: wave });
  return aDispatcher({ commands: [greeting({ buttons: { wave: { access: "member", run, ...action } } })] });
}

test("a button's action gets its state and who pressed it where", async () => {
  const bot = aBotWithButton({
    run: async (state, { member, channelId, interactionId }) => ({
      kind: "reply",
      reply: { tone: "neutral", title: [state, member.userId, channelId, interactionId].join() },
    }),
  });

  const answering = await bot.take(aPress(waveCode));

  expect(answerIn(answering).title).toBe("per_1,U1,C1,delivery-1");
});

test.each([
  "pf0:wave:per_1",
  "pf1:vanished:per_1",
  "pf1:wave",
  "approve_request_17",
  "pf1:constructor:per_1",
  "pf1:__proto__:per_1",
  "pf1:toString:per_1",
  "",
])("the outdated or foreign button %j is answered with what to do instead", async (code) => {
  const answering = await aBotWithButton({}).take(aPress(code));

  expect(answerIn(answering)).toMatchObject({
    title: "This button is from an older version",
    text: expect.stringContaining("Run the command again"),
  });
});

test("who may not press a button is told who may, and nothing is done", async () => {
  const run = vi.fn(async (): Promise<ButtonResult> => ({ kind: "reply", reply: wave }));
  const buttons = { wave: { access: "admin", run } } as const;
  const bot = aDispatcher({
    commands: [greeting({ buttons })],
    refusal: async (_, access) => (access === "admin" ? { sentence: "Ask an admin." } : undefined),
  });

  const answering = await bot.take(aPress(waveCode));

  expect(answerIn(answering)).toMatchObject({ title: "Not allowed", text: "Ask an admin." });
  expect(run).not.toHaveBeenCalled();
});

test("a form is not opened again for somebody who may not use its command any more", async () => {
  const bot = aDispatcher({ refusal: async () => ({ sentence: "Ask an admin." }) });
  await bot.take({
    ...aPress(""),
    kind: "form",
    command: "greet",
    formId: "form-1",
    values: { name: "Ada" },
  });

  const answering = await bot.take(aPress(encodeButton({ action: "open", state: "form-1" })));

  expect(answerIn(answering)).toMatchObject({ title: "Not allowed", text: "Ask an admin." });
});

test("a button can open a form filled in, which is kept like any other", async () => {
  const bot = aBotWithButton({
    opensForm: true,
    run: async () => ({
      kind: "form",
      command: "greet",
      formId: "form-7",
      values: { name: "Ada" },
      notice: "Change it",
    }),
  });

  const answering = await bot.take(aPress(waveCode));

  const opened = { command: "greet", formId: "form-7.0", values: { name: "Ada" } };
  expect(hows(answering)).toEqual(["openForm"]);
  expect(openedForm(answering)).toMatchObject({ ...opened, notice: "Change it" });
  expect(bot.draft("form-7.0")).toEqual({ ...opened, notice: "Change it", userId: "U1" });
});

test("a button that opens a form is not announced first, however old the press is", async () => {
  const bot = aBotWithButton({
    opensForm: true,
    async run() {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { kind: "form", command: "greet", formId: "form-7", values: {} };
    },
  });

  const answering = await bot.take(aPress(waveCode), recordAnswering({ ageMs: 2000 }));

  expect(hows(answering)).toEqual(["openForm"]);
});

test("any other button that is a second old on arrival is announced at once", async () => {
  const bot = aBotWithButton({
    async run() {
      await new Promise((resolve) => setTimeout(resolve, 30));
      return { kind: "reply", reply: wave };
    },
  });

  const answering = await bot.take(aPress(waveCode), recordAnswering({ ageMs: 1000 }));

  expect(hows(answering)).toEqual(["defer", "answer"]);
});

test("a button for a form that is gone is answered like an outdated one", async () => {
  const bot = aBotWithButton({
    run: async () => ({ kind: "form", command: "gone", formId: "form-7", values: {} }),
  });

  const answering = await bot.take(aPress(waveCode));

  expect(answerIn(answering).title).toBe("This button is from an older version");
});

function aBotThatShares() {
  return aBotWithButton({
    run: async () => ({
      kind: "share",
      post: { tone: "success", title: "For all" },
      afterwards: { tone: "success", title: "Shared" },
      otherwise: { tone: "warning", title: "Not shared" },
    }),
  });
}

test("what is shared is posted publicly, and said to be when it is", async () => {
  const answering = await aBotThatShares().take(aPress(waveCode));

  expect(answering.said).toEqual([
    { how: "post", reply: { tone: "success", title: "For all", visibility: "public" } },
    { how: "answer", reply: { tone: "success", title: "Shared" } },
  ]);
});

test("what the platform did not post is not said to be shared", async () => {
  const on = { post: () => Promise.reject(new Error("503")) };

  const answering = await aBotThatShares().take(aPress(waveCode), recordAnswering({ on }));

  expect(answerIn(answering).title).toBe("Not shared");
});

test("the same press delivered twice shares once and is answered twice", async () => {
  const bot = aBotThatShares();

  const both = await Promise.all([bot.take(aPress(waveCode)), bot.take(aPress(waveCode))]);

  expect(both.map(hows).sort()).toEqual([["answer"], ["post", "answer"]]);
  expect(
    bot
      .lines()
      .map(({ outcome }) => outcome)
      .sort(),
  ).toEqual(["answered", "repeated"]);
});

test.each([
  ["the same person's second press", {}, false],
  ["another person's press", { member: aMember({ userId: "U9" }) }, true],
  ["a press in another channel", { channelId: "C9" }, true],
  ["a press on another message", { message: { channelId: "C1", messageId: "m9" } }, true],
  ["a press in another team", { member: aMember({ tenantId: "slack:T2" }) }, true],
])("%s shares again, or is the same press", async (_what, other, isShared) => {
  const bot = aBotThatShares();
  await bot.take(aPress(waveCode));

  const answering = await bot.take(aPress(waveCode, { id: "delivery-2", ...other }));

  expect(hows(answering)).toEqual(isShared ? ["post", "answer"] : ["answer"]);
  expect(answerIn(answering).title).toBe("Shared");
});

test("a button can open a long text beside the message", async () => {
  const bot = aBotWithButton({
    opensForm: true,
    run: async (state) => ({ kind: "text", title: "Prompt", name: "prompt.md", text: `of ${state}` }),
  });

  const answering = await bot.take(aPress(waveCode), recordAnswering({ ageMs: 2000 }));

  expect(answering.said).toEqual([{ how: "showText", title: "Prompt", name: "prompt.md", text: "of per_1" }]);
});

const failures: [what: string, bot: () => ReturnType<typeof aDispatcher>, mayHelp: boolean][] = [
  [
    "by a right that is gone",
    () => aDispatcher({ ...waving(), refusal: async () => ({ sentence: "Ask an admin." }) }),
    true,
  ],
  [
    "by what a person can mend",
    () => aBotWithButton({ run: () => Promise.reject(new UserError("Not now.")) }),
    true,
  ],
  ["by a mistake of ours", () => aBotWithButton({ run: () => Promise.reject(new Error("database")) }), true],
  ["because nothing here knows it", () => aDispatcher({}), false],
];

function waving() {
  const run = async (): Promise<ButtonResult> => ({ kind: "reply", reply: wave });
  return { commands: [greeting({ buttons: { wave: { access: "member", run } } as const })] };
}

test.each(
  failures,
)("a press that fails %s leaves what was pressed in its place, or carries it along", async (_, bot, mayHelp) => {
  const answering = await bot().take(aPress(waveCode));

  expect(hows(answering)).toEqual(["answerBeside"]);
  const [said] = answering.said;
  const inPlace = said?.how === "answerBeside" ? said.inPlace.buttons : undefined;
  expect(inPlace ?? []).toEqual(mayHelp ? [{ label: "Try again", action: "wave", state: "per_1" }] : []);
});

test("a press that fails where nobody hears it is told elsewhere with its button", async () => {
  const owed: Reply[] = [];
  const tell = async (_: unknown, reply: Reply) => void owed.push(reply);
  const bot = aDispatcher({
    ...waving(),
    refusal: async () => ({ sentence: "Ask an admin." }),
    owed: {
      promise: async () => {},
      stands: () => {},
      saying: async () => {},
      settle: async () => {},
      leave() {},
      tell,
    },
  });

  await bot.take(aPress(waveCode), recordAnswering({ isOver: true }));

  // What it says may yet take the place of the pressed message.
  expect(owed).toMatchObject([{ buttons: [{ label: "Try again", action: "wave", state: "per_1" }] }]);
});
