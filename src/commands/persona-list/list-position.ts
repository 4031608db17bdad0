import type { Button, Menu } from "../../chat/reply.ts";
import { type PersonaList, pageSize, type TavusOnly } from "../../personas/list.ts";
import { quoted } from "../reply/persona-reply.ts";
import {
  encodeListState,
  type ListFilter,
  type ListSort,
  type ListState,
  listFilters,
} from "./list-state.ts";

export function titleOf({ filter, search }: ListState, { page, total }: Position = {}): string {
  const which = {
    all: "Personas",
    linked: "Linked personas",
    "not-linked": "Personas that are not linked",
    "in-tavus-only": "In Tavus only",
  }[filter];
  const counted = total === undefined ? which : `${which}: ${total}`;
  const pages = total === undefined ? undefined : Math.max(Math.ceil(total / pageSize), page ?? 1);
  const named = search ? `${counted} with ${quoted(search)}` : counted;
  if (page === undefined || (page === 1 && (pages ?? 1) === 1)) return named;
  return pages === undefined ? `${named}, page ${page}` : `${named}, page ${page} of ${pages}`;
}

/** Both as far as they are known. */
type Position = { page?: number | undefined; total?: number | undefined };

/** Where a page stands, as it was counted on the way to it; the first is known by itself. */
export function pageOf({ sort, from }: ListState, { newer, older }: PersonaList): number | undefined {
  if (!(sort === "oldest" ? older : newer)) return 1;
  return from && "id" in from && from.number !== undefined ? Math.max(2, from.number) : undefined;
}

export function pageButtons(state: ListState, list: PersonaList): Button[] {
  const page = pageOf(state, list);
  const button = (label: string, direction: "older" | "newer", steps: number) => {
    const end = list[direction];
    if (!end) return [];
    const number = page === undefined ? {} : { number: page + steps };
    const from = { direction, createdMs: Date.parse(end.createdAt), id: end.id, ...number };
    return [{ label, action: "list", state: encodeListState({ ...state, from }) }];
  };
  const [back, on] = state.sort === "oldest" ? (["older", "newer"] as const) : (["newer", "older"] as const);
  return [...button("Previous", back, -1), ...button("Next", on, 1)];
}

/** The same list from its beginning, filtered or sorted in another way. */
export function viewMenu(state: ListState): Menu {
  const { filter, sort, search } = state;
  const filters = listFilters
    .filter((other) => other !== filter || search !== "")
    .map((other) => ({
      label: views[other],
      value: encodeListState({ filter: other, sort, search: "", from: undefined }),
    }));
  const turned = sort === "newest" ? "oldest" : "newest";
  const sorts = {
    label: sortWords[turned],
    value: encodeListState({ ...state, sort: turned, from: undefined }),
  };
  return {
    label: "Filter or sort",
    action: "list",
    choices: [...filters, ...(filter === "in-tavus-only" ? [] : [sorts])],
  };
}

const views: { [filter in ListFilter]: string } = {
  all: "All personas",
  linked: "Linked",
  "not-linked": "Not linked",
  "in-tavus-only": "In Tavus only",
};

const sortWords: { [sort in ListSort]: string } = {
  newest: "Newest first",
  oldest: "Oldest first",
};

export function tavusPageButtons(state: ListState, { page, hasMore }: TavusOnly): Button[] {
  const button = (label: string, to: number) => ({
    label,
    action: "list",
    state: encodeListState({ ...state, from: { page: to } }),
  });
  return [
    ...(page > 0 ? [button("Previous", page - 1)] : []),
    ...(hasMore ? [button("Next", page + 1)] : []),
  ];
}
