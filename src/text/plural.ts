// Made when they are used: each takes milliseconds, for which a start need not wait.
let rules: Intl.PluralRules | undefined;
const lists: { [join in Join]?: Intl.ListFormat } = {};

type Join = "and" | "or";
const listTypes = { and: "conjunction", or: "disjunction" } as const;

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

/** “a, b and c”, or the same with “or”. */
export function listed(items: readonly string[], join: Join): string {
  lists[join] ??= new Intl.ListFormat("en-GB", { type: listTypes[join] });
  return lists[join].format(items);
}
