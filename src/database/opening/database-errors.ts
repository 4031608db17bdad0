import { OutsideError } from "../../errors.ts";

/** What is wrong, what that means for the data, and the next step; follows "The database <place> ". */
const sentences = {
  newer:
    "was written by a newer version of this program. Nothing was changed. Start that version again, or point DATABASE_URL at another database",
  locked:
    "is locked by another program. Nothing was changed. Close that program (a second bot, a backup, a database viewer) and start again",
  readOnly:
    "cannot be written to. Nothing was changed. Give this program the right to write to the file and its folder, or point DATABASE_URL elsewhere",
  cannotOpen:
    "cannot be opened or created. Check that its path names a file, not a folder, and that this program may write to the folder it lies in, or point DATABASE_URL elsewhere",
  notADatabase:
    "is not a database but some other file. Nothing was changed. Point DATABASE_URL at another path, or put a backup in its place",
  damaged:
    "is damaged. Nothing was changed. Keep a copy of the file, then put a backup in its place, or point DATABASE_URL at another path",
  diskFull: "cannot grow: the disk is full. Nothing was lost. Free some space and start again",
  diskFailed: "cannot be read or written because the disk reports errors. Check the disk, then start again",
  unreachable:
    "cannot be reached. Check that PostgreSQL runs and that host and port in DATABASE_URL are right, then start again",
  untrusted:
    "shows a certificate that no authority known here has signed. Name its authority's file with sslrootcert=<file> in DATABASE_URL, or in NODE_EXTRA_CA_CERTS",
  certificateOver:
    "shows a certificate that has expired or is not valid yet. Renew it there, and check this machine's clock",
  otherName:
    "shows a certificate for another host. Write the host into DATABASE_URL as the certificate names it",
  noCertificateFile:
    "was not asked: a file that sslrootcert, sslcert or sslkey in its address names cannot be read. Correct its path, or let this program read it",
  noTls:
    "offers no TLS, which sslmode in DATABASE_URL asks for. Turn it on there (ssl = on), or remove sslmode where the network is your own",
  needsTls:
    "takes only encrypted connections from here. Add sslmode=verify-full to DATABASE_URL (?sslmode=verify-full at its end)",
  loginRefused:
    "refused the login. Check user and password in DATABASE_URL; special characters in the password must be percent-encoded",
  unknownDatabase:
    "does not exist on this server. Create it with CREATE DATABASE, or correct the name in DATABASE_URL",
  startupParameter:
    "stands behind a pooler (PgBouncer) that does not take what its address asks for. Remove options and the like from DATABASE_URL, or name them in the pooler's ignore_startup_parameters",
  statementPooling:
    "stands behind a pooler that hands out a connection for each statement, and nothing could be kept together. Set pool_mode = transaction there",
  notAllowed:
    "does not let this user create tables. Grant it CREATE on the schema, or use another user in DATABASE_URL",
  tooManyConnections:
    "has no connection to spare. Raise max_connections of PostgreSQL, lower DATABASE_POOL_SIZE of each process, or stop what else uses it",
  migrationFailed:
    "could not be brought up to date. All of the attempt was undone, so the previous version of this program still works with it. The cause is in the log",
  unknown: "could not be used. The cause is in the log",
} as const;

export type DatabaseProblem = keyof typeof sentences;

/**
 * Codes of SQLite (https://www.sqlite.org/rescode.html), of the operating system, and of PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const problemsByCode: [RegExp, DatabaseProblem][] = [
  [/^SQLITE_(BUSY|LOCKED)/, "locked"],
  [/^(SQLITE_READONLY|EROFS|25006)/, "readOnly"],
  [/^(SQLITE_(CANTOPEN|PERM|AUTH)|EACCES|EPERM|ENOTDIR|EISDIR|EEXIST|ENOENT)/, "cannotOpen"],
  [/^SQLITE_NOTADB/, "notADatabase"],
  [/^SQLITE_CORRUPT/, "damaged"],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|53100)/, "diskFull"],
  [/^(SQLITE_IOERR|EIO)/, "diskFailed"],
  [/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EHOST|ENET|08|57P0)/, "unreachable"],
  // https://nodejs.org/api/tls.html#x509-certificate-error-codes
  [/^(DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_|CERT_UNTRUSTED|INVALID_CA)/, "untrusted"],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)/, "certificateOver"],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/, "otherName"],
  [/^28/, "loginRefused"],
  [/^3D000/, "unknownDatabase"],
  [/^42501/, "notAllowed"],
  [/^53300/, "tooManyConnections"],
];

/**
 * pg gives its own failures no code, PostgreSQL refuses plaintext as it refuses a login, and PgBouncer gives nearly all of its own
 * one code (08P01): https://www.pgbouncer.org/config.html
 */
const problemsByWords: [RegExp, DatabaseProblem][] = [
  [/timeout exceeded when trying to connect|Connection terminated/, "unreachable"],
  [/unsupported startup parameter/, "startupParameter"],
  [/not allowed in statement pooling mode/, "statementPooling"],
  [/no such database:/, "unknownDatabase"],
  [/no more connections allowed/, "tooManyConnections"],
  [/does not support SSL connections/, "noTls"],
  [/no pg_hba\.conf entry .*no encryption/, "needsTls"],
];

/** The database cannot be used. The message is meant for the operator and holds no password. */
export class DatabaseStartError extends OutsideError {
  override readonly name = "DatabaseStartError";
  readonly problem: DatabaseProblem;

  /** `place` names the database to people: a path, or host and database name. */
  constructor(problem: DatabaseProblem, place: string, options?: ErrorOptions) {
    super(`The database ${place} ${sentences[problem]}.`, options);
    this.problem = problem;
  }
}

/** Puts whatever opening or migrating threw into words; what is not recognised becomes `fallback`. */
export function explainStartError(
  error: unknown,
  place: string,
  fallback: DatabaseProblem = "unknown",
): DatabaseStartError {
  if (error instanceof DatabaseStartError) return error;
  return new DatabaseStartError(recognise(error) ?? fallback, place, { cause: error });
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
    /^(08|57P0|ECONNRESET|EPIPE)/.test(String(code)) ||
    /Connection terminated|read timeout/.test(String(message))
  );
}
