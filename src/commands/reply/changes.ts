import type { Outcome } from "../../chat/command.ts";
import { countCharacters } from "../../cut-text.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import { calledIn, fieldOf, typedKeys } from "../../personas/content/each-field.ts";
import { inQuotes } from "../../short-name.ts";
import { plural } from "../../text/plural.ts";
import { isBlank } from "../../text/visible.ts";

/** Longer values are told by their length: the whole text stands in /persona-show. */
const longestShown = 60;
/** A note that names more is no longer read. */
const mostNamed = 6;

/** What an edit has changed, as a line; undefined: nothing, as where it comes a second time. */
export function changesLine(before: PersonaDraft, after: PersonaDraft): string | undefined {
  const changes = changesOf(before, after);
  return changes && `Changed: ${changes}.`;
}

/** The same within a sentence, in `most` characters (150 or more): each change is named whole, or counted with those behind it. */
export function changesOf(
  before: PersonaDraft,
  after: PersonaDraft,
  most = Number.POSITIVE_INFINITY,
): string | undefined {
  const changes = typedKeys.flatMap((key) => {
    const { words } = fieldOf(key);
    const [old, now] = [words(before[key]), words(after[key])];
    return old === now ? [] : [`${calledIn(key)} ${fromTo(old, now)}`];
  });
  return changes.length === 0 ? undefined : namedWithin(changes, most);
}

function namedWithin(changes: readonly string[], most: number): string {
  let count = Math.min(changes.length, mostNamed);
  while (count > 1 && firstOf(changes, count).length > most) count -= 1;
  return firstOf(changes, count);
}

function firstOf(changes: readonly string[], count: number): string {
  const others = changes.length - count;
  return [...changes.slice(0, count), ...(others > 0 ? [`and ${others} more`] : [])].join(", ");
}

function fromTo(old: string, now: string): string {
  const isSeen = isShort(old) && isShort(now) && shown(old) !== shown(now);
  if (isSeen) return `${shown(old)} → ${shown(now)}`;
  const [from, to] = [countCharacters(old), countCharacters(now)];
  return plural(to, { one: `(${from} → 1 character)`, other: `(${from} → ${to} characters)` });
}

function isShort(text: string): boolean {
  return text.length <= longestShown && !text.includes("\n");
}

function shown(text: string): string {
  return isBlank(text) ? "nothing" : inQuotes(text);
}

/** The answer, and the one that replaces it later, with this line as the first of its notes. */
export function withNote(outcome: Outcome, line: string | undefined): Outcome {
  if (line === undefined) return outcome;
  const { later } = outcome;
  return {
    ...outcome,
    notes: [line, ...(outcome.notes ?? [])],
    ...(later && {
      later: later.then((reply) => reply && { ...reply, notes: [line, ...(reply.notes ?? [])] }),
    }),
  };
}
