import type { PersonaDraft } from "./draft.ts";
import { fieldOf, type TypedKey } from "./each-field.ts";

/** A value, or several that belong together, as people read them. `key` is the first one's. */
export type Labelled = { key: TypedKey; label: string; words: string };

export function labelled(
  persona: PersonaDraft,
  keys: readonly TypedKey[],
  instead: { [key in TypedKey]?: string } = {},
): Labelled[] {
  const together = Map.groupBy(keys, (key) => fieldOf(key).under ?? fieldOf(key).label);
  return [...together].flatMap(([label, [key, ...others]]) => {
    if (key === undefined) return [];
    const words = [key, ...others].map((each) => instead[each] ?? fieldOf(each).words(persona[each]));
    return [{ key, label, words: words.filter((word) => word !== "").join(", ") }];
  });
}
