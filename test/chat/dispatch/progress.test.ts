import { expect, onTestFinished, test, vi } from "vitest";
import type { Context } from "../../../src/chat/command.ts";
import { paceAnswering } from "../../../src/chat/dispatch/pace-answering.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { createLog } from "../../../src/log.ts";
import { hows, type RecordingAnswering, recordAnswering } from "../../support/recording-answering.ts";
import { aCommand, aDispatcher, aPress, aSubmission, greeting } from "../../support/test-dispatcher.ts";

const state = (title: string): Reply => ({ tone: "working", title });
/** Another process takes over what has stood still for so long. */
const stoodStillMs = 20_000;
const done: Reply = { tone: "success", title: "Done" };

function paced(answering: RecordingAnswering) {
  const written: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => written.push(line) } });
  return { answering: paceAnswering(answering, log), written };
}

const titles = ({ said }: RecordingAnswering) =>
  said.map((word) => ("reply" in word ? `${word.how} ${word.reply.title}` : word.how));

test("the first state is shown at once, after a deferral", async () => {
  const said = recordAnswering();
  const { answering } = paced(said);

  await answering.progress(state("one"));

  await vi.waitFor(() => expect(titles(said)).toEqual(["defer Working on it…", "progress one"]));
});

test("of the states of one second only the newest follows, when the second is over", async () => {
  const said = recordAnswering();
  const { answering } = paced(said);

  for (const title of ["one", "two", "three"]) {
    await answering.progress(state(title));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const early = titles(said);

  await vi.waitFor(() => expect(titles(said)).toEqual([...early, "progress three"]), { timeout: 3000 });
  expect(early).toEqual(["defer Working on it…", "progress one"]);
});

test("what has not been shown when the answer comes is skipped, and nothing comes after it", async () => {
  const said = recordAnswering();
  const { answering } = paced(said);
  await answering.progress(state("one"));
  await vi.waitFor(() => expect(said.said).toHaveLength(2));
  await answering.progress(state("two"));

  await answering.answer(done);
  await answering.progress(state("three"));
  await new Promise((resolve) => setTimeout(resolve, 1200));

  expect(hows(said)).toEqual(["defer", "progress", "answer"]);
});

test("the answer waits for a state that is on its way, so that it stands last", async () => {
  const arrived = Promise.withResolvers<void>();
  const order: string[] = [];
  const said = recordAnswering({
    on: {
      async progress() {
        await arrived.promise;
        order.push("progress");
      },
      answer: () => void order.push("answer"),
    },
  });
  const { answering } = paced(said);
  await answering.progress(state("one"));
  await vi.waitFor(() => expect(hows(said)).toContain("progress"));

  const answered = answering.answer(done);
  arrived.resolve();
  await answered;

  expect(order).toEqual(["progress", "answer"]);
});

test("what was to be shown before its process stood still is not shown any more: another one may have answered since", async () => {
  const said = recordAnswering();
  const { answering } = paced(said);
  await answering.progress(state("one"));
  await vi.waitFor(() => expect(said.said).toHaveLength(2));
  await answering.progress(state("two"));

  const nowMs = performance.now.bind(performance);
  const now = vi.spyOn(performance, "now").mockImplementation(() => nowMs() + stoodStillMs);
  onTestFinished(() => now.mockRestore());
  await new Promise((resolve) => setTimeout(resolve, 1200));
  await answering.progress(state("three"));

  await vi.waitFor(() => expect(titles(said).at(-1)).toBe("progress three"));
  expect(titles(said)).not.toContain("progress two");
});

test("a state that cannot be shown stops neither the work nor the answer", async () => {
  const said = recordAnswering({ on: { progress: () => Promise.reject(new Error("offline")) } });
  const { answering, written } = paced(said);

  await answering.progress(state("one"));
  await vi.waitFor(() => expect(written.join()).toContain("offline"));

  expect(await answering.answer(done)).toBe(true);
});

test("an interaction is deferred once, however often that is asked", async () => {
  const said = recordAnswering();
  const { answering } = paced(said);

  await Promise.all([answering.defer(done), answering.progress(state("one")), answering.defer(done)]);
  await answering.answer(done);

  expect(hows(said).filter((how) => how === "defer")).toHaveLength(1);
});

async function works({ progress }: Pick<Context<undefined>, "progress">) {
  await progress(state("half"));
  await new Promise((resolve) => setTimeout(resolve, 30));
}

test.each([
  ["command", aCommand({ command: "work" })],
  ["button", aPress("pf1:work:1")],
  ["form", aSubmission()],
])("a %s can show how far it is", async (_kind, interaction) => {
  const bot = aDispatcher({
    commands: [
      greeting({
        async run(_values, context) {
          await works(context);
          return done;
        },
      }),
      {
        name: "work",
        summary: "Works",
        access: "member",
        options: {},
        async run(_values, context) {
          await works(context);
          return done;
        },
        buttons: {
          work: {
            access: "member",
            async run(_state, context) {
              await works(context);
              return { kind: "reply", reply: done };
            },
          },
        },
      },
    ],
  });

  const answering = await bot.take(interaction);

  expect(titles(answering).filter((line) => line !== "acceptForm")).toEqual([
    "defer Working on it…",
    "progress half",
    "answer Done",
  ]);
});
