/** A rule said no. The message is written for people: it is shown as it stands and says what to do next. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/**
 * Something outside the process failed: Tavus, Discord, Slack or the database.
 * The message never holds a key, a token, a header or a request body.
 */
export class OutsideError extends Error {
  override readonly name: string = "OutsideError";
  /** So long whoever failed wants to be left alone, in milliseconds. */
  readonly waitMs: number | undefined;
  /** No further try helps before somebody has done what the message says. */
  readonly isFinal: boolean;

  constructor(message: string, { waitMs, isFinal = false, ...options }: OutsideOptions = {}) {
    super(message, options);
    this.isFinal = isFinal;
    this.waitMs = waitMs === undefined ? undefined : keptPauseMs(waitMs);
  }
}

type OutsideOptions = ErrorOptions & { waitMs?: number | undefined; isFinal?: boolean };

const dayMs = 24 * 60 * 60_000;

/** Of a pause that was asked for, how much is kept: a number that is none, or of years, comes from a mistake out there. */
export function keptPauseMs(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), dayMs);
}
