import type { ReplyFile } from "../../chat/reply.ts";
import type { Comparison, Difference } from "../../personas/content/compare.ts";
import { fieldOf } from "../../personas/content/each-field.ts";
import { shortName } from "../../short-name.ts";

/** Longer values are cut in the message and stand in a file in full. */
const longestBeside = 100;

/** Each field that differs, as it is here and as it is in Tavus. */
export function sideBySide(differences: readonly Difference[]): string[] {
  return differences.flatMap((difference) => [
    `${labelOf(difference)}: here ${shown(difference.ours)}, in Tavus ${shown(difference.theirs)}.${changedWhere(difference)}`,
    ...foreignLine(difference),
  ]);
}

function shown(words: string): string {
  return `“${shortName(words, longestBeside)}”`;
}

function labelOf({ field }: Difference): string {
  return fieldOf(field).label;
}

function changedWhere({ how }: Difference): string {
  return { theirs: "", both: " It was changed on both sides.", held: " It was changed here and not sent." }[
    how
  ];
}

function foreignLine({ foreign, field }: Difference): string[] {
  if (foreign === undefined) return [];
  return [
    `In Tavus it belongs to ${foreign}. Keep ours replaces all of that with the ${fieldOf(field).called} chosen here; Keep theirs leaves it.`,
  ];
}

/** Both versions of what is too long to stand in the message. */
export function bothSidesFile(comparison: Comparison | undefined): ReplyFile[] {
  const differences = comparison?.kind === "differs" ? comparison.differences : [];
  const long = differences.filter(({ ours, theirs }) => Math.max(ours.length, theirs.length) > longestBeside);
  if (long.length === 0) return [];
  const parts = long.map(
    (each) => `# ${labelOf(each)}\n\n## Here\n${each.ours}\n\n## In Tavus\n${each.theirs}`,
  );
  return [{ name: "both-sides.md", text: parts.join("\n\n") }];
}
