import { expect, test, vi } from "vitest";
import type { OwedAnswer, OwedStore } from "../../src/database/team/owed-store.ts";
import { createLog } from "../../src/log.ts";
import { createOwedNotes } from "../../src/owed/owed-notes.ts";

test("of more answers than are kept while the database is away the oldest are lost, which the log says", async () => {
  vi.useFakeTimers();
  const owed: string[] = [];
  const lines: string[] = [];
  let isAway = true;
  const store: Pick<OwedStore, "owe"> = {
    async owe({ deliveryId }) {
      if (isAway) throw new Error("locked");
      owed.push(deliveryId);
    },
  };
  const log = createLog({ level: "info", destination: { write: (line) => lines.push(line) } });
  const notes = createOwedNotes(store as OwedStore, log);
  const answers = Array.from({ length: 1002 }, (_, index): OwedAnswer => {
    const deliveryId = `d${index}`;
    return { tenantId: "slack:T1", userId: "U1", deliveryId, replyJson: "{}" };
  });

  for (const answer of answers) await notes.owe(answer, { kind: "due", inMs: 0 });
  isAway = false;
  await vi.advanceTimersByTimeAsync(20_000);
  vi.useRealTimers();

  expect(owed).toEqual(answers.slice(2).map(({ deliveryId }) => deliveryId));
  expect(lines.filter((line) => line.includes("is lost"))).toHaveLength(2);
});
