import type { ReplyFile } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import type { Comparison, Difference } from "../../personas/content/compare.ts";
import { fieldOf, type TypedKey } from "../../personas/content/each-field.ts";
import { inQuotes } from "../../short-name.ts";
import { diffLines } from "../../text/line-diff.ts";
import { oneAfterAnother } from "../../warnings/try-again.ts";

/** Longer values are shown by what differs in them, and stand in a file in full. */
const longestBeside = 100;
/** What there is room for in a message, of all longer values together. */
const longestDiffs = 900;

/** One field as it is on two sides, in words. */
export type Pair = { key: TypedKey; first: string; second: string };
/** What the sides are called. */
export type Sides = { first: string; second: string };

const hereAndThere: Sides = { first: "here", second: "in Tavus" };

/** Each field that differs, as it is here and as it is in Tavus. */
export function sideBySide(differences: readonly Difference[]): string[] {
  const room = roomFor(differences.map(pairOf));
  return differences.flatMap((difference) => [
    ...pairLines(pairOf(difference), hereAndThere, { room, ending: changedWhere(difference) }),
    ...foreignLine(difference),
  ]);
}

/** The same for two versions of a persona. */
export function besideEachOther(pairs: readonly Pair[], sides: Sides): string[] {
  const room = roomFor(pairs);
  return pairs.flatMap((pair) => pairLines(pair, sides, { room, ending: "" }));
}

function pairLines(pair: Pair, sides: Sides, { room, ending }: { room: number; ending: string }): string[] {
  const { label } = fieldOf(pair.key);
  if (!isLong(pair)) {
    const line = `${label}: ${sides.first} ${shown(pair.first)}, ${sides.second} ${shown(pair.second)}.`;
    return [oneAfterAnother(line, ending)];
  }
  const lines = differing(pair);
  const fitting = fittingOf(lines, room);
  return [
    oneAfterAnother(`${label} (− ${sides.first}, + ${sides.second}):`, ending),
    ...fitting,
    ...(fitting.length < lines.length || fitting.at(-1) !== lines.at(-1)
      ? ["… the rest is in the file."]
      : []),
  ];
}

function differing({ first, second }: Pair): string[] {
  return diffLines(first, second, { first: "−", second: "+" });
}

/** The first lines that fit; the one at the end may be cut. */
function fittingOf(lines: readonly string[], room: number): string[] {
  const fitting: string[] = [];
  let left = room;
  for (const line of lines) {
    if (left <= 0) break;
    fitting.push(cutText(line, Math.max(left, 2)));
    left -= line.length + 1;
  }
  return fitting;
}

function roomFor(pairs: readonly Pair[]): number {
  return Math.floor(longestDiffs / Math.max(1, pairs.filter(isLong).length));
}

function isLong({ first, second }: Pair): boolean {
  return [first, second].some((text) => text.length > longestBeside || text.includes("\n"));
}

function pairOf({ field, ours, theirs }: Difference): Pair {
  return { key: field, first: ours, second: theirs };
}

function shown(words: string): string {
  return inQuotes(words, longestBeside);
}

function changedWhere({ how }: Difference): string {
  return { theirs: "", both: "It was changed on both sides.", held: "It was changed here and not sent." }[
    how
  ];
}

function foreignLine({ foreign, field }: Difference): string[] {
  if (foreign === undefined) return [];
  return [
    `In Tavus it belongs to ${foreign}. Keep ours replaces all of that with the ${fieldOf(field).called} chosen here; Keep theirs leaves it.`,
  ];
}

/** The fields that stand in the message by what differs in them alone. */
export function longOnes(comparison: Comparison | undefined): TypedKey[] {
  return pairsOf(comparison)
    .filter(isLong)
    .map(({ key }) => key);
}

/** Both versions of what is too long to stand in the message. */
export function bothSidesFile(comparison: Comparison | undefined): ReplyFile[] {
  return fileOf("both-sides.md", pairsOf(comparison), { first: "Here", second: "In Tavus" });
}

export function bothVersionsFile(pairs: readonly Pair[], sides: Sides): ReplyFile[] {
  return fileOf("both-versions.md", pairs, sides);
}

function pairsOf(comparison: Comparison | undefined): Pair[] {
  return comparison?.kind === "differs" ? comparison.differences.map(pairOf) : [];
}

function fileOf(name: string, pairs: readonly Pair[], sides: Sides): ReplyFile[] {
  const parts = pairs
    .filter(isLong)
    .map((pair) =>
      [
        `# ${fieldOf(pair.key).label}`,
        `## ${sides.first}\n${pair.first}`,
        `## ${sides.second}\n${pair.second}`,
        `## What differs (− ${sides.first}, + ${sides.second})\n${differing(pair).join("\n")}`,
      ].join("\n\n"),
    );
  return parts.length > 0 ? [{ name, text: parts.join("\n\n") }] : [];
}
