import { type Client, Events, RESTEvents } from "discord.js";
import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import type { Log } from "../../../log.ts";
import { within } from "../../../within.ts";
import type { Connection, ConnectionOptions } from "../connection.ts";
import { fatalClose, refusedToken, startFailure } from "./gateway-failure.ts";
import { type Ready, watchGuilds } from "./guilds.ts";
import { checkSessionStarts } from "./session-starts.ts";

/** Time for the gateway to greet, a wait for other starts of the same bot (5 s) included. */
const startDeadlineMs = 30_000;
const notReady = `not ready within ${startDeadlineMs / 1000} s`;

/** The client's way into Discord and out of it, and what happens to it meanwhile. */
export function createGatewayConnection(client: Client, options: ConnectionOptions): Connection {
  const failures = watchFailures(client, options);
  const greeting = followGuilds(client, options);
  return {
    rest: client.rest,
    async open(impatient) {
      const clientReady = Promise.withResolvers<unknown>();
      client.once(Events.ClientReady, clientReady.resolve);
      try {
        await checkSessionStarts(impatient);
        const login = client.login(options.token);
        const start = Promise.all([greeting, login, clientReady.promise]);
        if (!(await within(start, startDeadlineMs))) throw new Error(notReady);
      } catch (error) {
        throw startFailure(error, failures.closeCode(), options.apiUrl);
      }
      const { ready, told } = await greeting;
      await told;
      failures.arm();
      return ready;
    },
    async close() {
      failures.disarm();
      await client.destroy();
    },
  };
}

/** Tells the bot's guilds as they come and go; resolves with the first READY, and when that was told. */
function followGuilds(
  client: Client,
  options: ConnectionOptions,
): Promise<{ ready: Ready; told: Promise<void> }> {
  const greeting = Promise.withResolvers<{ ready: Ready; told: Promise<void> }>();
  const report = (work: Work) => void logRejection(work, options.log);
  let isFirst = true;
  watchGuilds(client, {
    onReady(ready) {
      const tell = async () => options.onTenants?.({ guildIds: ready.guildIds, covers: () => true });
      if (!isFirst) return report(tell);
      isFirst = false;
      const told = tell();
      // Awaited when the gateway is ready; until then a failure must not count as unhandled.
      told.catch(() => undefined);
      greeting.resolve({ ready, told });
    },
    onGuildJoined: (guild) => report(() => options.onGuildJoined?.(guild)),
    onGuildLeft: (guildId) => report(() => options.onGuildLeft?.(guildId)),
    onUnreadable: (event) => options.log.warn({ event }, "an event of an unknown shape came from Discord"),
  });
  return greeting.promise;
}

/** The end is told once, and only while the connection is open: before, `open` rejects with the same trouble. */
function watchFailures(client: Client, { log, onLost, onConnected, onDisconnected }: ConnectionOptions) {
  let isArmed = false;
  let lastCloseCode: number | undefined;
  const whileOpen = (tell: () => void) => isArmed && tell();
  const lost = (trouble: PlatformTrouble) => {
    whileOpen(() => onLost(trouble));
    isArmed = false;
  };
  // Without a listener, one "error" ends the process.
  client.on(Events.Error, (error) => log.error({ err: error }, "discord.js reports an error"));
  client.on(Events.ShardError, (error) => log.warn({ err: error }, "the Discord gateway failed"));
  client.on(Events.ShardReconnecting, () => {
    log.info("connecting to the Discord gateway again");
    whileOpen(() => onDisconnected("Discord closed the gateway, or the network did"));
  });
  client.on(Events.ShardResume, () => whileOpen(onConnected));
  client.on(Events.ShardReady, () => whileOpen(onConnected));
  client.on(Events.ShardDisconnect, ({ code }) => {
    lastCloseCode = code;
    lost(fatalClose(code) ?? new PlatformTrouble(`Discord closed the gateway (close code ${code}).`, {}));
  });
  client.on(Events.Invalidated, () => lost(new PlatformTrouble("Discord ended this bot's session.", {})));
  // discord.js forgets its token after one 401, so every later call would fail for another reason.
  client.rest.on(RESTEvents.Response, (_request, { status }) => {
    if (status === 401) lost(new PlatformTrouble(refusedToken, { isFinal: true }));
  });
  return {
    closeCode: () => lastCloseCode,
    arm: () => {
      isArmed = true;
    },
    disarm: () => {
      isArmed = false;
    },
  };
}

type Work = () => void | Promise<void>;

async function logRejection(work: Work, log: Log): Promise<void> {
  try {
    await work();
  } catch (error) {
    log.error({ err: error }, "a change of the bot's guilds could not be recorded");
  }
}
