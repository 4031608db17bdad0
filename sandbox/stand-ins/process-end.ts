import type { ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";

/** How a shell names an end by a signal: https://www.gnu.org/software/bash/manual/html_node/Exit-Status.html */
const signalled = 128;

/**
 * From now on a signal, or a reader of what is printed that has gone, ends this process by way of its "exit", where what is named below
 * is carried out. By itself a signal would pass that over. A kill -9 does in any case.
 */
export function endWhenAsked(): void {
  for (const signal of ["SIGHUP", "SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => process.exit(signalled + constants.signals[signal]));
  }
  onReaderGone(() => process.exit(signalled + constants.signals.SIGPIPE));
}

/** Node ignores SIGPIPE, and says it of each stream instead: of `… | head`, when something more is printed. */
export function onReaderGone(act: () => void): void {
  for (const stream of [process.stdout, process.stderr]) stream.on("error", act);
}

const children = new Set<ChildProcess>();
const folders = new Set<string>();

// One listener for all of them; the children first, which may be writing in the folders.
process.once("exit", () => {
  for (const child of children) child.kill("SIGKILL");
  for (const folder of folders) removeFolder(folder);
});

/** A child that would otherwise live on without this process is ended with it, at once. */
export function endWithUs(child: ChildProcess): void {
  children.add(child);
  child.once("exit", () => children.delete(child));
}

/** A new folder for as long as this process lives, at most. */
export function makeTemporaryFolder(prefix: string): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  folders.add(folder);
  return folder;
}

/** A child that has just been killed may have put something into it a moment ago. */
export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}
