import { expect, test, vi } from "vitest";
import type { ShardSharing } from "../../../src/discord/connection/gateway/shard-sharing.ts";
import { createSharedStarts } from "../../../src/discord/connection/gateway/start-turns.ts";
import { createLog } from "../../../src/log.ts";
import { aBot } from "../started-bot.ts";

/** A process that shares its shards with nobody, by a database of which a part can be away. */
function aSharing() {
  const starts = { next: async () => 0 };
  const shards = new Map<string, string>();
  const held = () =>
    [...shards].map(([key, reported]) => {
      const [id = 0, count = 1] = key.split("/").map(Number);
      return { id, count, heldBy: "one", wantedBy: undefined, reported };
    });
  const sharing: ShardSharing = {
    instance: "one",
    tellOthers: () => undefined,
    onTold: () => undefined,
    beat: async (_id, { count, kind }) => {
      for (let id = 0; id < count; id += 1)
        if (!shards.has(`${id}/${count}`)) shards.set(`${id}/${count}`, "");
      return { seats: [{ instance: "one", count, kind }], shards: held() };
    },
    want: async () => true,
    take: async () => true,
    giveBack: async () => undefined,
    report: async () => true,
    everyGuild: async () => undefined,
    nextStart: () => starts.next(),
    leave: async () => undefined,
    processes: async () => 1,
  };
  return { sharing, starts };
}

test.each([
  ["refuses", async () => Promise.reject(new Error("the database is away"))],
  ["says nothing", () => new Promise<never>(() => undefined)],
] as const)(
  "a session that ends while the database %s begins anew, once",
  async (_what, away) => {
    const { sharing, starts } = aSharing();
    const { bot, standIn } = await aBot({ sharing, pauses: { beatEveryMs: 50, startEveryMs: 0 } });
    await bot.start();
    const steps: string[] = [];
    standIn.onEvent((event) => void (event.kind === "gateway" && steps.push(event.step)));

    starts.next = away;
    standIn.gateway.invalidateSessions();
    await vi.waitFor(() => expect(steps).toContain("identified"), { timeout: 9000 });
    // Long enough for a second one.
    await new Promise((resolve) => setTimeout(resolve, 1500));

    expect(steps.filter((step) => step === "identified")).toHaveLength(1);
    expect(standIn.gateway.connectedShards).toEqual(["0/1"]);
    expect(standIn.problems).toEqual([]);
  },
  20_000,
);

test("starts that the database does not tell apart are told apart here", async () => {
  const lines: string[] = [];
  const log = createLog({ level: "info", destination: { write: (line) => void lines.push(line) } });
  const nextStart = async () => Promise.reject(new Error("the database is away"));
  const next = createSharedStarts({ nextStart }, { applicationId: "1", everyMs: 5500, log });

  const [first, second = 0, other] = [await next(0), await next(0), await next(1)];

  expect([first, other]).toEqual([0, 0]);
  expect(second).toBeGreaterThan(5000);
  expect(lines).toHaveLength(3);
});
