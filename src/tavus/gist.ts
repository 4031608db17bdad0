import { wholeStart } from "../cut-text.ts";

/** What a sentence says in more than this is no longer its gist. */
const longest = 2000;

/** Stands for whatever differs between two tellings of one cause. */
const anything = "…";

const addresses = /\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/giu;

/** Texts in quotes of any kind; an apostrophe inside a word opens and closes none. */
const quoted =
  /"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|`[^`\n]*`|(?<![\p{L}\p{N}])['‘’](?:[^'‘’\n]|(?<=[\p{L}\p{N}])['‘’](?=[\p{L}\p{N}]))*['‘’](?![\p{L}\p{N}])/gu;

/** A quoted text is a field's name rather than somebody's where the sentence treats it as one. */
const beforeField =
  /\b(?:field|property|parameter|argument|attribute|key|path|unknown|unexpected|missing)s?:?\s*$/i;
const afterField =
  /^\s*(?:: |:?\s*\[|(?:is|are) (?:an? )?(?:required|missing|unknown|unexpected)\b|(?:field|property|parameter|argument)\b)/i;
const fieldName = /^[a-z]+(?:_[a-z]+)*_(?:ids?|uuids?|urls?|name|prompt|mode|key|type|model|context)$/;

/** What stands behind an id's or a name's label: `replica_id: rabc`, `(id=abc)`, `named Ada`. */
const labelled =
  /((?:\b|_)(?:ids?|uuid|guid|key|token|ref|trace|request|name)\b["'”’`]?\s*(?:[:=]|\()\s*)[^\s,;)\]}]+/giu;
const named = /\b(named|called)\s+[^,.;:()]+/giu;
/** Words with a capital inside a sentence, or several where it begins. */
const properNames =
  /(?<=[\p{L}\p{N}…,;)\]}]\s)\p{Lu}[\p{L}\p{N}'’-]*(?:\s+\p{Lu}[\p{L}\p{N}'’-]*)*|^\p{Lu}[\p{L}\p{N}'’-]*(?:\s+\p{Lu}[\p{L}\p{N}'’-]*)+/gu;
const words = /[\p{L}\p{N}_#%-]+/gu;
const repeated = /…(?:[\s,.;:/&|+()[\]{}'"-]|\band\b|\bor\b)*…/giu;

/**
 * What a sentence from outside says of a cause, the same for everybody whom it hits: without ids, numbers, dates,
 * addresses and names. `sent` are texts of the request that it answers, which it may quote. Only to tell causes apart
 * where there is no code for them; nobody reads it.
 */
export function gistOf(sentence: string, sent: readonly string[] = []): string {
  let gist = withoutTexts(wholeStart(sentence, longest).normalize("NFKC"), sent)
    .replace(addresses, anything)
    .replace(quoted, (text, at: number, whole: string) => unlessField(text, whole, at))
    .replace(labelled, `$1${anything}`)
    .replace(named, `$1 ${anything}`)
    .replace(words, (word) => (isMadeUp(word) ? anything : word))
    .replace(properNames, anything);
  while (repeated.test(gist)) gist = gist.replace(repeated, anything);
  return gist.toLowerCase().replace(/\s+/g, " ").trim();
}

/** Every text in a request's body, whatever holds it. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Shorter ones are words of the sentence as well; in other scripts a name is as short. */
const distinct = /.{3}|\P{ASCII}/u;

function withoutTexts(sentence: string, sent: readonly string[]): string {
  const longestFirst = sent
    .map((text) => text.normalize("NFKC").trim())
    .filter((text) => distinct.test(text) && sentence.includes(text))
    .sort((a, b) => b.length - a.length);
  return longestFirst.reduce((left, text) => left.replace(wholly(text), anything), sentence);
}

function wholly(text: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}_])${text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\p{L}\\p{N}_])`,
    "gu",
  );
}

function unlessField(text: string, whole: string, at: number): string {
  const isField =
    fieldName.test(text.slice(1, -1)) ||
    beforeField.test(whole.substring(0, at)) ||
    afterField.test(whole.slice(at + text.length));
  return isField && !/[\p{N}\s]/u.test(text) ? text : anything;
}

/** Ids and numbers: what holds a digit, is hexadecimal, or has letters in an order that no word has. */
function isMadeUp(word: string): boolean {
  if (/\p{N}/u.test(word)) return true;
  if (word.length < 8 || word.includes("_")) return false;
  const capitals = word.match(/\p{Lu}/gu)?.length ?? 0;
  const isMixed = capitals > 2 && capitals < word.length * 0.9;
  return isMixed || /^[a-f]+$/i.test(word) || /[b-df-hj-np-tv-xz]{5}/i.test(word);
}
