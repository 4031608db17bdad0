/** The kinds of records whose id stands at the end of a name in Tavus. */
type Prefix = "vid" | "con" | "lnd";

/** The name in Tavus of what is made for a record: by the id at its end it is found again after a lost answer. */
export function markedName(name: string, id: string): string {
  return `${name} · ${id}`;
}

/**
 * The id of the record that a name in Tavus ends with. Of personas' names it is known that Tavus strips punctuation and makes
 * letters ASCII, which neither the dot nor the line in the id outlives, so that they may be missing.
 */
export function recordIn(name: string, prefix: Prefix): string | undefined {
  const [, id] = markOf(prefix).exec(name) ?? [];
  return id && `${prefix}_${id.toLowerCase()}`;
}

/**
 * Whether that is a mark, whoever made it: "vid highlights" may be one that was stripped, or two words of somebody's. Where this says no,
 * only a record with that id does.
 */
export function isWholeMark(name: string, prefix: Prefix): boolean {
  const id = recordIn(name, prefix);
  return id !== undefined && name.trimEnd().toLowerCase().endsWith(id);
}

/** A name in Tavus as people gave it. */
export function withoutMark(name: string, prefix: Prefix): string {
  return name.replace(markOf(prefix), "");
}

function markOf(prefix: Prefix): RegExp {
  return new RegExp(`(?:^|\\s)(?:·\\s)?${prefix}[^a-z0-9]?([a-z0-9]{10})\\s*$`, "iu");
}
