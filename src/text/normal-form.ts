type Form = "NFC" | "NFKC" | "NFKD";

/** No text that is so short takes long, whatever it is made of. */
const short = 1000;
/**
 * So many marks stand on no letter of any writing. Unicode puts each in its place among those before it, so that tens of thousands in one
 * row take minutes; it draws the line at 30: https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format
 */
const manyMarks = 100;

/** With the narrow ones of katakana, which are letters to Unicode and become marks. */
const mark = "[\\p{M}\uff9e\uff9f]";
/** Looked for from the beginning of each row alone. */
const longRow = new RegExp(`(?<!${mark})${mark}{${manyMarks}}`, "u");
/** In pieces: what remembers each of millions of marks has no room for them. */
const rows = new RegExp(`${mark}{1,10000}`, "gu");

/** The text in a form of Unicode's, but for rows of more marks than anybody writes, which stay as they are. */
export function inForm(text: string, form: Form): string {
  if (text.length <= short || !longRow.test(text)) return text.normalize(form);
  let formed = "";
  let doneTo = 0;
  for (const { 0: row, index } of text.matchAll(rows)) {
    if (row.length < manyMarks) continue;
    formed += text.substring(doneTo, index).normalize(form) + row;
    doneTo = index + row.length;
  }
  return formed + text.slice(doneTo).normalize(form);
}
