import { type DestinationStream, type Level, type Logger, pino, stdTimeFunctions } from "pino";
import { createStandardOutput } from "./log-destination.ts";
import { createScrubber } from "./log-scrub.ts";
import { printable } from "./printable.ts";

export type Log = Logger;

/** Fields whose whole value is replaced, on whatever level of a line they stand. */
const secretFields = new Set([
  "token",
  "botToken",
  "appToken",
  "key",
  "apiKey",
  "api_key",
  "x-api-key",
  "password",
  "secret",
  "signingSecret",
  "encryptionKeys",
  "authorization",
  "Authorization",
  "headers",
  "cookie",
  "responseUrl",
  "response_url",
  "requestBody",
]);

/**
 * JSON lines on standard output, each written before the call returns, so that it survives `process.exit`. Secret
 * fields are redacted by name (pino's own wildcards cost 20 µs a line), errors keep known fields only, and every
 * finished line is scrubbed of tokens and of the exact `secrets`.
 */
export function createLog(options: {
  level: Level | "silent";
  secrets?: string[];
  destination?: DestinationStream;
}): Log {
  const scrub = createScrubber(options.secrets);
  const destination = options.destination ?? createStandardOutput();
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }), log: redactFields },
      // A child's own fields pass no formatter.
      redact: { paths: [...secretFields].map((field) => `["${field}"]`), censor: "[redacted]" },
      serializers: { err: (error) => describeError(error) },
    },
    // JSON writes out U+0000 to U+001F by itself, and no other character that a terminal obeys.
    { write: (line) => destination.write(printable(scrub(line))) },
  );
}

function redactFields(fields: object): Record<string, unknown> {
  const redacted = Object.entries(fields).map(([name, value]) => [
    name,
    secretFields.has(name) ? "[redacted]" : redactValue(value),
  ]);
  return Object.fromEntries(redacted);
}

function redactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactValue);
  return isPlainObject(value) ? redactFields(value) : value;
}

function isPlainObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** What a log line keeps of an error. */
type LoggedError = {
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
function describeError(error: unknown, depth = 1): LoggedError {
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
