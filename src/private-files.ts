import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fchmodSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";

const ownersFile = 0o600;
const ownersFolder = 0o700;

/** Permission bits: https://man7.org/linux/man-pages/man7/inode.7.html */
const othersMayRead = 0o044;
const othersMayWrite = 0o022;
const permissionBits = 0o777;

const bytesPerChunk = 1_048_576;

/** With these a file system, mostly one over a network, says that it knows no modes of files, or no flushing of a folder. */
const unknownThere = /^(EPERM|EINVAL|ENOSYS|ENOTSUP|EOPNOTSUPP)$/;

/** Does what is worth having of a file of one's own where its file system knows of such things, and nothing where it does not. */
export function whereKnown(action: () => void): void {
  try {
    action();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    if (!unknownThere.test(code)) throw error;
  }
}

/** Whether nothing is there. What this user may not look for may be there all the same: whoever opens it is told what is wrong. */
export function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

/** Makes an empty file and the folders on its way, for their owner alone, whatever the umask; what is there stays as it is. */
export function makePrivateFile(path: string): void {
  makePrivateFolder(dirname(path));
  if (existsSync(path)) return;
  const file = openSync(path, "a", ownersFile);
  try {
    whereKnown(() => fchmodSync(file, ownersFile));
  } finally {
    closeSync(file);
  }
  giveToNeighbours(path);
}

function makePrivateFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: ownersFolder });
  if (first === undefined) return;
  whereKnown(() => chmodSync(folder, ownersFolder));
  const made = [resolve(folder)];
  for (let path = resolve(folder); path !== resolve(first); path = dirname(path)) made.unshift(dirname(path));
  for (const path of made) giveToNeighbours(path);
}

/**
 * What root makes, such as somebody who restores a backup, belongs to the owner of the folder it lies in: that is who runs the bot, and
 * could not open it otherwise. SQLite does the same with what it keeps beside a database.
 */
function giveToNeighbours(path: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(dirname(resolve(path)));
  if (uid === 0) return;
  try {
    chownSync(path, uid, gid);
  } catch {
    // A file system over the network may let root give nothing away: it stays as it was made.
  }
}

/** Copies to a new private file, whoever may read the other one: the system's own copy would be read by the same people. */
export function copyPrivately(from: string, to: string): void {
  makePrivateFile(to);
  const [source, target] = [openSync(from, "r"), openSync(to, "w")];
  try {
    const chunk = Buffer.alloc(bytesPerChunk);
    for (let size = readSync(source, chunk); size > 0; size = readSync(source, chunk))
      writeFileSync(target, chunk.subarray(0, size));
  } finally {
    closeSync(source);
    closeSync(target);
  }
}

/** What other users of this machine may do, and the command that ends it. */
export type Exposure = { sentence: string; remedy: string };

/** Those of these files that others may read or change. */
export function exposedFiles(paths: readonly string[]): Exposure[] {
  return paths.flatMap((path) => {
    const mode = exposedMode(path);
    if (mode === undefined) return [];
    const may = mode & othersMayRead ? "read" : "change";
    return [{ sentence: `Others may ${may} ${path} (${octal(mode)}).`, remedy: `chmod 600 ${path}` }];
  });
}

/** The folder of a file, where others may list it or put another file in its place. */
export function exposedFolder(path: string): Exposure[] {
  const folder = dirname(resolve(path));
  const mode = exposedMode(folder);
  if (mode === undefined) return [];
  const may = mode & othersMayWrite ? "replace what is in" : "list what is in";
  return [{ sentence: `Others may ${may} ${folder} (${octal(mode)}).`, remedy: `chmod 700 ${folder}` }];
}

/** Undefined: it is its owner's alone, or not there, or the system knows no such modes. */
function exposedMode(path: string): number | undefined {
  if (process.getuid === undefined) return undefined;
  const mode = (statSync(path, { throwIfNoEntry: false })?.mode ?? 0) & permissionBits;
  return mode & (othersMayRead | othersMayWrite) ? mode : undefined;
}

function octal(mode: number): string {
  return `mode ${mode.toString(8).padStart(4, "0")}`;
}
