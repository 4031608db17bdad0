/** Lets at most `places` pieces of work of one tenant run at once in this process; the others wait in turn. */
export type Gate = { run<T>(tenantId: string, work: () => Promise<T>): Promise<T> };

type Line = { running: number; waiting: (() => void)[] };

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
