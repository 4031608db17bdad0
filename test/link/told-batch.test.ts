import { expect, test, vi } from "vitest";
import type { LinkKey } from "../../src/database/link/link-record.ts";
import type { Told } from "../../src/database/link/told-store.ts";
import { createToldBatch } from "../../src/link/told-batch.ts";
import { createLog } from "../../src/log.ts";

const key = { tenantId: "t", id: "per_1" };
const reading = { ...key, remoteId: "p1", revision: 1, pushedRevision: 1, base: "{}" };
type Note = [what: "told" | "owed" | "read", id: string];

/** A batch over a database that refuses so many writings first. */
function aBatch({ refusals = 0 } = {}) {
  const written: Note[] = [];
  let left = refusals;
  async function take(what: Note[0], keys: readonly LinkKey[]): Promise<void> {
    left -= 1;
    if (left >= 0) throw new Error("locked");
    written.push(...keys.map(({ id }): Note => [what, id]));
  }
  const log = createLog({ level: "silent", destination: { write: () => true } });
  const links = {
    async allTold(told: readonly Told[]) {
      await take(
        "told",
        told.map(({ key: one }) => one),
      );
      written.push(...told.flatMap(({ reading: read }): Note[] => (read ? [["read", read.id]] : [])));
    },
    oweAgain: (one: LinkKey) => take("owed", [one]),
    firstReadings: (alone: readonly LinkKey[]) => take("read", alone),
  };
  return { batch: createToldBatch(links, log), written };
}

test.each<[order: Note[0][], last: Note[0]]>([
  [["told", "owed"], "owed"],
  [["owed", "told"], "told"],
  [["owed", "told", "owed"], "owed"],
])("of %j about one link, while the database is away, the last is what is written", async (order, last) => {
  vi.useFakeTimers();
  const { batch, written } = aBatch({ refusals: order.length });

  for (const what of order) await (what === "told" ? batch.write(key) : batch.oweAgain(key));
  await vi.advanceTimersByTimeAsync(20_000);
  vi.useRealTimers();

  expect(written).toEqual([[last, key.id]]);
});

test("notes about several links are all written", async () => {
  const { batch, written } = aBatch();

  batch.note({ ...key, id: "per_2" });
  await batch.oweAgain(key);

  expect(written).toEqual([
    ["told", "per_2"],
    ["owed", "per_1"],
  ]);
});

test("of more than are kept while the database is away the oldest are lost, and of one link the last still holds", async () => {
  vi.useFakeTimers();
  const { batch, written } = aBatch({ refusals: 1 });
  const others = Array.from({ length: 1000 }, (_, index): Note => ["told", `per_of_${index}`]);

  for (const [, id] of others) batch.note({ ...key, id });
  batch.note(key);
  const owing = batch.oweAgain(key);
  await vi.advanceTimersByTimeAsync(20_000);
  await owing;
  vi.useRealTimers();

  expect(written).toEqual([...others.slice(2), ["owed", key.id]]);
});

type Step = "read" | "told" | "owed" | "waited" | "flushed";

test.each<{ steps: Step[]; written: Note[0][]; what: string }>([
  { what: "with the note that it was told", steps: ["read", "told", "flushed"], written: ["told", "read"] },
  { what: "by itself, where nobody is told soon", steps: ["read", "waited"], written: ["read"] },
  { what: "by itself, where somebody goes by it", steps: ["read", "flushed"], written: ["read"] },
  { what: "also where they were not told after all", steps: ["read", "owed"], written: ["read", "owed"] },
  { what: "once", steps: ["read", "flushed", "told", "waited"], written: ["read", "told"] },
  {
    what: "although the note it came with was outdone",
    steps: ["read", "told", "owed"],
    written: ["read", "owed"],
  },
])("a reading is written $what", async ({ steps, written: expected }) => {
  for (const refusals of [0, 2]) {
    vi.useFakeTimers();
    const { batch, written } = aBatch({ refusals });
    const doing = {
      read: () => batch.reading(reading),
      told: () => batch.note(key),
      owed: () => batch.oweAgain(key),
      waited: () => vi.advanceTimersByTimeAsync(2000),
      flushed: () => batch.flush(),
    };

    for (const step of steps) await doing[step]();
    await vi.advanceTimersByTimeAsync(20_000);
    vi.useRealTimers();

    if (refusals === 0) expect(written.map(([what]) => what)).toEqual(expected);
    expect(written.filter(([what]) => what === "read").length).toBeGreaterThan(0);
    expect(written.filter(([what]) => what !== "read").at(-1)?.[0]).toBe(
      expected.findLast((what) => what !== "read"),
    );
  }
});
