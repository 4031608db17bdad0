const graphemes = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/**
 * A name on one line of at most `most` UTF-16 characters, "…" where something is missing: one that comes from Tavus may
 * be of any length, or empty.
 */
export function shortName(name: string, most: number): string {
  // White space may shrink; more than this is never shown.
  const line = name
    .slice(0, most * 10)
    .replace(/\s+/g, " ")
    .trim();
  if (line === "") return "(no name)";
  if (line.length <= most) return line;
  let short = "";
  for (const { segment } of graphemes.segment(line)) {
    if (short.length + segment.length > most - 1) break;
    short += segment;
  }
  return `${short}…`;
}
