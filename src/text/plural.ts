const rules = new Intl.PluralRules("en-GB");
const lists = {
  and: new Intl.ListFormat("en-GB", { type: "conjunction" }),
  or: new Intl.ListFormat("en-GB", { type: "disjunction" }),
};

/** A whole text for each form that English has. Another language has others, so none is made by adding an "s". */
export type PluralForms = { one: string; other: string };

export function plural(count: number, forms: PluralForms): string {
  return rules.select(count) === "one" ? forms.one : forms.other;
}

/** “a, b, and c”, or the same with “or”. */
/** The first few by name, and how many more there are. */
export function namedAndMore(names: readonly string[], more: number): string {
  return more > 0 ? listed([...names, `${more} more`], "and") : names.join(", ");
}

export function listed(items: readonly string[], join: keyof typeof lists): string {
  return lists[join].format(items);
}
