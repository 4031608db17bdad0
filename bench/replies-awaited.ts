const patienceMs = 15_000;

/** What a driver waits for: something with an id that the program will send. */
export type RepliesAwaited = {
  /** Resolves with the body that comes for `id`; rejects when none does. */
  wait(id: string): Promise<{ body: string; atMs: number }>;
  came(id: string, body: string): void;
};

export function createRepliesAwaited(what: string): RepliesAwaited {
  const waiting = new Map<string, (reply: { body: string; atMs: number }) => void>();
  return {
    wait(id) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`${what} did not come`)), patienceMs);
        waiting.set(id, (reply) => {
          clearTimeout(timer);
          waiting.delete(id);
          resolve(reply);
        });
      });
    },
    came(id, body) {
      waiting.get(id)?.({ body, atMs: performance.now() });
    },
  };
}
