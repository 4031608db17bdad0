import { type DestinationStream, type Level, type Logger, pino, stdTimeFunctions } from "pino";
import { createStandardOutput } from "./log-destination.ts";
import { describeError } from "./log-error.ts";
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
  "encryptionKey",
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
