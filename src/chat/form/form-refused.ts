import type { FieldErrors } from "./field.ts";

/**
 * A form's values cannot be taken, for reasons that only its command could find out: thrown by `run`. Before `saved`
 * the form stays open with these sentences beside its fields; afterwards they are the answer, with a way back into it.
 */
export class FormRefused extends Error {
  override readonly name = "FormRefused";
  readonly errors: FieldErrors;

  constructor(errors: FieldErrors) {
    super(`Refused: ${Object.keys(errors).join(", ")}`);
    this.errors = errors;
  }
}
