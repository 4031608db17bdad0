import { explainStartError, type Whereabouts } from "../database/opening/database-errors.ts";
import { causeIsLogged } from "../database/opening/problem-sentences.ts";
import { OutsideError } from "../errors.ts";
import { scrub } from "../log-scrub.ts";

export type Outcome = { exitCode: 0 | 1; message: string };

/** What `work` says, or in words what SQLite or the file system refused; a mistake of this program stays one. */
export async function outcomeOf(at: Whereabouts, work: () => Promise<string>): Promise<Outcome> {
  try {
    return { exitCode: 0, message: await work() };
  } catch (error) {
    if (error instanceof OutsideError) return { exitCode: 1, message: withCause(error) };
    const explained = explainStartError(error, at);
    if (explained.problem === "unknown") throw error;
    return { exitCode: 1, message: explained.message };
  }
}

/** Nobody keeps a log here. */
function withCause({ message, cause }: OutsideError): string {
  return cause instanceof Error
    ? message.replace(`${causeIsLogged}.`, () => `The cause: ${scrub(cause.message)}`)
    : message;
}
