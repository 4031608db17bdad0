import { inForm } from "../../text/normal-form.ts";

/**
 * What Tavus is known to make of a name, or may make of any text: punctuation is stripped, letters are made ASCII, line ends
 * and white space are changed, the end is cut off.
 */
export function haveSameLetters(theirs: string, ours: string): boolean {
  return isMadeOf(lettersOf(theirs), lettersOf(ours), shortestCutName);
}

export function haveSameWords(theirs: string, ours: string): boolean {
  return isMadeOf(wordsOf(theirs), wordsOf(ours), shortestCutText);
}

/** The same but for blanks and line ends. */
export function haveSameText(theirs: string, ours: string): boolean {
  return wordsOf(theirs) === wordsOf(ours);
}

/** A limit for names or texts would hardly be below these, and what is shorter is a name of its own. */
const shortestCutName = 20;
const shortestCutText = 1000;

function isMadeOf(theirs: string, ours: string, shortestCut: number): boolean {
  if (theirs === ours) return true;
  if (theirs === "" || ours === "") return false;
  const isCut = theirs.length >= shortestCut;
  return [ours, foldedOf(ours), withoutForeign(ours), ours.replace(foreign, "?")].some(
    (made) => made === theirs || (isCut && made.startsWith(theirs)),
  );
}

const foreign = /[^\p{ASCII}]/gu;

/** Accents off: é is e. What has no such letter is left out. */
function foldedOf(text: string): string {
  return withoutForeign(inForm(text, "NFKD"));
}

function withoutForeign(text: string): string {
  return text.replace(foreign, "");
}

function lettersOf(name: string): string {
  return inForm(name, "NFKC").replace(/[^\p{L}\p{N}]+/gu, "");
}

function wordsOf(text: string): string {
  return inForm(text, "NFC").replace(/\s+/g, " ").trim();
}
