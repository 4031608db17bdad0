import { setTimeout as delay } from "node:timers/promises";
import { expect, test } from "vitest";
import { createShares, createTurns } from "../src/turns.ts";

/** Pieces of work that note when they begin and end; the later a piece comes, the shorter it takes. */
function noting() {
  const seen: string[] = [];
  const piece = (name: string, ms: number, error?: Error) => async () => {
    seen.push(`${name} begins`);
    await delay(ms);
    if (error) throw error;
    seen.push(`${name} ends`);
    return name;
  };
  return { seen, piece };
}

test("one piece of work follows the other in the order they came, and each caller hears of its own", async () => {
  const inTurn = createTurns();
  const { seen, piece } = noting();

  const ends = await Promise.all([inTurn(piece("a", 20)), inTurn(piece("b", 5)), inTurn(piece("c", 0))]);

  expect(ends).toEqual(["a", "b", "c"]);
  expect(seen).toEqual(["a begins", "a ends", "b begins", "b ends", "c begins", "c ends"]);
});

test("a failure is its caller's alone", async () => {
  const inTurn = createTurns();
  const { piece } = noting();

  const failed = inTurn(piece("a", 5, new Error("no")));
  const next = inTurn(piece("b", 0));

  await expect(failed).rejects.toThrow("no");
  expect(await next).toBe("b");
});

test("where a failure ends them, nothing after it begins", async () => {
  const inTurn = createTurns({ endsAtFailure: true });
  const { seen, piece } = noting();

  const ends = await Promise.allSettled([
    inTurn(piece("a", 0)),
    inTurn(piece("b", 5, new Error("no"))),
    inTurn(piece("c", 0)),
  ]);

  expect(ends.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
  expect(seen).toEqual(["a begins", "a ends", "b begins"]);
  await expect(inTurn(piece("d", 0))).rejects.toThrow("no");
});

test("no team has more than its share under way, however many of its own are due", () => {
  const shares = createShares({ atOnce: 20, ofTeam: 5 });
  const hanging = new Promise<void>(() => {});
  const begin = (tenantId: string, count: number) => {
    for (let begun = 0; begun < count; begun += 1) shares.add(tenantId, hanging, () => {});
  };
  begin("a", 4);

  const rooms = ["a", "b", "c", "d"].map((tenantId) => {
    const room = shares.room();
    begin(tenantId, room);
    return room;
  });

  expect(rooms).toEqual([1, 5, 5, 5]);
  expect(shares.full()).toEqual(["a", "b", "c", "d"]);
  expect(shares.room()).toBe(0);
});
