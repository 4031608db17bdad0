import { closeSync, existsSync, fstatSync, linkSync, openSync, renameSync, rmSync } from "node:fs";
import { OutsideError } from "../../errors.ts";
import { copyPrivately, isMissing } from "../../private-files.ts";
import { fileBehind } from "../sqlite/file-behind.ts";
import { filesOfSqlite } from "../sqlite/sqlite-files.ts";
import { removeAbandoned, unfinishedOf } from "./abandoned-copies.ts";
import { flushToDisk } from "./flush-to-disk.ts";
import { holdAlone } from "./hold-alone.ts";
import { lookAgainIn } from "./look-again.ts";
import { isSound, makeSingleFile, refuseForeign, teamsIn, within } from "./sound-file.ts";

export type Restore = {
  /** The database's file itself, no link to it, whether or not it is there. */
  path: string;
  backup: string;
  /** Where what is replaced is kept. */
  aside: string;
};

export type PreparedRestore = {
  commit(): void;
  cancel(): void;
  /** Whether something stands there now that is kept. */
  isReplacing: boolean;
  /** Teams of the backup that the database does not have now. */
  comingBack: readonly string[];
};

/**
 * Copies a backup beside the database and reads it through, so that nothing but its renaming is left to fail. `commit`
 * puts it in the database's place; `cancel` takes away what is left of the copy. The backup itself is only read.
 */
export function prepareRestore({ path, backup, aside }: Restore): PreparedRestore {
  if (isMissing(backup)) throw new OutsideError(`There is no file ${backup} to restore from.`);
  refuseUnreadable(backup);
  if (fileBehind(backup) === path) throw new OutsideError(`${backup} is the database itself.`);
  // Once before all the work, too.
  holdAlone(path)();
  const staged = filesOfSqlite(unfinishedOf(path));
  const cancel = () => {
    for (const file of staged.all) rmSync(file, { force: true });
  };
  try {
    removeAbandoned(path);
    copyWithJournal(backup, staged.main);
    if (!isSound(staged.main)) {
      throw new OutsideError(
        `${backup} is damaged or no database. Nothing was changed. Choose another backup.`,
      );
    }
    refuseForeign(staged.main, backup);
    within(staged.main, lookAgainIn);
    makeSingleFile(staged.main);
    flushToDisk(staged.main);
  } catch (error) {
    cancel();
    throw error;
  }
  const present = new Set(teamsIn(path));
  return {
    cancel,
    isReplacing: filesOfSqlite(path).all.some((file) => existsSync(file)),
    comingBack: teamsIn(staged.main).filter((team) => !present.has(team)),
    commit() {
      const release = holdAlone(path);
      try {
        const bringBack = putAside(path, aside);
        try {
          renameSync(staged.main, path);
        } catch (error) {
          bringBack();
          throw explainPlace(error, path);
        }
        flushToDisk(path);
      } finally {
        release();
      }
    },
  };
}

/** What is wrong with the backup's place is not to be looked for in the database. */
function refuseUnreadable(backup: string): void {
  try {
    const file = openSync(backup, "r");
    const isFile = fstatSync(file).isFile();
    closeSync(file);
    if (isFile) return;
  } catch (error) {
    throw new OutsideError(
      `${backup} cannot be read. Nothing was changed. Let this program read it, or choose another backup.`,
      { cause: error },
    );
  }
  throw new OutsideError(`${backup} is no file. Nothing was changed. Choose another backup.`);
}

/** A file that is mounted keeps its place, whatever is renamed to it. */
function explainPlace(error: unknown, path: string): unknown {
  if (!(error instanceof Error && "code" in error && error.code === "EBUSY")) return error;
  return new OutsideError(
    `${path} cannot be replaced, for it is mounted by itself. Nothing was changed. Mount its folder instead of the file, then restore again.`,
    { cause: error },
  );
}

/** Somebody may have copied a running bot's files: what its journal holds belongs to it. */
function copyWithJournal(from: string, to: string): void {
  const sources = filesOfSqlite(from);
  const targets = filesOfSqlite(to);
  for (const [index, source] of sources.all.entries()) {
    const target = targets.all[index];
    if (target === undefined) continue;
    rmSync(target, { force: true });
    // The index of the journal is rebuilt from it.
    if (!existsSync(source) || source.endsWith("-shm")) continue;
    copyPrivately(source, target);
  }
}

/**
 * The database keeps its name until the other one takes it: a bot that starts in between finds one of the two, never
 * none. What lies beside it has to go first, also where the database itself is gone, or SQLite would take it for the other one's
 * journal. Returns how to undo it.
 */
function putAside(path: string, aside: string): () => void {
  const kept = filesOfSqlite(aside);
  if (existsSync(path)) linkOrCopy(path, kept.main);
  const moved: [file: string, target: string][] = [];
  for (const [index, file] of filesOfSqlite(path).beside.entries()) {
    const target = kept.beside[index];
    if (target === undefined || !existsSync(file)) continue;
    renameSync(file, target);
    moved.push([file, target]);
  }
  return () => {
    for (const [file, target] of moved) renameSync(target, file);
    rmSync(kept.main, { force: true });
  };
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Some file systems know no second name of a file.
    copyPrivately(from, to);
  }
}
