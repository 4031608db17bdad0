import type { Outcome } from "../../chat/command.ts";
import { countCharacters } from "../../cut-text.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import { calledIn, fieldOf, typedKeys } from "../../personas/content/each-field.ts";

/** Longer values are told by their length: the whole text stands in /persona-show. */
const longestShown = 60;
/** A note that names more is no longer read. */
const mostNamed = 6;

/** What an edit has changed, as a line; undefined: nothing, as where it comes a second time. */
export function changesLine(before: PersonaDraft, after: PersonaDraft): string | undefined {
  const changes = changesOf(before, after);
  return changes && `Changed: ${changes}.`;
}

/** The same within a sentence. */
export function changesOf(before: PersonaDraft, after: PersonaDraft): string | undefined {
  const changes = typedKeys.flatMap((key) => {
    const { words } = fieldOf(key);
    const [old, now] = [words(before[key]), words(after[key])];
    return old === now ? [] : [`${calledIn(key)} ${fromTo(old, now)}`];
  });
  if (changes.length === 0) return undefined;
  const others = changes.length - mostNamed;
  const named = [...changes.slice(0, mostNamed), ...(others > 0 ? [`and ${others} more`] : [])];
  return named.join(", ");
}

function fromTo(old: string, now: string): string {
  if (isShort(old) && isShort(now)) return `${shown(old)} → ${shown(now)}`;
  return `(${countCharacters(old)} → ${countCharacters(now)} characters)`;
}

function isShort(text: string): boolean {
  return countCharacters(text) <= longestShown && !text.includes("\n");
}

function shown(text: string): string {
  return text === "" ? "nothing" : `“${text}”`;
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
