import { Events } from "discord.js";
import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import type { Log } from "../../../log.ts";
import { within } from "../../../within.ts";
import { createClient } from "../../clients.ts";
import { watchInteractions } from "../../read/interactions.ts";
import type { Payload } from "../../read/payload.ts";
import { type Written, watchWritten } from "../../read/written.ts";
import type { JoinedGuild } from "../connection.ts";
import { createEnding } from "./end-shard.ts";
import { forgetGuilds } from "./forget-guilds.ts";
import { fatalClose, startFailure } from "./gateway-failure.ts";
import { type Ready, watchGuilds } from "./guilds.ts";
import type { ShardId } from "./shard-sharing.ts";
import type { StartTurns } from "./start-turns.ts";

/** Time for the gateway to greet, its turn to start not included. */
export const greetingMs = 30_000;

/** Discord says once that a guild has come or gone; the next list of them all may be weeks away. */
const againMs = 60_000;

export type ShardOptions = {
  token: string;
  apiUrl: string;
  log: Log;
  turns: StartTurns;
  /** How many shards there are, or which of them are connected, is set, and is not Discord's to say. */
  areShardsSet: boolean;
  /** How long to wait for the gateway, waits for other starts included. */
  deadlineMs: number;
  /** Tests alone wait less. */
  againMs?: number | undefined;
  take(payload: Payload | undefined): void;
  /** Somebody has written to the bot itself. */
  onWritten(written: Written): void;
  /** All guilds of this shard; the first one before `open` resolves. What it rejects with, `open` does. */
  onReady(shard: ShardId, ready: Ready): Promise<void>;
  onGuildJoined(shard: ShardId, guild: JoinedGuild): Promise<void>;
  onGuildLeft(shard: ShardId, guildId: string): Promise<void>;
  onConnected(shard: ShardId): void;
  onDisconnected(shard: ShardId, reason: string): void;
  /** Once it was open: it does not connect again. */
  onLost(trouble: PlatformTrouble): void;
};

export type Shard = ShardId & {
  /** Rejects with PlatformTrouble, or as `onReady` does. */
  open(): Promise<Ready>;
  close(): Promise<void>;
  /** Its guilds at this moment. */
  guildIds(): string[];
};

/** One shard with a connection of its own: it comes and goes without the others. */
export function createShard(shard: ShardId, options: ShardOptions): Shard {
  const { log } = options;
  const ending = createEnding(options.turns);
  const client = createClient({ ...options, ...ending, shard });
  watchInteractions(client, options.take);
  watchWritten(client, options.onWritten);
  const greeting = Promise.withResolvers<{ ready: Ready; told: Promise<void> }>();
  let isFirst = true;
  let isOpen = false;
  let closed: PlatformTrouble | undefined;
  let again: NodeJS.Timeout | undefined;

  const known = watchGuilds(client, {
    onReady(ready) {
      const told = options.onReady(shard, ready);
      if (!isFirst) return report(told);
      isFirst = false;
      // Awaited when the gateway is ready; until then a failure must not count as unhandled.
      told.catch(() => undefined);
      greeting.resolve({ ready, told });
    },
    onGuildJoined: (guild) => report(options.onGuildJoined(shard, guild)),
    onGuildLeft: (guildId) => report(options.onGuildLeft(shard, guildId)),
    onUnreadable: (event) => log.warn({ event }, "an event of an unknown shape came from Discord"),
  });

  forgetGuilds(client);

  /** What was not recorded is told again as the list of all that are there by then. */
  function report(work: Promise<void>): void {
    work.catch((error: unknown) => {
      log.error({ err: error }, "a change of the bot's guilds could not be recorded; it is tried again");
      clearTimeout(again);
      if (isOpen) again = setTimeout(tellAll, options.againMs ?? againMs).unref();
    });
  }

  async function tellAll(): Promise<void> {
    const { ready } = await greeting.promise;
    if (isOpen) report(options.onReady(shard, { ...ready, guildIds: [...known] }));
  }

  function lost(trouble: PlatformTrouble): void {
    if (isOpen) options.onLost(trouble);
    isOpen = false;
  }

  // Without a listener, one "error" ends the process.
  client.on(Events.Error, (error) => log.error({ err: error }, "discord.js reports an error"));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, "the Discord gateway failed"));
  client.on(Events.ShardReconnecting, () => {
    log.info({ shard: shard.id }, "connecting to the Discord gateway again");
    if (isOpen) options.onDisconnected(shard, "Discord closed the gateway, or the network did");
  });
  for (const event of [Events.ShardResume, Events.ShardReady] as const)
    client.on(event, () => isOpen && options.onConnected(shard));
  client.on(Events.ShardDisconnect, ({ code }) => {
    closed = fatalClose(code, options);
    lost(closed ?? new PlatformTrouble(`Discord closed the gateway (close code ${code}).`, {}));
  });
  client.on(Events.Invalidated, () => lost(new PlatformTrouble("Discord ended this bot's session.", {})));

  return {
    ...shard,
    async open() {
      const isReady = Promise.withResolvers<unknown>();
      client.once(Events.ClientReady, isReady.resolve);
      try {
        const start = Promise.all([client.login(options.token), greeting.promise, isReady.promise]);
        if (!(await within(start, options.deadlineMs)))
          throw new Error(`not ready within ${Math.round(options.deadlineMs / 1000)} s`);
      } catch (error) {
        throw startFailure(error, closed, options.apiUrl);
      }
      const { ready, told } = await greeting.promise;
      await told;
      isOpen = true;
      return ready;
    },
    async close() {
      isOpen = false;
      clearTimeout(again);
      await ending.end(client);
    },
    guildIds: () => [...known],
  };
}
