/**
 * Characters that show nothing by themselves: what Unicode lets be ignored (among them the Hangul filler U+3164, the
 * zero-width ones and the marks of direction), controls, anchors of annotations, and the empty braille pattern.
 * https://www.unicode.org/reports/tr44/#Default_Ignorable_Code_Point
 */
export const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cc}\ufff9-\ufffb\u2800]/gu;

/** Invisible ones that join or choose among what stands around them: families, flags, Persian and Indic letters. */
const joining = /\p{Join_Control}|\p{Variation_Selector}|[\u{e0020}-\u{e007f}]/u;

/** Letters that are written from right to left: Hebrew, Arabic, Syriac, Thaana, N'Ko and what follows them. */
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Whether somebody who reads it sees nothing. */
export function isBlank(text: string): boolean {
  return text.replace(invisible, "").trim() === "";
}

/** The text without what shows nothing and changes how what stands around it is shown. */
export function withoutInvisible(text: string): string {
  return isBlank(text)
    ? ""
    : text.replace(invisible, (character) => (joining.test(character) ? character : ""));
}

/**
 * A text that turns no line around in which it stands: what is written from right to left is isolated.
 * https://www.unicode.org/reports/tr9/#Explicit_Directional_Isolates
 */
export function isolated(text: string): string {
  return rightToLeft.test(text) ? `\u2068${text}\u2069` : text;
}
