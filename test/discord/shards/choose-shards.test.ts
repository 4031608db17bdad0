import { describe, expect, test } from "vitest";
import {
  chooseShards,
  countAtWork,
  greaterCount,
} from "../../../src/discord/connection/gateway/choose-shards.ts";
import type { SeatKind, SharedShard } from "../../../src/discord/connection/gateway/shard-sharing.ts";
import { createSeededRandom } from "../../support/seeded-random.ts";

type Process = { kind: SeatKind; running: Set<number> };

/** Processes and shards without a database: every step sees the whole. */
function createFleet(count: number) {
  const processes = new Map<string, Process>();
  const shards: SharedShard[] = Array.from({ length: count }, (_, id) => ({
    id,
    count,
    heldBy: undefined,
    wantedBy: undefined,
    reported: undefined,
  }));

  function see() {
    const seats = [...processes].map(([instance, { kind }]) => ({ instance, count, kind }));
    return { seats, shards };
  }

  return {
    shards,
    processes,
    begin: (instance: string) => void processes.set(instance, { kind: "auto", running: new Set() }),
    leave(instance: string) {
      const process = processes.get(instance);
      if (process) process.kind = "leaving";
    },
    die(instance: string) {
      processes.delete(instance);
      for (const shard of shards) {
        if (shard.heldBy === instance) shard.heldBy = undefined;
        if (shard.wantedBy === instance) shard.wantedBy = undefined;
      }
    },
    /** One beat of a process; what it connects is there at once, or with a later beat. */
    beat(instance: string, isSlow: boolean) {
      const process = processes.get(instance);
      if (!process) return { stop: [] };
      for (const shard of shards) {
        const hasOpened = shard.wantedBy === instance && process.running.has(shard.id) && !isSlow;
        if (hasOpened) Object.assign(shard, { heldBy: instance, wantedBy: undefined });
      }
      const me = { instance, count, kind: process.kind, ids: [], running: process.running, isNew: false };
      const { connect, stop, drop } = chooseShards(see(), me);
      for (const id of stop) {
        expect(shards[id]?.wantedBy).not.toBe(instance);
        process.running.delete(id);
      }
      for (const { id, ...shard } of shards.filter(({ id }) => drop.includes(id)))
        Object.assign(shards[id] ?? {}, {
          heldBy: shard.heldBy === instance ? undefined : shard.heldBy,
          wantedBy: undefined,
        });
      for (const id of connect) {
        process.running.add(id);
        Object.assign(
          shards[id] ?? {},
          isSlow ? { wantedBy: instance } : { heldBy: instance, wantedBy: undefined },
        );
      }
      return { stop };
    },
    loads: () =>
      [...processes]
        .filter(([, { kind }]) => kind === "auto")
        .map(([instance]) => shards.filter(({ heldBy }) => heldBy === instance).length),
  };
}

describe("shares of shards", () => {
  test.each(
    Array.from({ length: 60 }, (_, seed) => seed),
  )("walk %i: whatever comes and goes, all are held, fairly, once", (seed) => {
    const random = createSeededRandom(seed);
    const pick = (below: number) => Math.floor(random() * below);
    const fleet = createFleet(1 + pick(12));
    let born = 0;
    const begin = () => {
      born += 1;
      fleet.begin(`p${pick(1000)}-${born}`);
    };
    begin();

    for (let step = 0; step < 120; step += 1) {
      const names = [...fleet.processes.keys()];
      const name = names[pick(names.length)] ?? "";
      const act = pick(20);
      if (act === 0) begin();
      else if (act === 1 && names.length > 1) fleet.die(name);
      else if (act === 2 && names.length > 1) fleet.leave(name);
      else {
        const { stop } = fleet.beat(name, random() < 0.3);
        // Nobody lets go of a shard before another one holds it.
        for (const id of stop) expect(fleet.shards[id]?.heldBy).not.toBe(name);
      }
    }
    begin();
    for (let round = 0; round < 60; round += 1)
      for (const name of fleet.processes.keys()) fleet.beat(name, false);

    expect(fleet.shards.filter(({ heldBy }) => heldBy === undefined)).toEqual([]);
    const loads = fleet.loads();
    expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
    const running = [...fleet.processes.values()].flatMap((process) => [...process.running]);
    expect(running.toSorted()).toEqual(fleet.shards.map(({ id }) => id).toSorted());
  });

  test("one more process moves no more shards than it takes", () => {
    const fleet = createFleet(8);
    fleet.begin("a");
    fleet.beat("a", false);
    const before = fleet.shards.map(({ heldBy }) => heldBy);
    fleet.begin("b");

    fleet.beat("b", false);
    fleet.beat("a", false);

    expect(before).toEqual(Array.from({ length: 8 }, () => "a"));
    expect(fleet.loads()).toEqual([4, 4]);
  });
});

const held = (id: number, count: number, more: Partial<SharedShard> = {}): SharedShard => ({
  id,
  count,
  heldBy: "other",
  wantedBy: undefined,
  reported: "then",
  ...more,
});

test("a list is taken over from who had it, once, and else only from the dead", () => {
  const me = { instance: "me", count: 2, kind: "fixed", ids: [0], running: new Set<number>() } as const;
  const view = { seats: [], shards: [held(0, 2), held(1, 2)] };

  expect(chooseShards(view, { ...me, isNew: true }).connect).toEqual([0]);
  expect(chooseShards(view, { ...me, isNew: false }).connect).toEqual([]);
  const dead = { seats: [], shards: [held(0, 2, { heldBy: undefined }), held(1, 2)] };
  expect(chooseShards(dead, { ...me, isNew: false }).connect).toEqual([0]);
});

test("more shards take over only when they are whole", () => {
  const ours = [held(0, 1)];
  const half = [held(0, 2), held(1, 2, { reported: undefined })];
  const unheld = [held(0, 2), held(1, 2, { heldBy: undefined })];
  const whole = [held(0, 2), held(1, 2)];

  expect(greaterCount({ seats: [], shards: [...ours, ...half] }, 1)).toBeUndefined();
  expect(greaterCount({ seats: [], shards: [...ours, ...unheld] }, 1)).toBeUndefined();
  expect(greaterCount({ seats: [], shards: [...ours, ...whole] }, 1)).toBe(2);
  expect(greaterCount({ seats: [], shards: [...ours, ...whole] }, 2)).toBeUndefined();
  expect(countAtWork({ seats: [], shards: [...ours, ...unheld] })).toBe(2);
  expect(countAtWork({ seats: [], shards: [] })).toBe(0);
});
