import { expect, test } from "vitest";
import {
  type StartPageThread,
  startPageThread,
  startThread,
} from "../../../../src/personas/sync/pages/start-page-thread.ts";
import { forEachEngine } from "../../../support/databases.ts";
import { countsOf, openSyncHarness, type SyncHarness } from "../../../support/harness/sync-harness.ts";
import { tenant } from "../../../support/personas/persona-builders.ts";

const personas = 430;

/** Each question goes to the thread, be it that it has not started yet. */
function eager(start: StartPageThread): StartPageThread {
  return (settings, events) => {
    const { read, close } = start(settings, events);
    return { isReady: true, read, close };
  };
}

const from = (file: string): StartPageThread => {
  const url = new URL(`../../../support/threads/${file}`, import.meta.url);
  return eager((settings, events) => startThread(url, settings, events));
};

/** How pages can come to be read; people see the same of each. */
const ways: [string, StartPageThread][] = [
  ["in a thread", eager(startPageThread)],
  ["in a thread as soon as it has started", startPageThread],
  [
    "where no thread can be started",
    () => {
      throw new Error("Access to this API has been restricted");
    },
  ],
  ["where there is no such file", from("none.ts")],
  ["in a thread that dies at its start", from("dies-at-start.ts")],
  ["in a thread that dies at its work", from("dies-at-work.ts")],
];

async function furnish(harness: SyncHarness): Promise<void> {
  for (let number = 0; number < personas; number += 1) {
    const prompt = `You are ${number} – „${number}“.\n\n[record per_0123456789]`;
    const document = { context: `Of ${number}.` };
    harness.account.addPersona({ name: `Persona ${number} 👩‍🚀`, systemPrompt: prompt, document });
  }
  harness.standIn.behaviour.pageMaximum = 40;
}

forEachEngine((engine, open) => {
  test.each(
    engine === "sqlite" ? ways : ways.slice(0, 3),
  )("%s everything is read, and once", async (_, startThread) => {
    const harness = await openSyncHarness(open, { startThread });
    await furnish(harness);

    const first = await harness.sync();
    const [changed] = harness.account.everyPersona.filter(({ type }) => type === "user");
    harness.account.changePersona(changed?.id ?? "", { persona_name: "Another" });
    const second = await harness.sync();

    expect(countsOf(first)).toEqual({ imported: personas });
    expect(countsOf(second)).toEqual({ inStep: personas - 1, differing: 1 });
    const rows = (await harness.rows()).map(({ name, prompt, context }) => `${name}|${prompt}|${context}`);
    const imported = Array.from(Array(personas).keys(), (number) => {
      return `Persona ${number} 👩‍🚀|You are ${number} – „${number}“.|Of ${number}.`;
    });
    expect(new Set(rows)).toEqual(new Set(imported));
  });

  if (engine === "postgres") return;

  test("a thread reads the texts too where they are imported, and otherwise none", async () => {
    const asked: boolean[] = [];
    const harness = await openSyncHarness(open, {
      startThread(settings, events) {
        const { read, close } = eager(startPageThread)(settings, events);
        const noted: typeof read = (key, page, options) => {
          asked.push(options.withTexts);
          return read(key, page, options);
        };
        return { isReady: true, read: noted, close };
      },
    });
    await furnish(harness);

    await harness.sync();
    const first = asked.splice(0);
    await harness.sync();

    expect(first.filter(Boolean).length).toBeGreaterThan(first.length / 2);
    expect(asked.length).toBeGreaterThan(3);
    expect(asked).not.toContain(true);
  });

  /** What a thread of 48 MB cannot read: it must not try, because a heap that is full may take the process with it. */
  const enormous: [string, { count: number; systemPrompt?: string; document?: Record<string, unknown> }][] = [
    ["one row of 20 MB", { count: 1, systemPrompt: "Sei groß – ja! ".repeat(1_100_000) }],
    ["rows that are just not too large", { count: 20, systemPrompt: "Sei groß – ja! ".repeat(50_000) }],
    ["a row of 2,000,000 objects", { count: 1, document: { layers: { tts: Array(2_000_000).fill({}) } } }],
  ];

  test.each(enormous)("%s is read, and the thread goes on", async (_, { count, ...large }) => {
    const died: unknown[] = [];
    const harness = await openSyncHarness(open, {
      startThread: (settings, events) =>
        eager(startPageThread)(settings, { ...events, onDied: (cause) => died.push(cause) }),
    });
    // The oldest stand on the last page; the first is read before there is a thread.
    for (let number = 0; number < count; number += 1) {
      harness.account.addPersona({ name: `Large ${number}`, ...large });
    }
    await furnish(harness);

    const { imported } = await harness.sync();

    expect(imported.count).toBe(personas + count);
    expect(died).toEqual([]);
  });

  test.each(ways)("%s what Tavus answers to a page ends the sync in its words", async (_, startThread) => {
    const harness = await openSyncHarness(open, { startThread });
    await furnish(harness);
    let pages = 0;
    harness.standIn.onEvent(({ kind, request }) => {
      if (kind !== "request" || request.operation !== "list personas") return;
      pages += 1;
      if (pages === 6) harness.standIn.setFault("invalidKey", { operation: "list personas" });
    });

    const { stoppedBecause, imported } = await harness.sync();

    expect(stoppedBecause).toMatchObject({ kind: "tavus", cause: "invalidKey" });
    expect(imported.count).toBeLessThan(personas);
  });

  test.each(ways)("%s a sync that is cancelled does not wait for a page", async (_, startThread) => {
    const harness = await openSyncHarness(open, { startThread, timeoutMs: 60_000 });
    await furnish(harness);
    const hangs = Promise.withResolvers<void>();
    let pages = 0;
    harness.standIn.onEvent(({ kind, request }) => {
      if (kind !== "request" || request.operation !== "list personas") return;
      pages += 1;
      if (pages === 5) harness.standIn.setFault("hang", { operation: "list personas" });
      if (pages === 7) hangs.resolve();
    });

    const running = harness.sync();
    await hangs.promise;
    await harness.bot.personas.cancelSync(tenant);
    const { stoppedBecause } = await running;

    expect(stoppedBecause).toEqual({ kind: "cancelled" });
  });
});
