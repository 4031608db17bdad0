type Edge = { from: string; to: string };

/** Files that can be reached from each other along these imports, ring by ring. */
export function findRings(edges: readonly Edge[]): string[][] {
  const next = Map.groupBy(edges, ({ from }) => from);
  const reach = new Map([...next.keys()].map((file) => [file, reachable(file, next)]));
  const placed = new Set<string>();
  return [...reach].flatMap(([file, others]) => {
    if (placed.has(file) || !others.has(file)) return [];
    const ring = [...others].filter((other) => reach.get(other)?.has(file)).sort();
    for (const member of ring) placed.add(member);
    return [ring];
  });
}

function reachable(start: string, next: ReadonlyMap<string, readonly Edge[]>): Set<string> {
  const found = new Set<string>();
  const waiting = [start];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    for (const { to } of next.get(file) ?? []) {
      if (!found.has(to)) waiting.push(to);
      found.add(to);
    }
  }
  return found;
}
