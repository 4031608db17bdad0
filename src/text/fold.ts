import { wholeStart } from "../cut-text.ts";
import { writeEmoji } from "./emoji.ts";
import { inForm } from "./normal-form.ts";
import { invisible } from "./visible.ts";

/**
 * The text in the form in which names are compared and searched: two that people take for the same become the same.
 * Case, accents, the shape of quotes, dashes and spaces, invisible characters, and whether an emoji is written as itself
 * or by Slack's name for it, are no difference. What is stored folded is folded anew by setting `search_block` to null.
 */
export function fold(text: string): string {
  return plain.test(text) ? tidy(text.toLowerCase()) : tidy(foldLetters(text));
}

/** Names that come from Tavus may be of any length. They are found, and compared, by so much of their beginning. */
const longestBeginning = 200;

/** A sign may be eighteen letters, or nothing, or a few letters of an emoji's name: so much of a name is looked at, and no more than so much. */
const [fewest, enough] = [25, longestBeginning * 5];

/** The same of a name's beginning, which takes no longer for a name of megabytes, nor much for one whose signs are many letters each. */
export function foldBeginning(name: string): string {
  for (let read = fewest; ; read *= 4) {
    const beginning = fold(wholeStart(name, Math.min(read, enough)));
    // What is that far behind the last that is kept has no part in it.
    const isEnough = read >= Math.min(name.length, enough) || beginning.length >= longestBeginning * 2;
    if (isEnough) return wholeStart(beginning, longestBeginning).trim();
  }
}

/** Most names: nothing in them has two forms but case and spaces. */
const plain = /^[ !-/0-9;-_a-~]*$/;

function foldLetters(text: string): string {
  const letters = bare(text.toWellFormed().replace(lookAlikes, inWriting));
  return inForm(bare(writeEmoji(letters)).replace(lookAlikes, inWriting), "NFC");
}

function bare(text: string): string {
  return inForm(inForm(text, "NFKD").toUpperCase().toLowerCase(), "NFKD")
    .replace(marks, "")
    .replace(/[\t-\r\u2028\u2029\u2800]/g, " ")
    .replace(invisible, "");
}

function inWriting(character: string): string {
  return written[character] ?? character;
}

function tidy(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic ones; vowels of other scripts are letters. */
const marks =
  /[[\p{M}&&[\p{Script=Inherited}\p{Script=Cyrillic}\p{Script=Hebrew}\p{Script=Arabic}]]--[\u3099\u309a]]/gv;

/** What Unicode takes apart no further, and what phones and Slack write in the place of what was typed. */
const written: { [character: string]: string } = {
  ...sameAs("'", "‘’‚‛′‵ʹʻʼʽˈ`´"),
  ...sameAs('"', "“”„‟″‶«»〃"),
  ...sameAs("-", "‐‑‒–—―−⁃"),
  ...{ æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", ħ: "h", þ: "th", ŧ: "t", ς: "σ" },
};
const lookAlikes = new RegExp(`[${Object.keys(written).join("")}]`, "g");

function sameAs(character: string, others: string): { [character: string]: string } {
  return Object.fromEntries([...others].map((other) => [other, character]));
}
