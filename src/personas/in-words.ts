import { TavusError } from "../tavus/errors.ts";
import { FailedBecause } from "../warnings/failed-because.ts";
import type { Operation } from "../warnings/scene.ts";
import { sentencesFor, withSaid } from "../warnings/sentences.ts";

/**
 * A failure of Tavus becomes a FailedBecause: `beginning` says what it means here, then its cause, Tavus's own words and the remedy
 * follow.
 */
export async function inWords<T>(beginning: string, operation: Operation, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    throw new FailedBecause(`${beginning} ${failureText(error, operation)}`, error.kind, { cause: error });
  }
}

/** What happened, in Tavus's own words too, what to do, and the number under which the log has the rest. */
function failureText({ kind, words, incident }: FailureInWords, operation: Operation): string {
  const { happened, remedy } = sentencesFor(kind, { operation });
  return `${withSaid(happened, kind, words)}\n${remedy} (Incident ${incident})`;
}

type FailureInWords = Pick<TavusError, "kind" | "words" | "incident">;
