import { OutsideError } from "../../errors.ts";
import { endsSession } from "../postgres/connection-lost.ts";
import { sentencesFor } from "./problem-sentences.ts";

/** Where a database is, for people. */
export type Whereabouts = {
  /** A path, or database and host; no password. */
  place: string;
  /** What the address stands in, where it can be corrected: a variable, or an argument. Default: DATABASE_URL. */
  setting?: string | undefined;
};

export type DatabaseProblem = keyof ReturnType<typeof sentencesFor>;

/**
 * Codes of SQLite (https://www.sqlite.org/rescode.html), of the operating system, and of PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const problemsByCode: [RegExp, DatabaseProblem][] = [
  [/^SQLITE_(BUSY|LOCKED)/, "locked"],
  [/^SQLITE_READONLY_DBMOVED/, "exchanged"],
  [/^(SQLITE_READONLY|EROFS)/, "readOnly"],
  [/^25006/, "standby"],
  [
    /^(SQLITE_(CANTOPEN|PERM|AUTH)|EACCES|EPERM|ENOTDIR|EISDIR|EEXIST|ENOENT|ENAMETOOLONG|ELOOP)/,
    "cannotOpen",
  ],
  [/^SQLITE_NOTADB/, "notADatabase"],
  [/^SQLITE_CORRUPT/, "damaged"],
  // The last: a file beside the database, by which its users share it, could not grow as it was opened.
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|53100|SQLITE_IOERR_SHMSIZE)/, "diskFull"],
  [/^SQLITE_(PROTOCOL|IOERR_(LOCK|UNLOCK|RDLOCK|CHECKRESERVEDLOCK|SHM))/, "unfit"],
  [/^(SQLITE_IOERR|EIO|EFBIG)/, "diskFailed"],
  [/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EHOST|ENET|08|57P0)/, "unreachable"],
  // https://nodejs.org/api/tls.html#x509-certificate-error-codes
  [/^(DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_|CERT_UNTRUSTED|INVALID_CA)/, "untrusted"],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)/, "certificateOver"],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/, "otherName"],
  [/^28/, "loginRefused"],
  [/^3D000/, "unknownDatabase"],
  [/^3F000/, "noSchema"],
  // What exactly is said in words alone, which may be of another language.
  [/^42501/, "fewRights"],
  [/^53300/, "tooManyConnections"],
];

/**
 * better-sqlite3 and pg give their own failures no code, PostgreSQL refuses plaintext as it refuses a login, and PgBouncer gives nearly all of its own
 * one code (08P01), Supavisor XX000: https://www.pgbouncer.org/config.html, https://github.com/supabase/supavisor
 */
const problemsByWords: [RegExp, DatabaseProblem][] = [
  // better-sqlite3 looks itself, and takes what it may not look for as what is not there.
  [/Cannot open database because the directory does not exist/, "cannotOpen"],
  [/timeout exceeded when trying to connect|Connection terminated|received invalid response/, "unreachable"],
  [/unsupported startup parameter/, "startupParameter"],
  [/not allowed in statement pooling mode/, "statementPooling"],
  [/no such database:/, "unknownDatabase"],
  [/permission denied for schema/, "notAllowed"],
  [/permission denied for (table|relation)/, "noRights"],
  [/must be owner of/, "notOwner"],
  [/permission denied for database/, "notLetIn"],
  [/no more connections allowed|max client(s| connections) reached/i, "tooManyConnections"],
  [/tenant or user not found/i, "loginRefused"],
  [/does not support SSL connections/, "noTls"],
  [/no pg_hba\.conf entry .*no encryption/, "needsTls"],
];

/** The database cannot be used. The message is meant for the operator and holds no password. */
export class DatabaseStartError extends OutsideError {
  override readonly name = "DatabaseStartError";
  readonly problem: DatabaseProblem;

  constructor(
    problem: DatabaseProblem,
    { place, setting = "DATABASE_URL" }: Whereabouts,
    options?: ErrorOptions,
  ) {
    super(`The database ${place} ${sentencesFor(setting)[problem]}.`, options);
    this.problem = problem;
  }
}

/** Puts whatever opening or migrating threw into words; what is not recognised becomes `fallback`. */
export function explainStartError(
  error: unknown,
  at: Whereabouts,
  fallback: DatabaseProblem = "unknown",
): DatabaseStartError {
  if (error instanceof DatabaseStartError) return error;
  return new DatabaseStartError(recognise(error) ?? fallback, at, { cause: error });
}

/** The same of what is recognised; everything else stays what it is. */
export function explainIfKnown(error: unknown, at: Whereabouts): unknown {
  return recognise(error) === undefined ? error : explainStartError(error, at);
}

/** Runs `action` again for as long as another program holds the lock, up to `patienceMs`. */
export async function retryWhileLocked<T>(action: () => Promise<T>, patienceMs = 5000): Promise<T> {
  const pauseMs = 50;
  const deadline = Date.now() + patienceMs;
  for (;;) {
    try {
      return await action();
    } catch (error) {
      if (recognise(error) !== "locked" || Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

function recognise(error: unknown): DatabaseProblem | undefined {
  if (!(error instanceof Error)) return undefined;
  const worded = problemsByWords.find(([pattern]) => pattern.test(error.message));
  if (worded) return worded[1];
  const code = "code" in error ? String(error.code) : "";
  return problemsByCode.find(([pattern]) => pattern.test(code))?.[1];
}

/** Whether a statement may have been carried out although it failed: PostgreSQL was cut off, or did not answer in time. */
export function isAnswerLost(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  return (
    (endsSession(error) && code !== "53300") ||
    /^(08|57P0|ECONNRESET|EPIPE)/.test(String(code)) ||
    /Connection terminated|read timeout/.test(String(message))
  );
}
