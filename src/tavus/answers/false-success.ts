import { TavusError } from "../errors.ts";
import { gistOf } from "../gist.ts";
import { parseJson } from "../json.ts";
import { isRecord } from "../redact.ts";
import { decideKind } from "./decide-kind.ts";
import { nounsIn } from "./names-what.ts";
import { hasOwnId, objectIn } from "./object-in.ts";
import { textsIn } from "./own-words.ts";
import { isPage, readWords, type Words } from "./read-words.ts";
import { hasFailed, readStatus } from "./status-words.ts";

/** An error's body is short; what is longer is an answer. */
const longestError = 100_000;
/** Of UTF-8, a character of it. */
const mostBytes = 3;

/**
 * Whether it is short enough to tell of a failure. What is written may be told back, in any script; a list is an answer, of
 * which every page would be made a text for nothing.
 */
export function mayBeFalseSuccess(method: string, { byteLength }: ArrayBuffer): boolean {
  return byteLength <= (method === "GET" ? longestError : longestError * mostBytes);
}

/** An answer with the status of a success, its body as text. */
export type ClaimedSuccess = {
  operation: string;
  status: number;
  body: string;
  secrets: readonly string[];
  /** The body of the request it answers. */
  sent?: unknown;
};

/** The failure that the body of a success tells of; undefined: it tells of none. */
export function readFalseSuccess({
  operation,
  status,
  body,
  secrets,
  sent,
}: ClaimedSuccess): TavusError | undefined {
  if (body.length > longestError || body.trim() === "") return undefined;
  // What it says is looked for only where it says that it failed: of a success nearly every byte would be read for nothing.
  const error = (kindOf: (words: Words) => TavusError["kind"]) => {
    const words = readWords(body, secrets);
    const gist = words.text === "" ? undefined : gistOf(words.text, textsIn(sent));
    const kind = kindOf(words);
    return new TavusError({
      kind,
      operation,
      status,
      words: words.text || undefined,
      gist,
      reached: "maybe",
    });
  };
  // A page of a login, a firewall, a hotel.
  if (isPage(body)) return error(() => "unexpectedReply");
  const parsed = parseJson(body);
  if (!isRecord(parsed) || Array.isArray(parsed)) return undefined;
  if (saysError(parsed, operation))
    return error(({ text, form }) => decideKind({ operation, status, words: text, form, sent }));
  const isNothingDone = operation.startsWith("delete ") && saysNothingDone(parsed);
  return isNothingDone ? error(() => "notApplied") : undefined;
}

function saysError(body: Record<string, unknown>, operation: string): boolean {
  const isWrite = /^(patch|delete) /.test(operation);
  const isTalk = operation.endsWith(" in conversation");
  // An id that came back is never thrown away, whatever stands beside it; one of another kind may be what the error names.
  const answer = operation.startsWith("list ") ? body : objectIn(body);
  if (!isWrite && !isTalk && hasOwnId(answer, nounsIn(operation))) return false;
  if (isSaid(body.error) || isSaid(body.errors) || body.success === false || body.ok === false) return true;
  if (Array.isArray(body.data) && body.data.length > 0) return false;
  const status = readStatus(body.status);
  if (hasFailed(status)) return true;
  // Words are what a persona is asked for: what says how far it is, or where, is its answer.
  if (isTalk && (status !== undefined || hasOwnId(body))) return false;
  // Words, where an object or a list was asked for.
  return !isWrite && !("data" in body) && [body.message, body.detail, body.msg].some(isSaid);
}

function isSaid(value: unknown): boolean {
  if (typeof value === "string") return value.trim() !== "";
  return value === true || (isRecord(value) && Object.keys(value).length > 0);
}

function saysNothingDone(body: Record<string, unknown>): boolean {
  const counts = ["deleted", "removed", "affected", "count"].map((member) => body[member]);
  return counts.some((count) => count === false || count === 0);
}
