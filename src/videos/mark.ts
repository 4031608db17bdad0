import { cutText } from "../cut-text.ts";

/** A longer name is cut in Tavus; no limit is documented. */
const longestName = 80;

/** The name in Tavus: what people call it, and the record's id, by which it is found again after a lost answer. */
export function markedName({ name, id }: { name: string; id: string }): string {
  return `${cutText(name, longestName)} · ${id}`;
}

/** The id of the record that a name in Tavus ends with. */
export function recordIn(name: string): string | undefined {
  return / · (vid_[a-z0-9]{10})$/.exec(name)?.[1];
}

/** A name in Tavus as people gave it. */
export function withoutMark(name: string): string {
  return name.replace(/ · vid_[a-z0-9]{10}$/, "");
}
