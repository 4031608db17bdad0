import { expect, test, vi } from "vitest";
import type { LinkKey } from "../../src/database/link/link-record.ts";
import { createToldBatch } from "../../src/link/told-batch.ts";
import { createLog } from "../../src/log.ts";

const key = { tenantId: "t", id: "per_1" };
type Note = [what: "told" | "owed", id: string];

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
    allTold: (keys: readonly LinkKey[]) => take("told", keys),
    oweAgain: (one: LinkKey) => take("owed", [one]),
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
