// Made when it is used, for which a start need not wait.
let rules: Intl.PluralRules | undefined;

/** A whole text for each form that English has. Another language has others, so none is made by adding an "s". */
export type PluralForms = { one: string; other: string };

export function plural(count: number, forms: PluralForms): string {
  rules ??= new Intl.PluralRules("en-GB");
  return rules.select(count) === "one" ? forms.one : forms.other;
}

/** The first few by name, and how many more there are. */
export function namedAndMore(names: readonly string[], more: number): string {
  return more > 0 ? listed([...names, `${more} more`], "and") : names.join(", ");
}

/**
 * “a, b and c”, or the same with “or”. By hand: for a word and some commas Intl.ListFormat takes 23 ms of the processor, once,
 * and 6 MB that stay.
 */
export function listed(items: readonly string[], join: "and" | "or"): string {
  const others = items.slice(0, -1).join(", ");
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${others} ${join} ${last}`;
}
