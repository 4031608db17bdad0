import { closeSync, fsyncSync, openSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { whereKnown } from "../../private-files.ts";

/** Returns when a file's content and its name would survive a power failure; the name only where the file system can promise that of one. */
export function flushToDisk(path: string): void {
  flush(path, "r+");
  // Windows has no such handle of a folder, and keeps names by itself.
  if (process.platform !== "win32") whereKnown(() => flush(dirname(resolve(path)), "r"));
}

function flush(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
