import { cutText, wholeStart } from "../../cut-text.ts";
import { withoutSecrets } from "../../text/secret-forms.ts";

const longestWords = 200;
/** More than this of one saying is not searched for what looks like a secret: nothing behind it is shown. */
const longestSearched = 2000;

/** Sayings as one line that a person may read: none twice, no control characters, no secrets, at most 200 characters. */
export function fitWords(sayings: readonly string[], secrets: readonly string[]): string {
  const clean = sayings.map((saying) => cleanWords(withoutSecrets(toOneLine(saying), secrets, instead)));
  const text = [...new Set(clean)].filter((saying) => saying !== "").join("; ");
  return cutText(text, longestWords, "codePoints");
}

/** What others say as one line without what looks like a secret; of any length. */
export function cleanWords(text: string): string {
  return withoutLikeSecrets(toOneLine(text));
}

/** With single blanks and no control characters. */
export function toOneLine(text: string): string {
  return text
    .replace(/[\s\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, "")
    .trim();
}

const instead = "(key)";

/** What looks like a secret, whosever it is: Tavus keeps keys of other services and may repeat them. */
const looksSecret: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${instead}`],
  [
    /\b((?:x-)?api[ _-]?key|token|secret|password)(["']?\s*[:=]\s*["']?)(?=[^\s"',;]*\d)[^\s"',;]{8,}/gi,
    `$1$2${instead}`,
  ],
  [/\b(?:tvsk|sk|pk|rk|gsk|xi|ghp|xox[a-z]|xapp)[-_][\w-]{6,}/gi, instead],
  [/\bAKIA\w{12,}|\bAIza[\w-]{20,}|\b[0-9a-f]{32,}\b/gi, instead],
];

function withoutLikeSecrets(text: string): string {
  const searched = wholeStart(text, longestSearched);
  return looksSecret.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), searched);
}

/** What a page is called; "" when it has no title. One step after the other: no pattern is tried anew from each place. */
export function pageTitle(page: string): string {
  const tag = page.search(/<title/i);
  const begin = tag === -1 ? 0 : page.indexOf(">", tag) + 1;
  if (begin === 0) return "";
  const text = wholeStart(page.substring(begin), longestSearched);
  const end = text.indexOf("<");
  return end !== -1 && /^<\/title/i.test(text.substring(end)) ? decodeEntities(text.substring(0, end)) : "";
}

/** What a page writes as `&amp;` or `&#39;` as what it is. */
export function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w{1,8}));/gi, readEntity);
}

const entities: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
]);

function readEntity(written: string, decimal?: string, hex?: string, name?: string): string {
  if (name !== undefined) return entities.get(name.toLowerCase()) ?? written;
  const codePoint = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
  return codePoint <= 0x10ffff ? String.fromCodePoint(codePoint) : written;
}
