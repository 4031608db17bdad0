import { expect, test } from "vitest";
import { encodeButton } from "../../../src/chat/button-code.ts";
import type { Command, Outcome } from "../../../src/chat/command.ts";
import type { EndedInteraction } from "../../../src/chat/dispatch/dispatch-deps.ts";
import type { Interaction } from "../../../src/chat/interaction.ts";
import { UserError } from "../../../src/errors.ts";
import { answerIn, hows, recordAnswering } from "../../support/recording-answering.ts";
import {
  aCommand,
  aDispatcher,
  aMember,
  aPress,
  aSubmission,
  greeting,
} from "../../support/test-dispatcher.ts";

function aPlainCommand(run: () => Promise<Outcome>): Command<undefined> {
  return { name: "say", summary: "Says it", access: "member", options: {}, run };
}

const say = aCommand({ command: "say" });
const said: Outcome = { tone: "neutral", title: "Said" };
const waits = (ms: number) => new Promise<Outcome>((resolve) => setTimeout(resolve, ms, said));

test("an answer that is ready in time is the first and only one", async () => {
  const answering = await aDispatcher({ commands: [aPlainCommand(async () => said)] }).take(say);

  expect(answering.said).toEqual([{ how: "answer", reply: said }]);
});

test("an answer to an interaction that is a second old on arrival is announced at once", async () => {
  const bot = aDispatcher({ commands: [aPlainCommand(() => waits(50))] });

  const answering = await bot.take(say, recordAnswering({ ageMs: 1000 }));

  expect(hows(answering)).toEqual(["defer", "answer"]);
  expect(answering.said[0]).toMatchObject({ reply: { tone: "working", title: "Working on it…" } });
});

test("a rule that says no is shown in its own words", async () => {
  const run = () => Promise.reject(new UserError("No persona is called X. Use another name."));
  const bot = aDispatcher({ commands: [aPlainCommand(run)] });

  const answering = await bot.take(say);

  expect(answerIn(answering).text).toBe("No persona is called X. Use another name.");
  expect(bot.lines()).toMatchObject([{ level: "info", outcome: "refused" }]);
});

test("anything else shows an incident id, and the log tells the rest under it", async () => {
  const run = () => Promise.reject(new Error("select * from secrets"));
  const bot = aDispatcher({ commands: [aPlainCommand(run)] });

  const answering = await bot.take(say);

  const { title, text = "" } = answerIn(answering);
  const incident = /this number: (\w{8})\.$/.exec(text)?.[1];
  expect(title).toBe("say did not work");
  expect(JSON.stringify(answering.said)).not.toContain("secrets");
  expect(bot.lines()).toMatchObject([
    { level: "error", outcome: "failed", incident, err: { message: "select * from secrets" } },
  ]);
});

test("dispatch never rejects, not even when nothing can be answered", async () => {
  const run = () => Promise.reject(new Error("first"));
  const bot = aDispatcher({ commands: [aPlainCommand(run)] });
  const answering = recordAnswering({
    on: {
      answer() {
        throw new Error("offline");
      },
    },
  });

  await expect(bot.dispatch(say, answering)).resolves.toBeUndefined();

  expect(bot.lines().map(({ msg }) => msg)).toEqual(["interaction", "the answer could not be delivered"]);
});

test.each<[string, Interaction, object]>([
  ["command", aCommand(), { kind: "command", command: "greet", outcome: "form opened" }],
  ["unknown command", aCommand({ command: "gone" }), { command: "gone", outcome: "unknown" }],
  ["form", aSubmission(), { kind: "form", command: "greet", outcome: "answered" }],
  ["refused form", aSubmission({ values: { name: "" } }), { kind: "form", outcome: "form refused" }],
  ["foreign button", aPress("a:b:c"), { kind: "button", command: "unknown button", outcome: "unknown" }],
  [
    "forgotten form",
    aPress(encodeButton({ action: "open", state: "f" })),
    { kind: "button", command: "open", outcome: "unknown" },
  ],
])("the log has one line for a %s", async (_, interaction, line) => {
  const bot = aDispatcher();
  await bot.take(interaction, recordAnswering({ ageMs: 12.6 }));

  expect(bot.lines()).toEqual([
    {
      level: "info",
      time: expect.any(String),
      msg: "interaction",
      kind: interaction.kind,
      command: expect.any(String),
      tenant: "slack:T1",
      ageMs: 13,
      ms: expect.any(Number),
      outcome: expect.any(String),
      ...line,
    },
  ]);
});

test("the log holds nothing a person typed, and no address of a file", async () => {
  const bot = aDispatcher({ commands: [greeting({ run: () => Promise.reject(new Error("no")) })] });
  const letter = { name: "a.txt", sizeBytes: 3, url: "https://files.example/?token=hush" };

  await bot.take(aSubmission({ values: { name: "hush-name", words: "hush-words", letter } }));
  await bot.take(aCommand({ text: "hush", values: { letter } }));

  expect(bot.written.length).toBeGreaterThanOrEqual(2);
  expect(bot.written.join()).not.toContain("hush");
});

test("a role that cannot be found out is a failure, not a permission", async () => {
  const refusal = () => Promise.reject(new Error("users.info failed"));
  const bot = aDispatcher({ refusal, commands: [aPlainCommand(async () => said)] });

  const answering = await bot.take(say);

  expect(answerIn(answering).title).toBe("say did not work");
});

test("idle waits for what is in flight", async () => {
  const bot = aDispatcher({ commands: [aPlainCommand(() => waits(60))] });
  const answering = recordAnswering();
  void bot.dispatch(say, answering);

  await bot.idle(5000);

  expect(hows(answering)).toEqual(["answer"]);
});

test("idle waits no longer than it is told", async () => {
  const bot = aDispatcher({ commands: [aPlainCommand(() => waits(1000))] });
  const answering = recordAnswering();
  const work = bot.dispatch(say, answering);

  await bot.idle(30);

  expect(hows(answering)).toEqual([]);
  await work;
});

test("teams do not share kept forms", async () => {
  const bot = aDispatcher();
  await bot.take(aSubmission({ values: { name: "" }, member: aMember({ tenantId: "slack:T2" }) }));

  expect(bot.draft("form-1", "slack:T2")).toBeDefined();
  expect(bot.draft("form-1", "slack:T1")).toBeUndefined();
});

test("each interaction is counted by how it ended, under names that this program has", async () => {
  const ended: EndedInteraction[] = [];
  const bot = aDispatcher({ onEnded: (one) => void ended.push(one) });

  await bot.take(aSubmission());
  await bot.take(aCommand({ command: "made-up" }));
  await bot.take(aPress("made-up.per_0123456789"));

  expect(ended.map(({ kind, command, outcome }) => [kind, command, outcome])).toEqual([
    ["form", "greet", "answered"],
    ["command", "unknown", "unknown"],
    ["button", "unknown", "unknown"],
  ]);
  expect(ended.every(({ platform, ms }) => platform === "slack" && ms >= 0)).toBe(true);
});
