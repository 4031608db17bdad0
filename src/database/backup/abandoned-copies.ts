import { readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What a copy is called until it is whole. */
export const unfinishedOf = (target: string) => `${target}.unfinished`;

/** No copy takes so long. */
const abandonedMs = 24 * 3_600_000;
/** When it was begun, which is in the names that are given where none is chosen. */
const stamp = /-\d{8}T\d{9}Z/;

/**
 * Takes away what earlier copies of the same database have left beside `target` that were killed in the middle: each has a name of its
 * own and may be as large as the whole, so they would fill the disk.
 */
export function removeAbandoned(target: string, nowMs = Date.now()): void {
  const [beginning, end] = basename(unfinishedOf(target)).split(stamp);
  if (beginning === undefined || end === undefined) return;
  const folder = dirname(target);
  for (const name of readdirSync(folder)) {
    const [first, rest] = name.split(stamp);
    if (first !== beginning || !rest?.startsWith(end)) continue;
    const path = join(folder, name);
    const changedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (nowMs - changedMs > abandonedMs) rmSync(path, { force: true });
  }
}
