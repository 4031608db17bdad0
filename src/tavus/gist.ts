import { wholeStart } from "../cut-text.ts";
import { anything, ownWords } from "./answers/own-words.ts";

/** What a sentence says in more than this is no longer its gist. */
const longest = 2000;

const addresses = /\b[a-z][a-z0-9+.-]*:\/\/\S+|\bwww\.\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+/giu;

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
  let gist = ownWords(wholeStart(sentence, longest), sent)
    .replace(addresses, anything)
    .replace(labelled, `$1${anything}`)
    .replace(named, `$1 ${anything}`)
    .replace(words, (word) => (isMadeUp(word) ? anything : word))
    .replace(properNames, anything);
  while (repeated.test(gist)) gist = gist.replace(repeated, anything);
  return gist.toLowerCase().replace(/\s+/g, " ").trim();
}

/** Ids and numbers: what holds a digit, is hexadecimal, or has letters in an order that no word has. */
function isMadeUp(word: string): boolean {
  if (/\p{N}/u.test(word)) return true;
  if (word.length < 8 || word.includes("_")) return false;
  const capitals = word.match(/\p{Lu}/gu)?.length ?? 0;
  const isMixed = capitals > 2 && capitals < word.length * 0.9;
  return isMixed || /^[a-f]+$/i.test(word) || /[b-df-hj-np-tv-xz]{5}/i.test(word);
}
