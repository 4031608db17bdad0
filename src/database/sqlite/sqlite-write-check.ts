import { setTimeout as delay } from "node:timers/promises";
import SqliteFile from "better-sqlite3";
import { healthMark, type WriteVerdict } from "../opening/write-check.ts";
import { isDiskFull } from "./disk-room.ts";
import { movedSentence } from "./in-place.ts";

/** So long somebody else's write may last, a backup's or an owner's who looks in, before it counts as a lock. */
const patienceMs = 1500;
const pauseMs = 100;

/** Carries out what writes to the file over another connection than the bot's; `locked` is to be called once nobody else may write. */
export type WriteAside = (write: (locked: () => void) => void) => void;

/**
 * Writes to the file at this path, over a connection of its own: that waits for no lock inside the process, and finds
 * out that the file which is open is not the one that stands there any more.
 */
export async function checkSqliteWrite(
  path: string,
  isInPlace: () => boolean,
  aside: WriteAside = (write) => write(() => undefined),
): Promise<WriteVerdict> {
  const deadlineMs = performance.now() + patienceMs;
  for (;;) {
    const reason = await trySqlite(path, { isInPlace, aside });
    if (reason === undefined) return { ok: true };
    if (reason !== locked || performance.now() > deadlineMs) return { ok: false, reason };
    await delay(pauseMs);
  }
}

const locked = "The database is locked by another program.";

async function trySqlite(
  path: string,
  { isInPlace, aside }: { isInPlace: () => boolean; aside: WriteAside },
): Promise<string | undefined> {
  try {
    // To write to another file beside it would damage what is open.
    if (!isInPlace()) return movedSentence;
    if (await isDiskFull(path)) return "The disk is full.";
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
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (/^SQLITE_(BUSY|LOCKED)/.test(code)) return locked;
  if (/^SQLITE_FULL/.test(code)) return "The disk is full.";
  if (/^SQLITE_(READONLY|PERM|AUTH)|^E(ACCES|PERM|ROFS)$/.test(code))
    return "The database may not be written.";
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return "The database is damaged.";
  return `The database cannot be written${code === "" ? "" : ` (${code})`}.`;
}
