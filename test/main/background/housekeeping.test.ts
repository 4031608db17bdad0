import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import { createLog } from "../../../src/log.ts";
import { startHousekeeping } from "../../../src/main/background/housekeeping.ts";
import { openSqlite } from "../../support/databases.ts";

type Parts = Parameters<typeof startHousekeeping>[0];

const partsWithErrands = [
  "instances",
  "drafts",
  "deliveries",
  "unchecked",
  "conversationStore",
  "landingPageStore",
  "rehearsalLines",
  "followUps",
  "owed",
  "warningStore",
  "records",
  "life",
] as const;

/** Whose errands fail, and what one round after the other has done and said. */
async function start(broken: readonly string[]) {
  const done: string[] = [];
  const lines: string[] = [];
  const { kysely, now } = await openSqlite();
  /** Whatever is asked of it. */
  const part = (name: string) => {
    const carryOut = async () => {
      if (broken.includes(name)) throw new Error("Damaged.");
      done.push(name);
    };
    return new Proxy({}, { get: () => carryOut });
  };
  const parts = Object.fromEntries(partsWithErrands.map((name) => [name, part(name)]));
  const database = {
    kysely,
    now,
    syncClock: async () => {},
    eraseTraces: async () => void done.push("traces"),
  };
  const log = createLog({ level: "warn", destination: { write: (line) => void lines.push(line) } });
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  onTestFinished(() => void vi.useRealTimers());
  const all = { ...parts, services: { life: parts.life }, database, log } as unknown as Parts;
  const housekeeping = startHousekeeping(all);
  onTestFinished(housekeeping.stop);
  let minutes = 0;
  return {
    async pass(more: number) {
      for (const until = minutes + more; minutes < until; ) {
        vi.advanceTimersByTime(60_000);
        minutes += 1;
        await vi.waitFor(() => expect(done.filter((name) => name === "traces")).toHaveLength(minutes));
        await nextTurn();
      }
    },
    done: () => done.filter((name) => name !== "traces").sort(),
    lines,
  };
}

test.each(partsWithErrands)("where nothing can be done for %s, everything else is done", async (broken) => {
  const { pass, done, lines } = await start([broken]);

  await pass(1);

  expect(done()).toEqual(partsWithErrands.filter((name) => name !== broken).sort());
  expect(lines).toEqual([expect.stringContaining("Damaged.")]);
});

test("a database that does nothing is asked twice in a round, and comes to every errand in time", async () => {
  const { pass, lines } = await start(partsWithErrands);

  await pass(1);
  const first = lines.length;
  await pass(17);

  expect(first).toBe(2);
  const asked = new Set(lines.map((line) => JSON.parse(line).errand));
  expect(asked.size).toBe(partsWithErrands.length);
});
