import os from "node:os";
import { type Kysely, sql } from "kysely";
import type { Tables } from "../tables.ts";

/** Machines let a clock that is a little off run slower or faster instead; so much at once is a step. */
const stepMs = 1000;
/** A server that could not be asked is asked again after this. */
const againMs = 250;

/**
 * PostgreSQL's clock, Unix ms, as it was measured last and as the one here that only ever goes on has gone on since: a step of this
 * machine's own clock would let the leases of other processes, or this one's, seem over. Where that has made one, this machine may have
 * slept instead, which the steady clock does not hear of and the time since the machine began does: that counts at once, for what
 * this process was at when it fell asleep others may have taken over. In either case it is measured again.
 */
export function createServerClock(kysely: Kysely<Tables>): { now(): number; measure(): Promise<void> } {
  let aheadMs = 0;
  let machineAheadMs = 0;
  let sleptMs = asleepSoFar();
  let isMeasuring = false;
  let failedAtMs = Number.NEGATIVE_INFINITY;

  /** Good to half a round trip. One that took long, for a connection was waited for, tells only where what is known is wrong. */
  async function measure(): Promise<void> {
    const sentAheadMs = machineAhead();
    const sentSleptMs = asleepSoFar();
    const sentAt = performance.now();
    const query = sql<{
      now: number;
    }>`select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now`;
    const { rows } = await query.execute(kysely);
    const answeredAt = performance.now();
    // Whether it was answered before the machine slept, or after, nobody knows.
    if (!rows[0] || asleepSoFar() - sentSleptMs > stepMs) return;
    const [least, most] = [rows[0].now - answeredAt, rows[0].now - sentAt];
    if (most - least <= stepMs || aheadMs < least || aheadMs > most) aheadMs = (least + most) / 2;
    machineAheadMs = sentAheadMs;
    sleptMs = sentSleptMs;
  }

  /** Nobody waits for it. */
  async function measureAgain(): Promise<void> {
    if (isMeasuring || performance.now() - failedAtMs < againMs) return;
    isMeasuring = true;
    await measure().catch(() => {
      failedAtMs = performance.now();
    });
    isMeasuring = false;
  }

  function noteSleep(): void {
    const newlyMs = asleepSoFar() - sleptMs;
    if (newlyMs <= stepMs) return;
    aheadMs += newlyMs;
    sleptMs += newlyMs;
  }

  return {
    measure,
    now() {
      if (Math.abs(machineAhead() - machineAheadMs) > stepMs) {
        noteSleep();
        void measureAgain();
      }
      return Math.round(performance.now() + aheadMs);
    },
  };
}

/** This machine's own clock before the steady one. */
function machineAhead(): number {
  return Date.now() - performance.now();
}

/** How long this machine has slept since anything, in ms; only how it grows says something. */
function asleepSoFar(): number {
  return os.uptime() * 1000 - performance.now();
}
