import { wholeStart } from "../../cut-text.ts";
import { parseJson } from "../json.ts";
import { isRecord, isSecretMember } from "../redact.ts";
import { fitWords, pageTitle } from "./clean-words.ts";

/** More of a body than this is not searched for words. */
const longestBody = 100_000;
const longestText = 2000;
const mostSayings = 10;
const deepest = 20;

/** `page`: HTML or XML, so that it may be anybody's: a proxy's, a login's, or what stands for one. `text`: no JSON either. */
export type AnswerForm = "json" | "page" | "text" | "empty";

/** What an answer says, as a person may read it; "" when it says nothing. */
export type Words = { text: string; form: AnswerForm };

/**
 * Tavus's own words in every shape they come in: its documented `{error}` and `{message}`, objects and lists nested in them
 * (with the path to each), FastAPI's `{detail: [{loc, msg}]}`, plain text, and of a page its title alone. One line, at most 200
 * characters; `secrets`, and whatever looks like one, are taken out.
 */
export function readWords(body: string, secrets: readonly string[]): Words {
  const start = beginning(body);
  if (start === "") return { text: "", form: "empty" };
  if (isPage(start)) return { text: fitWords([pageTitle(start)], secrets), form: "page" };
  const parsed = parseJson(start);
  if (parsed !== undefined) {
    const form = standsForPage(parsed) ? "page" : "json";
    return { text: fitWords(sayingsOf(parsed), secrets), form };
  }
  // JSON that breaks off may hold anything.
  if (/^[[{"]/.test(start)) return { text: "", form: "text" };
  return { text: fitWords([wholeStart(start, longestText)], secrets), form: "text" };
}

/**
 * What Cloudflare, before whoever is asked, gives to programs that want JSON instead of its own pages: that the address is banned or the
 * host not found is no word of Tavus's. https://blog.cloudflare.com/rfc-9457-agent-error-pages/
 */
function standsForPage(body: unknown): boolean {
  return isRecord(body) && body.cloudflare_error === true;
}

/** HTML or XML. */
export function isPage(body: string): boolean {
  return beginning(body).startsWith("<");
}

function beginning(body: string): string {
  return wholeStart(body, longestBody)
    .replace(/^\uFEFF/, "")
    .trim();
}

function sayingsOf(body: unknown): string[] {
  const found = isRecord(body) && !Array.isArray(body) ? sayingsIn(body, top) : sayings(body, top);
  const said = [...found].filter((saying) => saying.trim() !== "").slice(0, mostSayings);
  return said.length > 0 ? said : codesOf(body).slice(0, 1);
}

/** An error that gives nothing but a code. */
function codesOf(body: unknown): string[] {
  if (!isRecord(body)) return [];
  const inside = isRecord(body.error) ? body.error : {};
  return [inside.code, inside.type, body.code, body.error_code].filter((code) => typeof code === "string");
}

/** Where in the body something stands; what lies deeper than anybody writes is not followed. */
type Place = { path: readonly string[]; depth: number };
const top: Place = { path: [], depth: 0 };

function under({ path, depth }: Place, ...members: readonly string[]): Place {
  return { path: [...path, ...members], depth: depth + 1 };
}

function* sayings(value: unknown, place: Place): Generator<string> {
  const { path, depth } = place;
  if (depth > deepest) return;
  if (typeof value === "string") yield [path.join("."), value].filter(Boolean).join(": ");
  else if (Array.isArray(value))
    for (const item of value.slice(0, mostSayings)) yield* sayings(item, under(place));
  else if (isRecord(value)) yield* sayingsIn(value, under(place, ...partOf(value)));
}

/** Members that say something, in the order in which they are read. */
const speaking = [
  ...["error", "message", "msg", "detail", "details", "errors", "reason"],
  ...["description", "error_description", "error_message", "title"],
];

/** Where one of the members above stands, they are all that is said; else every member is a part of what was sent. */
function* sayingsIn(object: Record<string, unknown>, place: Place): Generator<string> {
  const said = speaking.filter((member) => isSaying(object[member]));
  if (said.length === 0) return yield* sayingsUnder(object, place);
  const { error, message } = object;
  const isBoth = typeof error === "string" && typeof message === "string" && error.trim() && message.trim();
  if (isBoth) yield* sayings(error === message ? error : `${error}: ${message}`, place);
  for (const member of isBoth ? said.slice(2) : said) yield* sayings(object[member], place);
}

function isSaying(value: unknown): boolean {
  return isRecord(value) || (typeof value === "string" && value.trim() !== "");
}

/** Members that repeat what was sent, or say nothing to a person. */
const silent = new Set([
  ...["input", "ctx", "value", "url", "type", "code", "error_code", "status", "status_code", "conflict"],
  ...[
    "request_id",
    "trace_id",
    "timestamp",
    "instance",
    "loc",
    "path",
    "field",
    "param",
    "documentation_url",
  ],
]);

function* sayingsUnder(object: Record<string, unknown>, place: Place): Generator<string> {
  for (const [member, value] of Object.entries(object).slice(0, mostSayings)) {
    if (silent.has(member)) continue;
    // What stands there may be a secret that was sent.
    if (isSecretMember(member)) yield `${under(place, member).path.join(".")} is named`;
    else yield* sayings(value, under(place, member));
  }
}

/** Which part of what was sent a saying is about: FastAPI's `loc`, and what others call it. */
function partOf({ loc, path, field, param }: Record<string, unknown>): string[] {
  const named = [loc, path, field, param].find((one) => typeof one === "string" || Array.isArray(one));
  const parts = Array.isArray(named) ? named.map(String) : typeof named === "string" ? [named] : [];
  return parts[0] === "body" ? parts.slice(1) : parts;
}
