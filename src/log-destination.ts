import { writeSync } from "node:fs";
import type { DestinationStream } from "pino";

/** A reader that is slow, such as a pipe's, gets this many chances, so far apart, before a line is given up. */
const tries = 20;
const pauseMs = 10;

type Write = (bytes: Buffer) => number;

/**
 * Standard output for the log, each line written before the call returns. A line that cannot be written (a full disk, a
 * reader that has gone) is dropped: the log must not take the bot with it. How many were is said with the next that can.
 */
export function createStandardOutput(write: Write = (bytes) => writeSync(1, bytes)): DestinationStream {
  let lost = 0;
  let isTorn = false;

  function writeLine(line: string): void {
    let rest = Buffer.from(line);
    // One that has lost lines has had its chances.
    for (let left = lost > 0 ? 1 : tries; rest.length > 0; ) {
      try {
        rest = rest.subarray(write(rest));
        isTorn = rest.length > 0;
      } catch (error) {
        left -= 1;
        if (left <= 0 || !isBusy(error)) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
      }
    }
  }

  return {
    write(line) {
      try {
        if (lost > 0 || isTorn) writeLine(`${isTorn ? "\n" : ""}${noteOf(lost)}`);
        lost = 0;
        writeLine(line);
      } catch {
        lost += 1;
      }
    },
  };
}

function noteOf(lost: number): string {
  const time = new Date().toISOString();
  return `${JSON.stringify({ level: "warn", time, lines: lost, msg: "lines of the log could not be written" })}\n`;
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "EAGAIN";
}
