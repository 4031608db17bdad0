import { type Client, Status } from "discord.js";
import type { StartTurns } from "./start-turns.ts";

/**
 * The end of one shard's connection, which discord.js knows only for one that is made: destroyed between two connections it
 * makes the next one nonetheless, and one that is being made at that moment ends the process when it fails.
 */
export function createEnding(turns: StartTurns) {
  const halted = Promise.withResolvers<void>();
  let ended: Client | undefined;

  /** Where it has ended, discord.js goes no further than this. */
  async function halt(client: Client): Promise<never> {
    void destroy(client);
    halted.resolve();
    return new Promise<never>(() => undefined);
  }

  return {
    /** Before it connects and with each event. */
    async goOn(): Promise<void> {
      if (ended) await halt(ended);
    },

    turns: {
      wait: (shard, signal) => (ended ? halt(ended) : turns.wait(shard, signal)),
    } satisfies StartTurns,

    /** Nothing is heard of it from now on. What is being connected is left alone until discord.js asks how to go on. */
    async end(client: Client): Promise<void> {
      ended = client;
      client.ws.removeAllListeners();
      if (client.ws.shards.some(({ status }) => status === Status.Connecting)) return;
      // While it waits for the greeting, discord.js waits in vain for the end, and then connects again.
      await Promise.race([destroy(client), halted.promise]);
    },
  };
}

/** Whoever has ended it wants to know nothing more of it. */
async function destroy(client: Client): Promise<void> {
  await client.destroy().catch(() => undefined);
}
