import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import SqliteFile from "better-sqlite3";
import { fileId } from "../opening/file-id.ts";
import { healthMark, type WriteVerdict } from "../opening/write-check.ts";

/** So long somebody else's write may last, a backup's or an owner's who looks in, before it counts as a lock. */
const patienceMs = 1500;
const pauseMs = 100;
/** Writes still succeed for a while in pages that are there already. */
const leastFreeBytes = 1_000_000;

/** Carries out what writes to the file over another connection than the bot's; `locked` is to be called once nobody else may write. */
export type WriteAside = (write: (locked: () => void) => void) => void;

/**
 * Writes to the file at this path, over a connection of its own: that waits for no lock inside the process, and finds
 * out that the file which is open is not the one that stands there any more.
 */
export async function checkSqliteWrite(
  path: string,
  openedId: string,
  aside: WriteAside = (write) => write(() => undefined),
): Promise<WriteVerdict> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const reason = await trySqlite(path, { openedId, aside });
    if (reason === undefined) return { ok: true };
    if (reason !== locked || performance.now() > deadlineMs) return { ok: false, reason };
    await delay(pauseMs);
  }
}

const locked = "The database is locked by another program.";

async function trySqlite(
  path: string,
  { openedId, aside }: { openedId: string; aside: WriteAside },
): Promise<string | undefined> {
  if (fileId(path) !== openedId)
    return "The database's file was deleted or replaced while the bot had it open.";
  const { bavail, bsize } = await statfs(dirname(path));
  if (bavail * bsize < leastFreeBytes) return "The disk is full.";
  try {
    aside((locked) => write(path, locked));
    return undefined;
  } catch (error) {
    return explain(error);
  }
}

function write(path: string, locked: () => void): void {
  const file = new SqliteFile(path, { timeout: 0, fileMustExist: true });
  try {
    file.exec("begin immediate");
    locked();
    file
      .prepare(
        "insert into platform_state (tenant_id, name, value) values (?, ?, ?) on conflict (tenant_id, name) do update set value = excluded.value",
      )
      .run(...healthMark());
    file.exec("commit");
  } finally {
    file.close();
  }
}

function explain(error: unknown): string {
  const code = error instanceof SqliteFile.SqliteError ? error.code : "";
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return locked;
  if (/^SQLITE_FULL/.test(code)) return "The disk is full.";
  if (/^SQLITE_(READONLY|PERM|AUTH)/.test(code)) return "The database may not be written.";
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return "The database is damaged.";
  return `The database cannot be written${code === "" ? "" : ` (${code})`}.`;
}
