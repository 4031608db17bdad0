/** What a log line keeps of an error. */
export type LoggedError = {
  type: string;
  message: string;
  stack?: string;
  cause?: LoggedError;
  /** The failed tries of an AggregateError, such as one per address of a host. */
  errors?: LoggedError[];
  [detail: string]: unknown;
};

/** Fields of errors (ours, Node's, discord.js's, pg's) that say what failed and hold nothing a person typed. */
const keptDetails = ["code", "status", "method", "url", "kind", "problem", "operation", "incident"];
const maxDepth = 5;

/** Copies the known fields of an error and of its causes; request bodies and everything else stay behind. */
export function describeError(error: unknown, depth = 1): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...details(error),
    ...(depth < maxDepth && nested(error, depth + 1)),
  };
}

function details(error: Error): Record<string, unknown> {
  const kept = Object.entries(error).filter(([name, value]) => keptDetails.includes(name) && isPlain(value));
  return Object.fromEntries(kept);
}

function nested(error: Error, depth: number): Pick<LoggedError, "cause" | "errors"> {
  return {
    ...(error.cause !== undefined && { cause: describeError(error.cause, depth) }),
    ...(error instanceof AggregateError && {
      errors: error.errors.slice(0, maxDepth).map((each) => describeError(each, depth)),
    }),
  };
}

function isPlain(value: unknown): boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
