import { inForm } from "../../text/normal-form.ts";
import { decodeEntities, toOneLine } from "./clean-words.ts";

/** Stands for what was taken out. */
export const anything = "…";

/**
 * A sentence without what it repeats: texts of the request that it answers, whole, cut or escaped, and whatever stands in
 * quotes. What somebody typed says nothing of why it was refused, and may read like any reason.
 */
export function ownWords(sentence: string, sent: readonly string[] = []): string {
  const own = withoutSent(withoutEscapes(inForm(sentence, "NFKC")), sent);
  return own
    .replace(quoted, (text, at: number, whole: string) => unlessField(text, whole, at))
    .replace(openQuote, anything);
}

/** Every text in a request's body, whatever holds it, but for the words of a JSON Patch. */
export function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return [];
  const isOperation = "op" in value && "path" in value;
  return isOperation
    ? textsIn("value" in value ? value.value : undefined)
    : Object.values(value).flatMap(textsIn);
}

const escapes = /\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([nrtbf])|(["'`\\/]))/gi;
/** A text that is told in an answer inside an answer is escaped as often. */
const mostEscapes = 3;

/** As JSON, Python or a web page writes what is not plain. */
function withoutEscapes(sentence: string): string {
  let plain = decodeEntities(sentence);
  for (let times = 0; times < mostEscapes && plain.includes("\\"); times += 1)
    plain = plain.replace(escapes, (_, unicode?: string, byte?: string, _blank?: string, sign?: string) => {
      const code = unicode ?? byte;
      return sign ?? (code === undefined ? " " : String.fromCharCode(Number.parseInt(code, 16)));
    });
  return toOneLine(plain);
}

/** Shorter ones are words of the sentence as well; in other scripts a name is as short. */
const distinct = /.{3}|\P{ASCII}/u;

function withoutSent(sentence: string, sent: readonly string[]): string {
  const texts = [...new Set(sent.map((text) => toOneLine(inForm(text, "NFKC"))))]
    .filter((text) => distinct.test(text))
    .sort((a, b) => b.length - a.length);
  const left = texts
    .filter((text) => sentence.includes(text))
    .reduce((rest, text) => rest.replace(wholly(text), anything), sentence);
  return texts
    .map(writtenOut)
    .filter((text) => distinct.test(text.trim()))
    .reduce(withoutParts, left);
}

function wholly(text: string): RegExp {
  return new RegExp(
    `(?<![\\p{L}\\p{N}_])${text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}(?![\\p{L}\\p{N}_])`,
    "gu",
  );
}

const word = /[\p{L}\p{M}\p{N}_]+/gu;

/** A text's words alone, each between blanks: signs in it may have been dropped. */
function writtenOut(text: string): string {
  return ` ${(text.match(word) ?? []).join(" ")} `;
}

/** Takes out where the sentence goes along with the text for long enough, or where it is seen to be cut out of it. */
function withoutParts(sentence: string, text: string): string {
  const words = [...sentence.matchAll(word)];
  const startOf = (at: number) => words[at]?.index ?? sentence.length;
  const endOf = (at: number) => startOf(at) + (words[at]?.[0].length ?? 0);
  const written = words.map(([one]) => one);
  let left = "";
  let doneTo = 0;
  for (let at = 0; at < words.length; at += 1) {
    const common = commonWith(text, written, at);
    const last = at + common.count - 1;
    if (last < at) continue;
    const around = { before: sentence.substring(0, startOf(at)), after: sentence.slice(endOf(last)) };
    if (!isEcho(common, around)) continue;
    left += sentence.slice(doneTo, startOf(at)) + anything;
    doneTo = endOf(last);
    at = last;
  }
  return left + sentence.slice(doneTo);
}

/** How many words the two have in common, the last of which may be cut. */
type Common = { count: number; isWhole: boolean; isBeginning: boolean };

function commonWith(text: string, words: readonly string[], from: number): Common {
  let run = "";
  let to = from;
  while (to < words.length && text.includes(`${run} ${words[to]} `)) run += ` ${words[to++]}`;
  const isWhole = text === `${run} `;
  if (to > from && to < words.length && text.includes(`${run} ${words[to]}`)) run += ` ${words[to++]}`;
  return { count: to - from, isWhole, isBeginning: text.startsWith(run) };
}

/** So many words in a row no sentence has in common with a text by chance; fewer where it shows that they are a part of it. */
const byChance = { anywhere: 6, fromTheBeginning: 4, setOff: 3 };
const cutBefore = /(?:…|\.{3})\W{0,2}$/u;
const cutAfter = /^\W{0,2}(?:…|\.{3})/u;
const setOff = /[:=([{]\s*$/;

function isEcho(
  { count, isWhole, isBeginning }: Common,
  { before, after }: { before: string; after: string },
): boolean {
  if (isWhole) return true;
  if (isBeginning && cutAfter.test(after)) return true;
  if (cutBefore.test(before) || cutAfter.test(after) || (isBeginning && setOff.test(before)))
    return count >= byChance.setOff;
  return count >= (isBeginning ? byChance.fromTheBeginning : byChance.anywhere);
}

/** Texts in quotes of any kind; an apostrophe inside a word opens and closes none. */
const quoted =
  /"[^"\n]*"|“[^”\n]*”|„[^“”\n]*[“”]|«[^»\n]*»|`[^`\n]*`|(?<![\p{L}\p{N}])['‘’](?:[^'‘’\n]|(?<=[\p{L}\p{N}])['‘’](?=[\p{L}\p{N}]))*['‘’](?![\p{L}\p{N}])/gu;
/** What was cut before its quotes were closed. */
const openQuote =
  /(?:["“„«`][^"“”„«»`\n]*|(?<![\p{L}\p{N}])['‘](?:[^'‘’\n]|(?<=[\p{L}\p{N}])['‘’](?=[\p{L}\p{N}]))*)(?:…|\.{3})$/u;

/** A quoted text is a field's name rather than somebody's where the sentence treats it as one. */
const beforeField =
  /\b(?:field|property|parameter|argument|attribute|key|path|unknown|unexpected|missing)s?:?\s*$/i;
const afterField =
  /^\s*(?:: |:?\s*\[|(?:is|are) (?:an? )?(?:required|missing|unknown|unexpected)\b|(?:field|property|parameter|argument)\b)/i;
const fieldName = /^[a-z]+(?:_[a-z]+)*_(?:ids?|uuids?|urls?|name|prompt|mode|key|type|model|context)$/;

function unlessField(text: string, whole: string, at: number): string {
  const isField =
    fieldName.test(text.slice(1, -1)) ||
    beforeField.test(whole.substring(0, at)) ||
    afterField.test(whole.slice(at + text.length));
  return isField && !/[\p{N}\s]/u.test(text) ? text : anything;
}
