/** A rule said no. The message is written for people: it is shown as it stands and says what to do next. */
export class UserError extends Error {
  override readonly name: string = "UserError";
}

/** What it was to be done to is not here any more, so that asking for the same again cannot help. */
export class GoneError extends UserError {
  override readonly name = "GoneError";
}

/** It was done, and what it was done to is deleted here since: nobody waits for its outcome any more. */
export class DeletedMeanwhileError extends GoneError {
  constructor() {
    super(
      "This was deleted here at the same moment, perhaps by somebody else. Nothing more is done with it.",
    );
  }
}

/** The team was forgotten while this was under way: nothing of its work is kept. */
export class TeamForgottenError extends UserError {
  override readonly name = "TeamForgottenError";

  constructor(options?: ErrorOptions) {
    super(
      "Everything this team had here was deleted while this was under way (/persona-forget), and nothing of this is kept. If it is still wanted, run the command again.",
      options,
    );
  }
}

/** Everything of a team is being deleted, and that did not come to its end at once. */
export class ForgettingHaltedError extends UserError {
  override readonly name = "ForgettingHaltedError";

  constructor(options?: ErrorOptions) {
    super(
      "Deleting everything was begun and halted halfway, because the database failed. It goes on by itself within two minutes; until it has ended nothing new is taken here.",
      options,
    );
  }
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

/** What the work comes to, or what outside has failed it; whatever else it meets is a mistake of ours, and rejects. */
export async function orOutside<T>(work: () => Promise<T>): Promise<T | OutsideError> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof OutsideError) return error;
    throw error;
  }
}

type OutsideOptions = ErrorOptions & { waitMs?: number | undefined; isFinal?: boolean };

const dayMs = 24 * 60 * 60_000;

/** Of a pause that was asked for, how much is kept: a number that is none, or of years, comes from a mistake out there. */
export function keptPauseMs(ms: number): number {
  return Number.isNaN(ms) ? 0 : Math.min(Math.max(ms, 0), dayMs);
}
