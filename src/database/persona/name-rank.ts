/** How well a name, or the best in a block of names, answers what is looked for; one that does not hold it: how many pieces. */
export const ranks = { whole: 400, beginning: 300, word: 200, part: 100 } as const;

type Looked = { wanted: string; whole: string; beginning: string; word: string };

/** SQLite's `name_rank(names, wanted, pieces)`, which is called for one block after another; a piece on each line. */
export function createNameRank(): (names: string, wanted: string, pieces: string) => number {
  // Made for each block they would cost more than looking for them.
  let looked = lookedFor("");
  let parted: { pieces: string; list: readonly string[] } = { pieces: "", list: [] };
  return (names, wanted, pieces) => {
    if (wanted !== looked.wanted) looked = lookedFor(wanted);
    if (pieces !== parted.pieces) parted = { pieces, list: pieces === "" ? [] : pieces.split("\n") };
    return rankWanted(names, looked) || countIn(names, parted.list);
  };
}

function lookedFor(wanted: string): Looked {
  return { wanted, whole: `\n ${wanted} \n`, beginning: `\n ${wanted}`, word: ` ${wanted}` };
}

function rankWanted(names: string, { wanted, whole, beginning, word }: Looked): number {
  if (!names.includes(wanted)) return 0;
  if (!names.includes(word)) return ranks.part;
  if (!names.includes(beginning)) return ranks.word;
  return names.includes(whole) ? ranks.whole : ranks.beginning;
}

function countIn(names: string, pieces: readonly string[]): number {
  let count = 0;
  for (const piece of pieces) if (names.includes(piece)) count += 1;
  return count;
}
