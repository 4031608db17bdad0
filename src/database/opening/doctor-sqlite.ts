import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import SqliteFile from "better-sqlite3";
import { OutsideError } from "../../errors.ts";
import { bad, badAsTold, type Finding, good, note, skipped } from "../../finding.ts";
import { exposedFolder } from "../../private-files.ts";
import { sealedQuery } from "../sealed/places.ts";
import { isHeldByBot } from "../sqlite/bot-lock.ts";
import { isDiskFull } from "../sqlite/disk-room.ts";
import { fileBehind, presentOnWay } from "../sqlite/file-behind.ts";
import { fleetingPlace } from "../sqlite/fleeting-place.ts";
import { DatabaseStartError } from "./database-errors.ts";
import type { DatabaseExamination } from "./doctor-examination.ts";
import {
  examineTables,
  hasCalls,
  hasOwners,
  hasSettings,
  notedGuildQuery,
  readNotedGuild,
  readSealed,
  readSettings,
  readTrespasses,
  readUnderWay,
  settingsQuery,
  trespassesQuery,
  underWayQuery,
} from "./doctor-tables.ts";
import { exposedData } from "./exposed-data.ts";
import { type Recorded, readRecorded, recordedQuery, recordedTables } from "./schema.ts";

const lockTimeoutMs = 1000;

/** Looks into the file. Throws what SQLite or the file system says. */
export async function examineSqlite(path: string): Promise<DatabaseExamination> {
  if (!existsSync(path)) {
    const file = examineFuture(path);
    const tables = skipped("Tables", file.state === "good" ? "The first start makes them." : "See File.");
    return {
      findings: [file, ...examinePlace(path), tables],
      ...(file.state === "good" && { settings: [], sealed: [] }),
    };
  }
  refuseUnwritable(path);
  const file = open(path);
  try {
    return examineOpen(file, { path, isFull: await isDiskFull(path) });
  } finally {
    file.close();
  }
}

/** A file that is not there yet: is there a folder to make it in, or one to make that folder in? None is made behind a link. */
function examineFuture(path: string): Finding {
  const file = fileBehind(path);
  const present = file === resolve(path) ? presentOnWay(file) : dirname(file);
  if (!existsSync(present) || /[\\/]$/.test(path))
    throw new DatabaseStartError("cannotOpen", { place: path });
  if (mayWrite(present)) return good("File", `${path} will be made at the first start.`);
  return bad(
    "File",
    `${path} cannot be made: this program may not write to ${present}.`,
    "Give it the right to, or name another place in DATABASE_URL.",
  );
}

/** The folder must be writable too: SQLite writes a journal beside the file, whatever link leads to that. */
function refuseUnwritable(path: string): void {
  if (statSync(path).isDirectory()) throw new DatabaseStartError("cannotOpen", { place: path });
  if (!mayWrite(path) || !mayWrite(dirname(fileBehind(path))))
    throw new DatabaseStartError("readOnly", { place: path });
}

function mayWrite(path: string): boolean {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/**
 * A read-only connection leaves its journal files behind where there were none, and any other would tidy up those of
 * a bot that was killed. So each is used where it changes nothing.
 */
function open(path: string): SqliteFile.Database {
  const file = new SqliteFile(path, {
    fileMustExist: true,
    readonly: existsSync(`${fileBehind(path)}-wal`),
    timeout: lockTimeoutMs,
  });
  file.pragma("query_only = on");
  return file;
}

function examineOpen(
  file: SqliteFile.Database,
  { path, isFull }: { path: string; isFull: boolean },
): DatabaseExamination {
  if (file.pragma("quick_check(1)", { simple: true }) !== "ok")
    throw new DatabaseStartError("damaged", { place: path });
  const done = readMigrations(file);
  const found = isFull
    ? badAsTold("File", new DatabaseStartError("diskFull", { place: path }).message)
    : good("File", `${path} opens, is whole and may be written to.`);
  const findings = [
    found,
    ...examinePlace(path),
    examineTables(done, path),
    examinePrivacy(path),
    ...examineBot(path),
  ];
  const trespasses = hasOwners(done) ? readTrespasses(file.prepare(trespassesQuery).all()) : undefined;
  const underWay = hasCalls(done) ? readUnderWay(file.prepare(underWayQuery).all()) : undefined;
  if (!hasSettings(done)) return { findings, settings: [], sealed: [], trespasses, underWay };
  return {
    findings,
    settings: readSettings(file.prepare(settingsQuery).all()),
    sealed: readSealed(file.prepare(sealedQuery(done)).all()),
    notedGuild: readNotedGuild(file.prepare(notedGuildQuery).all()),
    trespasses,
    underWay,
  };
}

/** A note: somebody may only want to look around. */
function examinePlace(path: string): Finding[] {
  const fleeting = fleetingPlace(path);
  return fleeting ? [note("Place", fleeting.sentence, fleeting.remedy)] : [];
}

function examineBot(path: string): Finding[] {
  const name = "Bot";
  try {
    if (!isHeldByBot(path)) return [];
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    return [badAsTold(name, error.message)];
  }
  return [good(name, "One works with it at present. It must be stopped before another one starts.")];
}

/** A folder that others may look into holds other things perhaps; the files are nobody else's business. */
function examinePrivacy(path: string): Finding {
  const name = "Privacy";
  const [file] = exposedData({ kind: "sqlite", file: path });
  if (file) return bad(name, file.sentence, `Close it: ${file.remedy}`);
  const [folder] = exposedFolder(fileBehind(path));
  if (folder) return note(name, folder.sentence, `If nothing else needs it open: ${folder.remedy}`);
  return good(name, "Nobody but its owner may read or change it.");
}

function readMigrations(file: SqliteFile.Database): Recorded[] {
  const hasTable = (name: string) => file.prepare("select 1 from sqlite_master where name = ?").get(name);
  return recordedTables.every(hasTable) ? readRecorded(file.prepare(recordedQuery).all()) : [];
}
