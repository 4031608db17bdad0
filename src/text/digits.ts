const digits = /\p{Nd}/gu;
/** So many of each writing, from zero on; some writings follow each other at once. */
const inRow = 10;

/**
 * What was typed as a number, as programs write it: keyboards for Japanese, Arabic or Hindi give digits of their own, and a
 * wide stroke between two of them.
 */
export function writeDigits(text: string): string {
  return text.normalize("NFKC").replace(digits, (digit) => String(digitOf(digit)));
}

function digitOf(digit: string): number {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - before - 1))) before += 1;
  return before % inRow;
}
