import { TavusError, type TavusErrorDetails } from "./errors.ts";

/** A TavusError as it goes from one thread to another, where an Error would lose what it carries. */
export type CarriedError = Omit<TavusErrorDetails, "cause"> & {
  incident: string;
  cause: CarriedCause | undefined;
};

/** What is asked of a cause besides its words: what kind of node-fetch's failure it is. */
type CarriedCause = {
  name: string;
  message: string;
  stack: string | undefined;
  type: unknown;
  code: unknown;
};

export function carryError(error: TavusError): CarriedError {
  const { kind, operation, reached, status, words, gist, retryAfterMs, incident } = error;
  const answered = status === undefined ? {} : { status };
  const cause = carryCause(error.cause);
  return { kind, operation, reached, ...answered, words, gist, retryAfterMs, incident, cause };
}

export function errorCarried({ cause, ...details }: CarriedError): TavusError {
  return new TavusError({ ...details, cause: cause && Object.assign(new Error(cause.message), cause) });
}

function carryCause(cause: unknown): CarriedCause | undefined {
  if (!(cause instanceof Error)) return undefined;
  const { name, message, stack } = cause;
  return { name, message, stack, type: memberOf(cause, "type"), code: memberOf(cause, "code") };
}

function memberOf(cause: object, member: string): unknown {
  const value: unknown = Reflect.get(cause, member);
  return typeof value === "string" ? value : undefined;
}
