/**
 * Lets so many pieces of work of one tenant run at once; the others wait. `mayWait`: whether the work could still be done
 * after waiting longer; once not, it is begun without a place, and must find that out itself.
 */
export type Gate = { run<T>(tenantId: string, work: () => Promise<T>, mayWait: () => boolean): Promise<T> };

type Line = { running: number; waiting: (() => void)[] };

/** At most `places` in this process, the others in turn. One that comes too late is begun in its turn all the same. */
export function createGate(places: number): Gate {
  const lines = new Map<string, Line>();

  function enter(tenantId: string): Promise<void> | undefined {
    const line = lines.get(tenantId) ?? { running: 0, waiting: [] };
    lines.set(tenantId, line);
    if (line.running < places) {
      line.running += 1;
      return undefined;
    }
    return new Promise((resolve) => line.waiting.push(resolve));
  }

  /** Hands the place to the next in line; an empty line is forgotten. */
  function leave(tenantId: string): void {
    const line = lines.get(tenantId);
    if (!line) return;
    const next = line.waiting.shift();
    if (next) next();
    else if (line.running > 1) line.running -= 1;
    else lines.delete(tenantId);
  }

  return {
    async run(tenantId, work) {
      await enter(tenantId);
      try {
        return await work();
      } finally {
        leave(tenantId);
      }
    },
  };
}
