/** Which page of which list a button leads to. Packed into at most 70 characters, so a search may have 30. */
export type ListState = {
  filter: ListFilter;
  sort: ListSort;
  search: string;
  /** A place in the local list, with the number that its page had last, or the number of a page of the account's. */
  from: Place | { page: number } | undefined;
};

export type Place = { direction: "older" | "newer"; createdMs: number; id: string; number?: number };

export const listSorts = ["newest", "oldest"] as const;
export type ListSort = (typeof listSorts)[number];

export const listFilters = ["all", "linked", "not-linked", "in-tavus-only"] as const;
export type ListFilter = (typeof listFilters)[number];

/** Longer ones do not fit into a button. */
export const longestSearch = 30;

const filterCodes: { [filter in ListFilter]: string } = {
  all: "a",
  linked: "l",
  "not-linked": "n",
  "in-tavus-only": "t",
};

export function encodeListState({ filter, sort, search, from }: ListState): string {
  const code = filterCodes[filter];
  return `${sort === "oldest" ? code.toUpperCase() : code}.${encodePlace(from)}.${search}`;
}

/** The reverse; undefined for anything `encodeListState` did not make. */
export function decodeListState(state: string): ListState | undefined {
  const match = /^([alntALNT])\.([^.]*)\.(.{0,30})$/su.exec(state);
  const filter = listFilters.find((candidate) => filterCodes[candidate] === match?.[1]?.toLowerCase());
  if (!match || !filter) return undefined;
  const from = decodePlace(match[2] ?? "");
  const sort = match[1] === match[1]?.toUpperCase() ? "oldest" : "newest";
  return from === "broken" ? undefined : { filter, sort, search: match[3] ?? "", from };
}

function encodePlace(from: ListState["from"]): string {
  if (from === undefined) return "";
  if ("page" in from) return `p${from.page.toString(36)}`;
  return `${from.direction === "older" ? "o" : "n"}${from.createdMs.toString(36)}-${from.id}${
    from.number === undefined ? "" : `~${from.number.toString(36)}`
  }`;
}

function decodePlace(text: string): ListState["from"] | "broken" {
  if (text === "") return undefined;
  const page = /^p([0-9a-z]{1,6})$/.exec(text)?.[1];
  if (page) return { page: Number.parseInt(page, 36) };
  const match = /^([on])([0-9a-z]{1,10})-(\w{1,24})(?:~([0-9a-z]{1,4}))?$/.exec(text);
  if (!match?.[2] || !match[3]) return "broken";
  const direction = match[1] === "o" ? "older" : "newer";
  const place: Place = { direction, createdMs: Number.parseInt(match[2], 36), id: match[3] };
  return match[4] === undefined ? place : { ...place, number: Number.parseInt(match[4], 36) };
}
