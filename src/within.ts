/**
 * What `work` came to, or undefined where it takes longer than this; then it goes on, and how it ends is not heard of.
 * Rejects as the work does. `ref: false`: the wait alone does not keep the process alive.
 */
export async function within<T>(
  work: Promise<T>,
  ms: number,
  { ref = true }: { ref?: boolean } = {},
): Promise<{ value: T } | undefined> {
  const timeUp = Promise.withResolvers<undefined>();
  const timer = setTimeout(timeUp.resolve, ms, undefined);
  if (!ref) timer.unref();
  try {
    return await Promise.race([work.then((value) => ({ value })), timeUp.promise]);
  } finally {
    clearTimeout(timer);
  }
}
