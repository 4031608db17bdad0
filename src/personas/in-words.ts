import { UserError } from "../errors.ts";
import { TavusError } from "../tavus/errors.ts";
import { textOf } from "../warnings/causes.ts";

/** A failure of Tavus becomes a UserError: `beginning` says what it means here, then its cause and its remedy follow. */
export async function inWords<T>(beginning: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { happened, remedy } = textOf(error.kind);
    throw new UserError(`${beginning} ${happened} ${remedy}`, { cause: error });
  }
}
