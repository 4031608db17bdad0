import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import SqliteFile from "better-sqlite3";
import { OutsideError } from "../../errors.ts";
import { isMissing, makePrivateFile } from "../../private-files.ts";
import { DatabaseStartError } from "../opening/database-errors.ts";
import { filesOfSqlite } from "../sqlite/sqlite-files.ts";
import { removeAbandoned, unfinishedOf } from "./abandoned-copies.ts";
import { flushToDisk } from "./flush-to-disk.ts";
import { isOfThisBot, isSound, makeSingleFile } from "./sound-file.ts";

const lockTimeoutMs = 1000;
/** SQLite tries for ever to read past another program's lock. */
const patienceMs = 30_000;

/**
 * Copies the database at `path` to the new file `target`, also while the bot writes to it, and reads the copy through.
 * What stands at `target` afterwards is whole, is one file, and is its owner's alone. Returns its size in bytes.
 */
export async function backUpSqlite(path: string, target: string): Promise<number> {
  if (isMissing(path)) throw new OutsideError(`There is no database at ${path} to back up.`);
  refuseFolder(target);
  refuseTaken(target);
  const unfinished = unfinishedOf(target);
  makeTarget(unfinished, target);
  try {
    await copyAtOneMoment(path, unfinished);
    if (!isSound(unfinished)) throw new DatabaseStartError("damaged", { place: path });
    // Whoever is told that all is backed up looks no further.
    if (!isOfThisBot(unfinished)) {
      throw new OutsideError(
        `${path} is empty, or another program's: there is nothing of this bot to back up. Name the bot's own database in DATABASE_URL.`,
      );
    }
    makeSingleFile(unfinished);
    flushToDisk(unfinished);
    // Somebody else's may have been whole sooner.
    refuseTaken(target);
    renameSync(unfinished, target);
    flushToDisk(target);
  } catch (error) {
    throw explain(error, path, target);
  } finally {
    removeCopy(unfinished);
  }
  return statSync(target).size;
}

/** Also one that is not there: a copy would be made in it, and could not take its name. */
function refuseFolder(target: string): void {
  // What may not be looked for is said by what cannot be made.
  const isFolder = existsSync(target) && statSync(target).isDirectory();
  if (!isFolder && !/[\\/]$/.test(target)) return;
  throw new OutsideError(
    `${target} names a folder. Nothing was written. Name the file that is to be made, such as ${join(target, "personaforge.db")}.`,
  );
}

/** What lies beside it would be taken for the copy's journal. */
function refuseTaken(target: string): void {
  const inTheWay = filesOfSqlite(target).all.find((file) => existsSync(file));
  if (inTheWay) throw new OutsideError(`${inTheWay} is there already. Nothing was written.`);
}

function makeTarget(unfinished: string, target: string): void {
  try {
    makePrivateFile(unfinished);
    removeAbandoned(target);
  } catch (error) {
    throw unwritable(target, "", error);
  }
}

/** What is wrong with the place of the copy is not to be looked for in the database. */
function unwritable(target: string, why: string, cause: unknown): OutsideError {
  return new OutsideError(
    `${target} cannot be written${why}. Nothing was backed up. Let this program write to its folder, or name another file.`,
    { cause },
  );
}

/** While it is copied the database itself is only read; which of the two disks has failed SQLite does not say. */
function explain(error: unknown, path: string, target: string): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^(SQLITE_FULL|ENOSPC|EDQUOT)/.test(code)) return unwritable(target, ": the disk is full", error);
  if (/^(SQLITE_IOERR(_(READ|WRITE|TRUNCATE|(DIR_)?FSYNC))?|EIO|EFBIG)$/.test(code)) {
    return new OutsideError(
      `${path} cannot be copied to ${target}: a disk reports errors, or takes no file that large, as a limit (ulimit -f) may say. Nothing was backed up. Check both disks, or name another file.`,
      { cause: error },
    );
  }
  // What the system says, which is asked about the copy alone.
  return /^E[A-Z]+$/.test(code) ? unwritable(target, "", error) : error;
}

function removeCopy(unfinished: string): void {
  for (const file of filesOfSqlite(unfinished).all) rmSync(file, { force: true });
}

/** The copy is made in one step: a copy in many begins anew whenever the bot writes. Readers do not hold up writers in WAL mode. */
async function copyAtOneMoment(path: string, target: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  const source = new SqliteFile(path, { fileMustExist: true, timeout: lockTimeoutMs });
  try {
    // What keeps it from being read at all, such as a disk that is full, is told apart only here.
    source.pragma("schema_version");
    await source.backup(target, {
      progress({ remainingPages }) {
        if (Date.now() > deadline) throw new DatabaseStartError("locked", { place: path });
        return Math.max(remainingPages, 1);
      },
    });
  } finally {
    source.close();
  }
}
