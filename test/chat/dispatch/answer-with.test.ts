import { expect, test, vi } from "vitest";
import type { LaterReply, Outcome } from "../../../src/chat/command.ts";
import { answerWith } from "../../../src/chat/dispatch/answer-with.ts";
import type { DispatchDeps } from "../../../src/chat/dispatch/dispatch-deps.ts";
import type { Reply } from "../../../src/chat/reply.ts";
import { createLog } from "../../../src/log.ts";
import { hows, recordAnswering } from "../../support/recording-answering.ts";
import { aMember } from "../../support/test-dispatcher.ts";

type OwedNews = DispatchDeps<undefined>["owedNews"];

const none: OwedNews = async () => ({});
const ready: Outcome = { tone: "success", title: "Ready" };
const waiting: Outcome = { tone: "warning", title: "Waiting" };

function answer(
  outcome: Outcome | Promise<Outcome>,
  { answering = recordAnswering(), owedNews = none } = {},
) {
  const written: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => written.push(line) } });
  const work = Promise.resolve(outcome);
  const owed: Reply[] = [];
  const tell = async (_: unknown, reply: Reply) => void owed.push(reply);
  const interaction = { id: "delivery-1", member: aMember() };
  const finished = answerWith<undefined>(
    {
      owedNews,
      log,
      wasForgotten: async () => false,
      owed: {
        promise: async () => {},
        stands: () => {},
        saying: async () => {},
        leave() {},
        settle: async () => {},
        tell,
      },
    },
    { interaction, answering, work },
  );
  return { finished, answering, written, owed };
}

test("news a person missed stands below the answer, and is theirs once that is delivered", async () => {
  const order: string[] = [];
  const told = async () => void order.push("told");
  const answering = recordAnswering({ on: { answer: () => void order.push("answered") } });
  const owedNews: OwedNews = async () => ({ news: { lines: [{ line: "Meanwhile: Ada is linked.", told }] } });

  await answer({ ...ready, notes: ["First."] }, { answering, owedNews }).finished;

  expect(answering.said).toEqual([
    { how: "answer", reply: { ...ready, notes: ["First.", "Meanwhile: Ada is linked."] } },
  ]);
  expect(order).toEqual(["answered", "told"]);
});

test("what a person missed stands below no answer that everybody reads: they alone get it, beside it", async () => {
  const told = vi.fn(async () => {});
  const button = { label: "Open again", action: "open", state: "form-1" };
  const whole: Reply = { tone: "failure", title: "Meanwhile: the key was not saved", buttons: [button] };
  const lines = [
    { line: "Meanwhile: Ada is linked.", told },
    { line: "Meanwhile: the key was not saved.", buttons: [button], told, whole },
  ];
  const card: Reply = { ...ready, visibility: "public" };

  const { answering, finished } = answer(card, { owedNews: async () => ({ news: { lines } }) });
  await finished;

  expect(answering.said).toEqual([
    { how: "answer", reply: card },
    { how: "post", reply: whole },
    { how: "post", reply: expect.objectContaining({ text: "Meanwhile: Ada is linked." }) },
  ]);
  expect(told).toHaveBeenCalledTimes(2);
});

test("news stays owed when the answer does not get through", async () => {
  const told = vi.fn(async () => {});
  const delivered = vi.fn(async () => {});
  const answering = recordAnswering({
    on: {
      answer() {
        throw new Error("offline");
      },
    },
  });
  const owedNews: OwedNews = async () => ({ news: { lines: [{ line: "News.", told }] } });

  const { finished, owed, written } = answer({ ...ready, delivered }, { answering, owedNews });
  await finished;

  expect(owed).toEqual([ready]);
  expect(written.join()).toContain("offline");
  expect(told).not.toHaveBeenCalled();
  expect(delivered).not.toHaveBeenCalled();
});

test.each<[string, Parameters<typeof recordAnswering>[0], { later?: Promise<undefined> }, number, number]>([
  ["one after the other", {}, {}, 2, 2],
  [
    "no further than the platform takes it",
    { on: { post: () => Promise.reject(new Error("offline")) } },
    {},
    1,
    0,
  ],
  ["not beside an answer that was not delivered", { isOver: true }, {}, 0, 0],
  ["not beside one that may still change", {}, { later: Promise.resolve(undefined) }, 0, 0],
])("news that is more than a line is told beside the answer, %s, and is theirs once it stands there", async (_, behaviour, outcome, posts, settled) => {
  const answering = recordAnswering(behaviour);
  const told = vi.fn(async () => {});
  const whole = ["First", "Second"].map((title) => ({ reply: { ...ready, title }, told }));
  const owedNews: OwedNews = async () => ({ news: { lines: [], whole } });

  await answer({ ...ready, ...outcome }, { answering, owedNews }).finished;

  expect(hows(answering)).toEqual(["answer", ...Array.from({ length: posts }, () => "post")]);
  expect(told).toHaveBeenCalledTimes(settled);
});

test("news that cannot be read does not keep back the answer", async () => {
  const { finished, answering, written } = answer(ready, {
    owedNews: () => Promise.reject(new Error("database gone")),
  });
  await finished;

  expect(answering.said).toEqual([{ how: "answer", reply: ready }]);
  expect(written.join()).toContain("database gone");
});

test("an answer that got through stands, even when that cannot be noted", async () => {
  const delivered = () => Promise.reject(new Error("database gone"));
  const { finished, answering, written } = answer({ ...ready, delivered });
  await finished;

  expect(hows(answering)).toEqual(["answer"]);
  expect(written.join()).toContain("database gone");
});

