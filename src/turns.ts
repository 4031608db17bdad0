/**
 * Does one piece of work after another, in the order they come; each caller hears how its own ended. With
 * `endsAtFailure` whatever comes after a failure is not begun, and ends with that failure too.
 */
export function createTurns({
  endsAtFailure = false,
}: {
  endsAtFailure?: boolean;
} = {}): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const turn = endsAtFailure ? last.then(work) : last.then(work, work);
    last = turn;
    return turn;
  };
}
