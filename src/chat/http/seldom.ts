const quietMs = 60_000;
/** More sentences than there are; what strangers may write into one must not fill the memory. */
const mostKinds = 100;

/**
 * Says of requests that anybody on the internet can send what there is to say: of each kind at most once a minute, with how many
 * there were since it was last said. They shall not fill the log.
 */
export function createSeldom(now: () => number = () => performance.now()) {
  const kinds = new Map<string, { saidMs: number; requests: number }>();

  return (kind: string, say: (requests: number) => void): void => {
    if (kinds.size >= mostKinds && !kinds.has(kind)) kinds.clear();
    const known = kinds.get(kind) ?? { saidMs: Number.NEGATIVE_INFINITY, requests: 0 };
    kinds.set(kind, known);
    known.requests += 1;
    if (now() - known.saidMs < quietMs) return;
    say(known.requests);
    known.saidMs = now();
    known.requests = 0;
  };
}
