import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Returns when a file's content and its name would survive a power failure. */
export function flushToDisk(path: string): void {
  flush(path, "r+");
  // Windows has no such handle of a folder, and keeps names by itself.
  if (process.platform !== "win32") flush(dirname(resolve(path)), "r");
}

function flush(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
