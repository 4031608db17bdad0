import { bad, type ClockReading, type Finding, good, skipped } from "../finding.ts";

/** Far below what breaks anything (Slack's signatures: 5 min), far above what a slow answer can pretend. */
const mostMs = 30_000;

/** The clock of this machine against every other that was heard. */
export function examineClock(readings: readonly ClockReading[]): Finding {
  const name = "This machine";
  if (readings.length === 0) return skipped(name, "Nothing answered whose clock could be compared.");
  const off = readings.filter(({ aheadMs }) => Math.abs(aheadMs) > mostMs);
  if (off.length > 0)
    return bad(name, `Its clock is ${off.map(describe).join(", ")}.`, adviseOn(off, readings));
  return good(name, `Its clock agrees with that of ${readings.map(({ whose }) => whose).join(", ")}.`);
}

function describe({ whose, aheadMs }: ClockReading): string {
  return `${describeTime(Math.abs(aheadMs))} ${aheadMs > 0 ? "behind" : "ahead of"} ${whose}'s`;
}

function describeTime(ms: number): string {
  const minuteMs = 60_000;
  return ms < 2 * minuteMs ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / minuteMs)} min`;
}

function adviseOn(off: readonly ClockReading[], all: readonly ClockReading[]): string {
  const isOnlyDatabase = off.every(({ whose }) => whose === "PostgreSQL") && all.length > off.length;
  return isOnlyDatabase
    ? "The others agree with this machine: let the database's machine follow network time (timedatectl set-ntp true)."
    : "Let this machine follow network time (timedatectl set-ntp true), then run npm run doctor again.";
}
