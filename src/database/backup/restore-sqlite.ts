import { copyFileSync, existsSync, linkSync, renameSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { OutsideError } from "../../errors.ts";
import { makePrivateFile } from "../../private-files.ts";
import { filesOfSqlite } from "../sqlite/sqlite-files.ts";
import { flushToDisk } from "./flush-to-disk.ts";
import { holdAlone } from "./hold-alone.ts";
import { isSound, makeSingleFile, refuseForeign } from "./sound-file.ts";

export type Restore = {
  /** The database's file, whether or not it is there. */
  path: string;
  backup: string;
  /** Where what is replaced is kept. */
  aside: string;
};

/**
 * Copies a backup beside the database and reads it through, so that nothing but its renaming is left to fail. `commit`
 * puts it in the database's place; `cancel` takes away what is left of the copy. The backup itself is only read.
 */
export function prepareRestore({ path, backup, aside }: Restore): { commit(): void; cancel(): void } {
  if (!existsSync(backup)) throw new OutsideError(`There is no file ${backup} to restore from.`);
  if (resolve(backup) === resolve(path)) throw new OutsideError(`${backup} is the database itself.`);
  // Once before all the work, too.
  holdAlone(path)();
  const staged = filesOfSqlite(`${path}.restoring`);
  const cancel = () => {
    for (const file of staged.all) rmSync(file, { force: true });
  };
  try {
    copyWithJournal(backup, staged.main);
    if (!isSound(staged.main)) {
      throw new OutsideError(
        `${backup} is damaged or no database. Nothing was changed. Choose another backup.`,
      );
    }
    refuseForeign(staged.main, backup);
    makeSingleFile(staged.main);
    flushToDisk(staged.main);
  } catch (error) {
    cancel();
    throw error;
  }
  return {
    cancel,
    commit() {
      const release = holdAlone(path);
      try {
        putAside(path, aside);
        renameSync(staged.main, path);
        flushToDisk(path);
      } finally {
        release();
      }
    },
  };
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
    makePrivateFile(target);
    copyFileSync(source, target);
  }
}

/**
 * The database keeps its name until the other one takes it: a bot that starts in between finds one of the two, never
 * none. What lies beside it has to go first, or SQLite would take it for the other one's journal.
 */
function putAside(path: string, aside: string): void {
  if (!existsSync(path)) return;
  const kept = filesOfSqlite(aside);
  linkOrCopy(path, kept.main);
  for (const [index, file] of filesOfSqlite(path).beside.entries()) {
    const target = kept.beside[index];
    if (target !== undefined && existsSync(file)) renameSync(file, target);
  }
}

function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    // Some file systems know no second name of a file.
    makePrivateFile(to);
    copyFileSync(from, to);
  }
}
