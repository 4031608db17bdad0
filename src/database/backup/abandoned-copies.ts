import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** What a copy is called until it is whole: no other one's name, for two at once would each take the other's for its own. */
export function unfinishedOf(target: string): string {
  return `${target}.unfinished-${randomBytes(4).toString("hex")}`;
}

/** Without the digits, and of a restore `restoring`, where an earlier version has left it. */
const unfinished = /\.(unfinished(-[0-9a-f]{8})?|restoring)(-wal|-shm|-journal)?$/;
/** When it was begun, which is in the names that are given where none is chosen. */
const stamp = /-\d{8}T\d{9}Z/;
/** No copy takes so long. */
const abandonedMs = 24 * 3_600_000;

/**
 * Takes away what earlier copies to the same name, or of the same database, have left beside `target` that were killed in the middle:
 * each may be as large as the whole, so they would fill the disk.
 */
export function removeAbandoned(target: string, nowMs = Date.now()): void {
  const folder = dirname(target);
  if (!existsSync(folder)) return;
  const meant = basename(target).replace(stamp, "");
  for (const name of readdirSync(folder)) {
    if (!unfinished.test(name) || name.replace(unfinished, "").replace(stamp, "") !== meant) continue;
    const path = join(folder, name);
    const changedMs = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
    if (nowMs - changedMs > abandonedMs) rmSync(path, { force: true });
  }
}
