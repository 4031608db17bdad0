/** Which page a button leads to, of those that hold `search`. Packed into at most 70 characters. */
export type PageState = { page: number; search: string };

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
