const piecesCompared = 12;

/** Of many names those that share the most with what was typed, the likeliest first: a letter by letter look at each would take seconds. */
export function mostAlike<Named extends { folded: string }>(
  names: readonly Named[],
  wanted: string,
  most: number,
): Named[] {
  const pieces = someOf(piecesOf(wanted), piecesCompared);
  return names
    .map((name) => ({ name, shared: sharedWith(name.folded, pieces) }))
    .sort((a, b) => b.shared - a.shared)
    .slice(0, most)
    .map(({ name }) => name);
}

/** Three letters each, as a folded name holds them between its spaces. */
export function piecesOf(folded: string): string[] {
  const padded = ` ${folded} `;
  const pieces = Array.from({ length: padded.length - 2 }, (_, index) => padded.slice(index, index + 3));
  return [...new Set(pieces.filter((piece) => piece.isWellFormed()))];
}

function sharedWith(folded: string, pieces: readonly string[]): number {
  const padded = ` ${folded} `;
  return pieces.filter((piece) => padded.includes(piece)).length;
}

/** Spread evenly over all of them. */
export function someOf<Item>(items: readonly Item[], most: number): Item[] {
  const step = Math.max(1, items.length / most);
  return items.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
}
