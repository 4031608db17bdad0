import type { Button } from "../../chat/reply.ts";

/** Which page a button leads to, of those that hold `search`. Packed into at most 70 characters. */
export type PageState = { page: number; search: string };

/** The two lists that have pages, each with a way to the other. */
type Listing = "replicas" | "voices";

const toTheOther: { [listing in Listing]: Button } = {
  replicas: { label: "Voices", action: "voices", state: encodePage({ page: 0, search: "" }) },
  voices: { label: "Replicas", action: "replicas", state: encodePage({ page: 0, search: "" }) },
};

export function pageButtons(listing: Listing, { page, search }: PageState, last: number): Button[] {
  const to = (label: string, other: number) => ({
    label,
    action: listing,
    state: encodePage({ page: other, search }),
  });
  return [
    ...(page > 0 ? [to("Previous", page - 1)] : []),
    ...(page < last ? [to("Next", page + 1)] : []),
    toTheOther[listing],
  ];
}

/** Longer ones do not fit into a button. */
export const longestSearch = 30;

export function encodePage({ page, search }: PageState): string {
  return `${page.toString(36)}.${search}`;
}

/** The reverse; undefined for anything `encodePage` did not make. */
export function decodePage(state: string): PageState | undefined {
  const match = /^([0-9a-z]{1,4})\.(.{0,30})$/su.exec(state);
  return match ? { page: Number.parseInt(match[1] ?? "0", 36), search: match[2] ?? "" } : undefined;
}

/** Ten of them, or of the last page where there are fewer than so many pages. */
export function pageOf<Row>(rows: readonly Row[], wanted: number, size: number) {
  const last = Math.max(0, Math.ceil(rows.length / size) - 1);
  const page = Math.min(wanted, last);
  return { page, last, shown: rows.slice(page * size, (page + 1) * size) };
}
