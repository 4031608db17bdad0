/**
 * Control characters other than a tab or the end of a line, and those that turn the direction of text around: a terminal
 * obeys both. https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const unprintable = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/gu;

/** The text as a terminal or a log may show it: what would be obeyed is written out, such as \u001b. */
export function printable(text: string): string {
  return text.replace(unprintable, (character) => (isLayout(character) ? character : writtenOut(character)));
}

/** The same of one line: a foreign line break cannot begin a line that looks like ours. */
export function printableLine(text: string): string {
  return text.replace(unprintable, writtenOut);
}

function isLayout(character: string): boolean {
  return character === "\n" || character === "\t";
}

/** As JSON writes it, so that a line of JSON stays one and means the same. */
function writtenOut(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