test("news is read after the work, which may be what it is about", async () => {
  const order: string[] = [];
  const work = new Promise<Outcome>((resolve) => setTimeout(resolve, 20, ready)).finally(() =>
    order.push("work"),
  );
  const owedNews: OwedNews = async () => {
    order.push("news");
    return {};
  };

  await answer(work, { owedNews }).finished;

  expect(order).toEqual(["work", "news"]);
});

function later(reply: Partial<LaterReply> = {}) {
  const delivered = vi.fn(async () => {});
  const undelivered = vi.fn(async () => {});
  return { tone: "success" as const, title: "Linked now", delivered, undelivered, ...reply };
}

test("an outcome that changes later replaces the answer", async () => {
  const change = later();
  const { finished, answering } = answer({ ...waiting, later: Promise.resolve(change) });
  await finished;

  await vi.waitFor(() => expect(change.delivered).toHaveBeenCalledOnce());
  expect(answering.said).toEqual([
    { how: "answer", reply: waiting },
    { how: "amend", reply: { tone: "success", title: "Linked now" } },
  ]);
  expect(change.undelivered).not.toHaveBeenCalled();
});

test("an outcome the platform takes no more is told elsewhere", async () => {
  const change = later();
  const answering = recordAnswering({ isTooLateToAmend: true });
  await answer({ ...waiting, later: Promise.resolve(change) }, { answering }).finished;

  await vi.waitFor(() => expect(change.undelivered).toHaveBeenCalledOnce());
  expect(change.delivered).not.toHaveBeenCalled();
});

test("an outcome that the platform fails to take is told elsewhere", async () => {
  const change = later();
  const answering = recordAnswering({ on: { amend: () => Promise.reject(new Error("offline")) } });
  await answer({ ...waiting, later: Promise.resolve(change) }, { answering }).finished;

  await vi.waitFor(() => expect(change.undelivered).toHaveBeenCalledOnce());
  expect(change.delivered).not.toHaveBeenCalled();
});

test("an outcome that never comes leaves the answer as it is", async () => {
  const { finished, answering } = answer({ ...waiting, later: Promise.resolve(undefined) });
  await finished;
  await new Promise((resolve) => setImmediate(resolve));

  expect(hows(answering)).toEqual(["answer"]);
});

test("a later answer that fails is logged and harms nobody", async () => {
  const change = later({ delivered: () => Promise.reject(new Error("database gone")) });
  const { finished, written } = answer({ ...waiting, later: Promise.resolve(change) });
  await finished;

  await vi.waitFor(() => expect(written.join()).toContain("a later answer could not be delivered"));
});

test("an answer the platform does not take any more is told elsewhere, and news stays owed", async () => {
  const [delivered, undelivered, told] = [
    vi.fn(async () => {}),
    vi.fn(async () => {}),
    vi.fn(async () => {}),
  ];
  const owedNews: OwedNews = async () => ({ news: { lines: [{ line: "News.", told }] } });
  const answering = recordAnswering({ isOver: true });

  await answer({ ...ready, delivered, undelivered }, { answering, owedNews }).finished;

  expect(undelivered).toHaveBeenCalledOnce();
  expect(delivered).not.toHaveBeenCalled();
  expect(told).not.toHaveBeenCalled();
});

test("an answer that fails is told elsewhere, and what comes later is too", async () => {
  const undelivered = vi.fn(async () => {});
  const change = later();
  const answering = recordAnswering({
    isTooLateToAmend: true,
    on: { answer: () => Promise.reject(new Error("offline")) },
  });

  const { finished, owed } = answer(
    { ...waiting, undelivered, later: Promise.resolve(change) },
    { answering },
  );

  await finished;
  expect(undelivered).toHaveBeenCalledOnce();
  expect(owed).toEqual([]);
  await vi.waitFor(() => expect(change.undelivered).toHaveBeenCalledOnce());
});

test("that nothing could be told elsewhere either is logged and harms nobody", async () => {
  const undelivered = () => Promise.reject(new Error("database gone"));
  const { finished, written } = answer(
    { ...ready, undelivered },
    { answering: recordAnswering({ isOver: true }) },
  );
  await finished;

  expect(written.join()).toContain("database gone");
});

const openMine = { label: "Open mine again", action: "open", state: "form-1" };
const withWay: OwedNews = async () => ({
  news: { lines: [{ line: "Meanwhile: not saved.", buttons: [openMine], told: async () => {} }] },
});

test("the way to what somebody typed stands below an answer that has all the buttons it can have", async () => {
  const buttons = Array.from({ length: 10 }, (_, index) => ({
    label: `${index}`,
    action: "do",
    state: `${index}`,
  }));

  const { finished, answering } = answer({ ...ready, buttons }, { owedNews: withWay });
  await finished;

  expect(answering.said).toMatchObject([{ reply: { buttons: [...buttons.slice(0, -1), openMine] } }]);
});

test("news that was told stays below an answer that changes later", async () => {
  const change = later();
  const outcome = { ...waiting, later: Promise.resolve(change) };

  const { finished, answering } = answer(outcome, { owedNews: withWay });
  await finished;

  await vi.waitFor(() => expect(change.delivered).toHaveBeenCalledOnce());
  expect(answering.said[1]).toMatchObject({
    how: "amend",
    reply: { title: "Linked now", notes: ["Meanwhile: not saved."], buttons: [openMine] },
  });
});
