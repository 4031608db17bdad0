import { TavusError } from "../errors.ts";

/** Where one object of a collection stands. People type ids: an empty one or a dot would address something else. */
export function objectPath(collection: string, id: string, operation: string): string {
  if (/^\.{0,2}$/.test(id)) throw new TavusError({ kind: "notFound", operation, reached: "no" });
  return `${collection}/${encodeURIComponent(id)}`;
}
