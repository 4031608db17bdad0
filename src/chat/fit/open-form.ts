import { OutsideError } from "../../errors.ts";
import type { OpenForm } from "../form/form.ts";
import type { Answering } from "../interaction.ts";
import { Refused } from "../refusal.ts";

/** The platform failed as a form was to open, which it may do a moment later. Nothing has been done by then. */
export class FormNotOpened extends OutsideError {
  override readonly name = "FormNotOpened";
  // No property: what was typed would stand in the log.
  readonly #open: OpenForm;

  constructor(open: OpenForm, cause: OutsideError) {
    super("A form could not be opened.", { cause });
    this.#open = open;
  }

  get open(): OpenForm {
    return this.#open;
  }
}

/** Opens a form whose values are kept. Rejects with FormNotOpened where a press may open it after all. */
export async function openForm(answering: Pick<Answering, "openForm">, open: OpenForm): Promise<void> {
  try {
    await answering.openForm(open);
  } catch (error) {
    if (!(error instanceof OutsideError) || error instanceof Refused) throw error;
    throw new FormNotOpened(open, error);
  }
}
