/** `moment`: a day and the minute. `soon`: to the second, and how far off it is where the platform counts along. */
export type TimeStyle = "moment" | "soon";

export type Time = { ms: number; style: TimeStyle };

/**
 * A time inside any text of a reply, for each reader to see in their own zone, language and clock. In the text it is a
 * few characters that nobody types; what platforms cannot make a time of (a title, a note, a file) gets `inUtc`.
 */
export function timeMark(ms: number, style: TimeStyle = "moment"): string {
  return `${begin}${style === "soon" ? "s" : "m"}${Math.floor(ms / 1000)}${end}`;
}

/** The next midnight in UTC, when the days of the limits begin. Unix ms. */
export function nextDayMs(nowMs: number): number {
  return (Math.floor(nowMs / dayMs) + 1) * dayMs;
}

export function nextDayMark(nowMs: number): string {
  return timeMark(nextDayMs(nowMs));
}

const dayMs = 86_400_000;
const begin = "\u0002";
const end = "\u0003";
const whole = new RegExp(`${begin}([ms])(-?\\d{1,12})${end}`, "u");
/** What a cut has left of one, and what looks like its beginning or end in a text that comes from elsewhere. */
const remains = new RegExp(`${begin}(?:[ms](?:-?\\d+|(?=$|[…\\n])))?|${end}`, "gu");

/** The pieces of a text in their order: words, and the times between them. */
export function partsOf(text: string): (string | Time)[] {
  const parts: (string | Time)[] = [];
  let rest = text;
  for (let match = whole.exec(rest); match; match = whole.exec(rest)) {
    const [mark, style, seconds] = match;
    parts.push(rest.substring(0, match.index), {
      ms: Number(seconds) * 1000,
      style: style === "s" ? "soon" : "moment",
    });
    rest = rest.slice(match.index + mark.length);
  }
  return [...parts, rest]
    .map((part) => (typeof part === "string" ? part.replace(remains, "") : part))
    .filter((part) => part !== "");
}

/** The text with each of its times as `write` makes it. */
export function withTimes(text: string, write: (time: Time) => string): string {
  return text.includes(begin)
    ? partsOf(text)
        .map((part) => (typeof part === "string" ? part : write(part)))
        .join("")
    : text;
}

export function hasTime(text: string): boolean {
  return whole.test(text);
}

/** The text for where nobody's own time can be shown, such as `2026-11-22 20:30 UTC`. */
export function inUtc(text: string): string {
  return withTimes(text, ({ ms }) => utc(ms));
}

export function utc(ms: number): string {
  return `${new Date(ms).toISOString().substring(0, 16).replace("T", " ")} UTC`;
}
