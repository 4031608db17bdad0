import { OutsideError } from "../../errors.ts";
import { endsSession } from "../postgres/connection-lost.ts";

/** Where a database is, for people. */
export type Whereabouts = {
  /** A path, or database and host; no password. */
  place: string;
  /** What the address stands in, where it can be corrected: a variable, or an argument. Default: DATABASE_URL. */
  setting?: string | undefined;
};

/** For a cause that only whoever programs understands. An errand has no log, and tells it itself. */
export const causeIsLogged = "The cause is in the log";

/** What is wrong, what that means for the data, and the next step; follows "The database <place> ". */
const sentencesFor = (setting: string) => ({
  newer: `was written by a newer version of this program. Nothing was changed. Start that version again, or name another database in ${setting}`,
  locked:
    "is locked by another program. Nothing was changed. Close that program (a second bot, a backup, a database viewer) and try again. Where there is none, the file lies on a network drive that cannot lock: put it on a disk of this machine",
  unfit: `lies on a file system that cannot lock or share it as SQLite needs, as network drives and folders of another system often cannot (NFS, SMB, a virtual machine's shared folder). Nothing was changed. Name a file on a disk of this machine in ${setting}, or use PostgreSQL`,
  exchanged: "was replaced by another file while it was being opened. Nothing was changed. Start this again",
  readOnly: `cannot be written to. Nothing was changed. Give this program the right to write to the file and its folder, or name another place in ${setting}`,
  cannotOpen: `cannot be opened or created. Check that its path names a file, not a folder, and that this program may write to the folder it lies in, or name another place in ${setting}`,
  notADatabase: `is not a database but some other file. Nothing was changed. Name another path in ${setting}, or put a backup in its place`,
  damaged: `is damaged. Nothing was changed. Keep a copy of the file, then put a backup in its place, or name another path in ${setting}`,
  diskFull: "cannot grow: the disk is full. Nothing was lost. Free some space and try again",
  diskFailed: "cannot be read or written because the disk reports errors. Check the disk, then try again",
  unreachable: `cannot be reached. Check that PostgreSQL runs and that host and port in ${setting} are right, then try again`,
  untrusted: `shows a certificate that no authority known here has signed. Name its authority's file with sslrootcert=<file> in ${setting}, or in NODE_EXTRA_CA_CERTS. Where the provider has none to name, sslmode=require encrypts without checking who answers`,
  certificateOver:
    "shows a certificate that has expired or is not valid yet. Renew it there, and check this machine's clock",
  otherName: `shows a certificate for another host. Write the host into ${setting} as the certificate names it`,
  noCertificateFile:
    "was not asked: a file that sslrootcert, sslcert or sslkey in its address names cannot be read. Correct its path, or let this program read it",
  noTls: `offers no TLS, which sslmode in ${setting} asks for. Turn it on there (ssl = on), or remove sslmode where the network is your own`,
  needsTls: `takes only encrypted connections from here. Add sslmode=verify-full to ${setting} (?sslmode=verify-full at its end), or set PGSSLMODE where the provider writes that address itself`,
  loginRefused: `refused the login. Check user and password in ${setting}; special characters in the password must be percent-encoded`,
  unknownDatabase: `does not exist on this server. Create it with CREATE DATABASE, or correct the name in ${setting}`,
  startupParameter: `stands behind a pooler (PgBouncer) that does not take what its address asks for. Remove options and the like from ${setting}, or name them in the pooler's ignore_startup_parameters`,
  statementPooling:
    "stands behind a pooler that hands out a connection for each statement, and nothing could be kept together. Set pool_mode = transaction there",
  noSchema:
    "has no schema where tables could be made: search_path names none that is there and that this user may use. Create that schema, or correct search_path of this user or this database",
  notWhole: `cannot keep every text, for its encoding is not UTF8: an emoji or a curly quote could not be saved. Nothing was changed. Create another one (CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0) and name it in ${setting}`,
  notAllowed: `does not let this user create tables. Grant it CREATE on the schema, or use another user in ${setting}`,
  noRights: `does not let this user read and change all of its tables. Grant it SELECT, INSERT, UPDATE and DELETE on them, or use the user that made them in ${setting}`,
  tooManyConnections:
    "has no connection to spare. Raise max_connections of PostgreSQL, lower DATABASE_POOL_SIZE of each process, or stop what else uses it",
  migrationFailed: `could not be brought up to date. All of the attempt was undone, so the previous version of this program still works with it. ${causeIsLogged}`,
  unknown: `could not be used. ${causeIsLogged}`,
});

export type DatabaseProblem = keyof ReturnType<typeof sentencesFor>;

/**
 * Codes of SQLite (https://www.sqlite.org/rescode.html), of the operating system, and of PostgreSQL
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const problemsByCode: [RegExp, DatabaseProblem][] = [
  [/^SQLITE_(BUSY|LOCKED)/, "locked"],
  [/^SQLITE_READONLY_DBMOVED/, "exchanged"],
  [/^(SQLITE_READONLY|EROFS|25006)/, "readOnly"],
  [
    /^(SQLITE_(CANTOPEN|PERM|AUTH)|EACCES|EPERM|ENOTDIR|EISDIR|EEXIST|ENOENT|ENAMETOOLONG|ELOOP)/,
    "cannotOpen",
  ],
  [/^SQLITE_NOTADB/, "notADatabase"],
  [/^SQLITE_CORRUPT/, "damaged"],
  [/^(SQLITE_FULL|ENOSPC|EDQUOT|53100)/, "diskFull"],
  [/^SQLITE_(PROTOCOL|IOERR_(LOCK|UNLOCK|RDLOCK|CHECKRESERVEDLOCK|SHM))/, "unfit"],
  [/^(SQLITE_IOERR|EIO)/, "diskFailed"],
  [/^(ECONN|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE|EHOST|ENET|08|57P0)/, "unreachable"],
  // https://nodejs.org/api/tls.html#x509-certificate-error-codes
  [/^(DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT|UNABLE_TO_|CERT_UNTRUSTED|INVALID_CA)/, "untrusted"],
  [/^CERT_(HAS_EXPIRED|NOT_YET_VALID)/, "certificateOver"],
  [/^(ERR_TLS_CERT_ALTNAME_INVALID|HOSTNAME_MISMATCH)/, "otherName"],
  [/^28/, "loginRefused"],
  [/^3D000/, "unknownDatabase"],
  [/^3F000/, "noSchema"],
  [/^42501/, "notAllowed"],
  [/^53300/, "tooManyConnections"],
];

/**
 * pg gives its own failures no code, PostgreSQL refuses plaintext as it refuses a login, and PgBouncer gives nearly all of its own
 * one code (08P01), Supavisor XX000: https://www.pgbouncer.org/config.html, https://github.com/supabase/supavisor
 */
const problemsByWords: [RegExp, DatabaseProblem][] = [
  [/timeout exceeded when trying to connect|Connection terminated/, "unreachable"],
  [/unsupported startup parameter/, "startupParameter"],
  [/not allowed in statement pooling mode/, "statementPooling"],
  [/no such database:/, "unknownDatabase"],
  [/permission denied for (table|relation)/, "noRights"],
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
