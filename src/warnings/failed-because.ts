import { UserError } from "../errors.ts";
import type { Cause } from "./causes.ts";

/** Something did not come about for a reason that has a remedy of its own: whoever reads it is offered that. */
export class FailedBecause extends UserError {
  override readonly name = "FailedBecause";
  readonly reason: Cause;

  constructor(message: string, reason: Cause, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
