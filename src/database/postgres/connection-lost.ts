/** The codes of a transaction whose outcome is not known: https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const unknownOutcome = "08007";

/** Nobody can say whether a transaction was committed. */
export function isOutcomeUnknown(error: unknown): boolean {
  return (error as { code?: unknown }).code === unknownOutcome;
}

/**
 * Whether the connection broke, or was never there: over the network, by a server that stops, starts or recovers, or by a
 * pooler that has lost its own. What was asked may have been done, unless a transaction was to commit it.
 */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (code === unknownOutcome || /unsupported startup parameter/.test(String(message))) return false;
  return (
    endsSession(error) ||
    /^(08|57P0|53300|E(CONN|HOST|NET|PIPE|TIMEDOUT|AI_|NOTFOUND))/.test(String(code)) ||
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(String(message))
  );
}

/** Whom the server lets in, to what, and with which settings: it says the same again to whoever asks again. */
const notLetIn = /^(0A|22|28|3D|42)/;

/**
 * Whether the server, or a pooler, has hung up with these words: over a transaction that stood still or lasted too long (by its code, for
 * a server may say FATAL in its own language), or for a reason that has no code of its own, as a pooler's XX000.
 * https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
export function endsSession(error: unknown): boolean {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  if (/^25P0[34]$/.test(String(code))) return true;
  return /^(FATAL|PANIC)$/.test(String(severity)) && !notLetIn.test(String(code));
}

/** A server that takes no writes, such as a primary that has become a standby. Nothing was done. */
export function isReadOnlyServer(error: unknown): boolean {
  return (error as { code?: unknown } | undefined)?.code === "25006";
}

/** Starting up, shutting down or recovering: it has said that it is there. */
export function isServerComing(error: unknown): boolean {
  return (error as { code?: unknown }).code === "57P03";
}

/**
 * Taken back by the server, for others wrote the same at the same time, waited for it in turn, or had it for too long. Nothing was done, and
 * later it may be: https://www.postgresql.org/docs/current/mvcc-serialization-failure-handling.html
 */
export function isTakenBack(error: unknown): boolean {
  return /^(40001|40P01|55P03)$/.test(String((error as { code?: unknown }).code));
}
