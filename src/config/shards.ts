/** A list that names more is a slip. */
const mostShards = 9999;

/** The numbers of a list such as `0,2` or `0-3`, each once and in order; undefined where it is none. */
export function shardsIn(list: string): number[] | undefined {
  const ids = new Set<number>();
  for (const part of list.split(",")) {
    const [, from, to = from] = /^\s*(\d{1,4})(?:\s*-\s*(\d{1,4}))?\s*$/.exec(part) ?? [];
    if (from === undefined || Number(to) < Number(from)) return undefined;
    for (let id = Number(from); id <= Number(to) && id <= mostShards; id += 1) ids.add(id);
  }
  return [...ids].toSorted((one, other) => one - other);
}
