import { statSync } from "node:fs";
import { OutsideError } from "../../errors.ts";
import { filesOfSqlite } from "./sqlite-files.ts";

/** A backup or a glance is over by then. */
const longestReadMs = 10 * 60_000;
const toldEveryMs = 3_600_000;

/**
 * Tells of a program that keeps the journal from being emptied, such as a viewer with a transaction that nobody has ended: all that is written
 * meanwhile is added to it, until the disk is full. `look` is called with what an attempt came to, and throws where that is to be told.
 */
export function watchJournal(path: string, now: () => number = () => performance.now()) {
  let heldSinceMs: number | undefined;
  let toldMs = Number.NEGATIVE_INFINITY;

  return {
    look({ isHeld }: { isHeld: boolean }): void {
      heldSinceMs = isHeld ? (heldSinceMs ?? now()) : undefined;
      if (heldSinceMs === undefined || now() - heldSinceMs < longestReadMs) return;
      if (now() - toldMs < toldEveryMs) return;
      toldMs = now();
      throw new OutsideError(
        `Another program has been reading ${path} for ${Math.floor((now() - heldSinceMs) / 60_000)} min without an end, so that its journal (-wal, ${sizeOfJournal(path)}) grows, and what was deleted stays in it. Close that program, such as a database viewer.`,
      );
    },
  };
}

function sizeOfJournal(path: string): string {
  const [journal = ""] = filesOfSqlite(path).beside;
  return `${Math.ceil((statSync(journal, { throwIfNoEntry: false })?.size ?? 0) / 1_000_000)} MB`;
}
