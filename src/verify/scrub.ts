import type { Exchange } from "./exchange.ts";

/** What every mark of this program begins with, like nothing that anybody else would write. */
export const markBegin = "personaforge-verify-";

/** Headers that say something of Tavus's rules; the others are left out of records. */
const tellingHeader = /^(content-type|retry-after|etag|x-ratelimit|ratelimit|x-request-id)/;
/** Members that open something. */
const secretMember = /api_key|token|secret|authorization|password|headers/i;
/** Members whose text is an account's own work. */
const privateMember = /prompt|context|name|greeting|description|criteria|email|_url$|tags$/i;

/**
 * The exchange as it may be kept in a file and shown to others: no other key, no token, and no text of the account's own. What we
 * sent ourselves is our own text, and stays.
 */
export function scrubExchange(exchange: Exchange): Exchange {
  const own = ownTexts(exchange.body);
  const text = JSON.stringify({ ...exchange, headers: telling(exchange.headers) }, (member, value) => {
    if (member !== "" && secretMember.test(member) && member !== "headers") return hidden(value);
    const isPrivate = privateMember.test(member) && typeof value === "string" && !own.has(value);
    return isPrivate && !isOurs(value) ? `(${value.length} characters)` : value;
  });
  return JSON.parse(text);
}

function telling(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => tellingHeader.test(name)));
}

function hidden(value: unknown): unknown {
  return value === null || value === undefined ? value : "(hidden)";
}

/** What carries the mark of this program was made by it. */
function isOurs(text: string): boolean {
  return text.includes(markBegin);
}

function ownTexts(body: unknown): ReadonlySet<string> {
  const texts = new Set<string>();
  JSON.stringify(body ?? null, (_, value) => {
    if (typeof value === "string") texts.add(value);
    return value;
  });
  return texts;
}
