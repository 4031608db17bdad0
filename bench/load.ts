/** Does `count` pieces of work, `width` of them at a time, and returns what each came to, in order. */
export async function inFlight<T>(
  count: number,
  width: number,
  work: (index: number) => Promise<T>,
): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  async function lane(): Promise<void> {
    while (next < count) {
      const index = next;
      next += 1;
      results[index] = await work(index);
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, count) }, lane));
  return results;
}

/** The rounds of two subjects, taken in turns, each going first in every other round. */
export async function interleave<Subject, Result>(
  rounds: number,
  { ours, bare }: { ours: Subject; bare: Subject },
  round: (subject: Subject) => Promise<Result>,
): Promise<{ ours: Result[]; bare: Result[] }> {
  const results: { ours: Result[]; bare: Result[] } = { ours: [], bare: [] };
  for (let index = 0; index < rounds; index += 1) {
    const isOursFirst = index % 2 === 0;
    if (isOursFirst) results.ours.push(await round(ours));
    results.bare.push(await round(bare));
    if (!isOursFirst) results.ours.push(await round(ours));
  }
  return results;
}
