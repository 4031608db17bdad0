import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { DirectWay } from "./interaction.ts";

/** Who can do what a remedy says: whoever runs the bot, an admin of the team, or nobody, because nothing need be done. */
export type Mender = "operator" | "admin" | "nobody";

/**
 * What a refusal is about. `channel`: nothing can be sent to this one. `team`: nor to any other of it. `person`: this one
 * takes nothing from the bot, which is their own affair. `text`: this message as it is. `original`: the message to change.
 * `interaction`: what somebody did takes no more answers. `app`: something that the bot may do nowhere. `token`: nothing
 * at all gets through, by no way.
 */
export type About = "channel" | "team" | "person" | "text" | "original" | "interaction" | "app" | "token";

/** What an error code of a platform means: `cause` is a clause, `remedy` a sentence to whoever can mend it. */
export type Meaning = { cause: string; remedy: string; mender: Mender; about: About } & (
  | { passes?: never }
  /** Waiting helps; so long where the platform names no time, in milliseconds. */
  | { passes: true; pauseMs?: number }
);

/** What a failed call comes to. Whatever is not known to pass is refused for good. */
export type Verdict =
  | { kind: "passes"; waitMs: number | undefined }
  | { kind: "refused"; code: string; meaning: Meaning };

/** The platform said no, and would say it again. */
export class Refused extends OutsideError {
  readonly meaning: Meaning;

  constructor(message: string, meaning: Meaning) {
    super(message, { isFinal: true });
    this.meaning = meaning;
  }
}

/**
 * Sends a direct message; false: it was refused for good, and the log and `onRefused` hear why unless it is the person's
 * affair. Rejects as `sending` does where it may be taken later, or by another token.
 */
export async function sendUnlessRefused(
  sending: Promise<unknown>,
  { log, onRefused }: { log: Log; onRefused: ((remedy: string) => void) | undefined },
): Promise<boolean> {
  try {
    await sending;
    return true;
  } catch (error) {
    // With another token it is sent after all.
    if (!(error instanceof Refused) || error.meaning.about === "token") throw error;
    // The channel of a direct message is the person's own.
    if (error.meaning.about === "person" || error.meaning.about === "channel") return false;
    log.warn(
      { err: error },
      "a direct message was refused; what it says comes with the person's next command",
    );
    onRefused?.(inTeamsWords(error.meaning));
    return false;
  }
}

/** Rejects where another process says by now what was to be said here. */
export async function mustBeOurs({ isOurs }: Pick<DirectWay, "isOurs">): Promise<void> {
  if (isOurs && !(await isOurs())) throw new OutsideError("Another process says it.");
}

/** Whether the channel is closed to the bot, whatever it would say there. */
export function closesChannel({ about }: Meaning): boolean {
  return about === "channel" || about === "team";
}

/** Why, and who can mend it how, for whoever in the team reads it. */
export function inTeamsWords({ cause, remedy, mender }: Meaning): string {
  const happened = `${capital(cause)}.`;
  if (mender === "operator") return `${happened} Tell whoever runs the bot: ${remedy}`;
  return mender === "admin" ? `${happened} An admin can mend it: ${remedy}` : `${happened} ${remedy}`;
}

/** The same for the log and for whoever runs the bot. */
export function inOperatorsWords({ cause, remedy }: Meaning): string {
  return `${cause}. ${remedy}`;
}

export function capital(sentence: string): string {
  return sentence.replace(/^\p{Ll}/u, (first) => first.toUpperCase());
}
