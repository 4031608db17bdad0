import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.ts";

/** Machines let a clock that is a little off run slower or faster instead; so much at once is a step. */
const stepMs = 1000;

/**
 * PostgreSQL's clock, Unix ms, as it was measured last and as the one here that only ever goes on has gone on since: a step of this
 * machine's own clock would let the leases of other processes, or this one's, seem over. Where that has made one, this machine may have
 * slept instead, which the steady clock does not hear of, so it is measured again then.
 */
export function createServerClock(kysely: Kysely<Tables>): { now(): number; measure(): Promise<void> } {
  let aheadMs = 0;
  let machineAheadMs = 0;
  let isMeasuring = false;

  /** Good to half a round trip. */
  async function measure(): Promise<void> {
    machineAheadMs = machineAhead();
    const sentAt = performance.now();
    const query = sql<{
      now: number;
    }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`;
    const { rows } = await query.execute(kysely);
    const answeredAt = performance.now();
    if (rows[0]) aheadMs = rows[0].now - (sentAt + answeredAt) / 2;
  }

  /** Nobody waits for it; should it fail, it comes again within a minute. */
  async function measureAgain(): Promise<void> {
    if (isMeasuring) return;
    isMeasuring = true;
    await measure().catch(() => undefined);
    isMeasuring = false;
  }

  return {
    measure,
    now() {
      if (Math.abs(machineAhead() - machineAheadMs) > stepMs) void measureAgain();
      return Math.round(performance.now() + aheadMs);
    },
  };
}

/** This machine's own clock before the steady one. */
function machineAhead(): number {
  return Date.now() - performance.now();
}
