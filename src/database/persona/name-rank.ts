/** How well a name, or the best in a block of names, answers what is looked for; `pieces` may add up to 99. */
export const ranks = { whole: 400, beginning: 300, word: 200, part: 100 } as const;

/** SQLite's `name_rank(names, wanted, pieces)`; the pieces lie one on each line. */
export function rankNames(names: string, wanted: string, pieces: string): number {
  return rankWanted(names, wanted) + (pieces === "" ? 0 : countIn(names, pieces.split("\n")));
}

function rankWanted(names: string, wanted: string): number {
  if (wanted === "" || !names.includes(wanted)) return 0;
  if (names.includes(`\n ${wanted} \n`)) return ranks.whole;
  if (names.includes(`\n ${wanted}`)) return ranks.beginning;
  return names.includes(` ${wanted}`) ? ranks.word : ranks.part;
}

function countIn(names: string, pieces: readonly string[]): number {
  let count = 0;
  for (const piece of pieces) if (names.includes(piece)) count += 1;
  return count;
}
