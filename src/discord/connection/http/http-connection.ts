import { type REST, RESTEvents } from "discord.js";
import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import { createTicker } from "../../../ticker.ts";
import { within } from "../../../within.ts";
import { createRest, shareLimit } from "../../clients.ts";
import { toOutsideError } from "../../discord-error.ts";
import { type Payload, readPayload } from "../../read/payload.ts";
import type { Connection, ConnectionOptions } from "../connection.ts";
import { refusedToken, startFailure } from "../gateway/gateway-failure.ts";
import type { ShardSharing } from "../gateway/shard-sharing.ts";
import type { Impairments } from "../impairments.ts";
import type { DiscordEvent } from "./events.ts";
import { listGuildIds } from "./guild-list.ts";
import { createHttpDoor } from "./http-door.ts";
import { createKnownGuilds } from "./known-guilds.ts";
import { type HttpSettings, readDelivery, wrongEndpoint, wrongKey } from "./own-application.ts";

/** Who took the bot out of a server is told by nobody, so it is looked for. */
const compareEveryMs = 60 * 60_000;

/** How often it is asked how many processes there are. */
const countEveryMs = 15_000;

/** Somebody who acts while the bot starts waits a moment for it to know whose keys are whose, and no longer. */
const startPatienceMs = 1200;

export type HttpConnectionOptions = Omit<ConnectionOptions, "onImpaired"> &
  HttpSettings & {
    impairments: Impairments;
    take(payload: Payload): void;
    /** Absent: no other process sends requests with the token. */
    sharing?: Pick<ShardSharing, "processes"> | undefined;
  };

/** Discord over HTTP: no gateway and no shards, and what happens to the bot's guilds is looked up. */
export function createHttpConnection(options: HttpConnectionOptions): Connection {
  const { log, publicKey, impairments } = options;
  const rest = createRest(options);
  const guilds = createKnownGuilds();
  const opened = Promise.withResolvers<void>();
  const onWrongEndpoint = impairments.of("endpoint");
  let isOpen = false;
  let isFresh = true;

  // discord.js forgets its token after one 401, so every later call would fail for another reason.
  rest.on(RESTEvents.Response, (_request, { status }) => {
    if (status === 401 && isOpen) options.onLost(new PlatformTrouble(refusedToken, { isFinal: true }));
  });

  /** What Discord says of the application and its guilds, through one of both clients. */
  async function compare(asking: REST): Promise<{ applicationId: string }> {
    const delivery = await readDelivery(asking);
    const misfit = wrongKey(delivery, publicKey);
    if (misfit) throw new PlatformTrouble(`${misfit.problem} ${misfit.remedy}`, { isFinal: true });
    const wrong = wrongEndpoint(delivery, options);
    onWrongEndpoint(wrong && `${wrong.problem} ${wrong.remedy}`);
    const begunMs = Date.now();
    guilds.take(await listGuildIds(asking), begunMs);
    await options.onEveryGuild?.(guilds.all());
    const covers = (guildId: string) => !guilds.isUnlisted(guildId);
    await options.onTenants?.({ guildIds: guilds.members(), covers });
    return { applicationId: delivery.id };
  }

  const comparisons = createTicker({
    everyMs: compareEveryMs,
    async tick() {
      // The start has just done it.
      if (!isFresh) await compare(rest);
      isFresh = false;
    },
    failed(error) {
      if (error instanceof PlatformTrouble) return options.onLost(error);
      log.warn({ err: toOutsideError("the list of the bot's servers", error) }, "servers not compared");
    },
  });

  const counts = createTicker({
    everyMs: countEveryMs,
    async tick() {
      if (options.sharing) shareLimit(rest, await options.sharing.processes());
    },
    failed: (error) => log.warn({ err: error }, "the bot's processes could not be counted"),
  });

  async function takeEvent(event: DiscordEvent): Promise<void> {
    if (event.kind === "perhapsLeft") comparisons.wake();
    if (event.kind !== "joined") return;
    if (event.isMember) guilds.joined(event.guild.id);
    else guilds.used(event.guild.id);
    await options.onEveryGuild?.(guilds.all());
    // Where only its commands are it can welcome nobody; such a team is noted by its use.
    if (event.isMember) await options.onGuildJoined?.(event.guild);
  }

  async function takeWhenOpen(payload: Payload): Promise<void> {
    if (!isOpen) await within(opened.promise, startPatienceMs);
    options.take(payload);
  }

  return {
    rest,
    async open(impatient) {
      let found: { applicationId: string };
      try {
        found = await compare(impatient);
      } catch (error) {
        throw startFailure(error, undefined, options.apiUrl);
      }
      isOpen = true;
      opened.resolve();
      comparisons.start();
      if (options.sharing) counts.start();
      return found;
    },
    async close() {
      isOpen = false;
      await Promise.all([comparisons, counts].map((ticker) => ticker.stop(0, () => [])));
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    },
    httpListener: createHttpDoor({
      publicKey,
      log,
      onImpaired: impairments.of("clock"),
      // Somebody may have entered the address just now.
      onPing: comparisons.wake,
      onInteraction(raw) {
        const payload = readPayload(raw);
        if (!payload) {
          log.warn("an interaction of an unknown kind came from Discord and was refused");
          return false;
        }
        if (payload.guild_id !== undefined && guilds.used(payload.guild_id)) comparisons.wake();
        void takeWhenOpen(payload);
        return true;
      },
      onEvent: takeEvent,
    }),
  };
}
