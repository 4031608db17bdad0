import {
  Client,
  GatewayIntentBits,
  type InternalRequest,
  Options,
  REST,
  RESTEvents,
  SimpleShardingStrategy,
  type WebSocketOptions,
} from "discord.js";
import type { Log } from "../log.ts";
import { wellFormed } from "../text/well-formed.ts";
import { tellLimitsApart } from "./tell-limits-apart.ts";

/** GUILD_CREATEs that have not come by then are in an outage, and nobody shall wait for them. */
const waitForGuildsMs = 500;

/** A first answer is worth nothing after three seconds, and an edit can be sent again. */
const replyTimeoutMs = 2500;

/**
 * Where Discord asks for a longer pause than this, the request fails: a person is told instead, and what nobody waits for
 * is tried again later by whoever sent it, who says so in the log.
 */
const longestPauseMs = 5000;

/** discord.js keeps a rate limiter (1 kB) for each interaction's token until it is swept; an hour is its default. */
const sweepIntervalMs = 1000;

const requestTimeoutMs = 10_000;
/** What discord.js repeats by itself leaves out broken connections, so requests of ours are repeated by us. */
const requestRetries = 1;

/** Everything discord.js would keep of people, messages and guilds, which nobody here reads. */
const cachesSwitchedOff = {
  ApplicationCommandManager: 0,
  ApplicationEmojiManager: 0,
  AutoModerationRuleManager: 0,
  BaseGuildEmojiManager: 0,
  DMMessageManager: 0,
  EntitlementManager: 0,
  GuildBanManager: 0,
  GuildEmojiManager: 0,
  GuildForumThreadManager: 0,
  GuildInviteManager: 0,
  GuildMemberManager: 0,
  GuildMessageManager: 0,
  GuildScheduledEventManager: 0,
  GuildStickerManager: 0,
  GuildTextThreadManager: 0,
  MessageManager: 0,
  PresenceManager: 0,
  ReactionManager: 0,
  ReactionUserManager: 0,
  StageInstanceManager: 0,
  ThreadManager: 0,
  ThreadMemberManager: 0,
  UserManager: 0,
  VoiceStateManager: 0,
};

/** Sends nothing that is no text: to half a surrogate pair Discord answers with status 500, as if it had failed itself. */
class TextREST extends REST {
  override request(options: InternalRequest): Promise<unknown> {
    return super.request({ ...options, body: wellFormed(options.body) });
  }
}

type ClientOptions = { apiUrl: string; token: string; log: Log };

type ShardClient = Pick<ClientOptions, "apiUrl"> & {
  shard: { id: number; count: number };
  turns: { wait(shard: number, signal: AbortSignal): Promise<void> };
  /** Asked before it connects and with each event; it goes on when this resolves. */
  goOn(): Promise<void>;
};

/** The gateway's side of one shard. Which one it is is said, or SHARDS would be read. */
export function createClient({ apiUrl, shard, turns, goOn }: ShardClient): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds, GatewayIntentBits.DirectMessages],
    shards: [shard.id],
    shardCount: shard.count,
    ws: { buildStrategy: asking(goOn), buildIdentifyThrottler: () => ({ waitForIdentify: turns.wait }) },
    waitGuildTimeout: waitForGuildsMs,
    allowedMentions: { parse: [] },
    makeCache: Options.cacheWithLimits(cachesSwitchedOff),
    rest: patientOptions(apiUrl),
  });
}

/** Before it connects, and with each event, a shard asks what is known of its session. */
function asking(goOn: ShardClient["goOn"]): NonNullable<WebSocketOptions["buildStrategy"]> {
  return (manager) => {
    const { retrieveSessionInfo } = manager.options;
    manager.options.retrieveSessionInfo = async (id) => {
      await goOn();
      return retrieveSessionInfo(id);
    };
    return new SimpleShardingStrategy(manager);
  };
}

/** The requests made with the bot's own token. What is to be said to people does not wait for the gateway. */
export function createRest({ apiUrl, token, log }: ClientOptions): REST {
  const rest = new TextREST(patientOptions(apiUrl));
  rest.on(RESTEvents.RateLimited, ({ route, timeToReset, global }) =>
    log.info({ route, pauseMs: timeToReset, global }, "Discord asks for a pause"),
  );
  return rest.setToken(token);
}

/** https://discord.com/developers/docs/topics/rate-limits#global-rate-limit */
const requestsPerSecond = 50;

/** Discord counts the requests of all processes with the same token together, and each of them counts its own. */
export function shareLimit(rest: REST, processes: number): void {
  rest.options.globalRequestsPerSecond = Math.max(1, Math.floor(requestsPerSecond / processes));
}

function patientOptions(apiUrl: string) {
  return {
    api: baseOf(apiUrl),
    timeout: requestTimeoutMs,
    retries: requestRetries,
    handlerSweepInterval: sweepIntervalMs,
    rejectOnRateLimit: isLongPause,
    makeRequest: tellLimitsApart,
  };
}

/** For what is done at the start: every pause that Discord asks for is an error at once, so that it can be said. */
export function createImpatientRest({ apiUrl, token }: ClientOptions): REST {
  const rest = new TextREST({
    api: baseOf(apiUrl),
    timeout: requestTimeoutMs,
    retries: requestRetries,
    handlerSweepInterval: sweepIntervalMs,
    rejectOnRateLimit: () => true,
    makeRequest: tellLimitsApart,
  });
  return rest.setToken(token);
}

/**
 * The requests made with an interaction's token. They repeat nothing by themselves, and are not held back by the 50
 * requests a second of the bot: https://discord.com/developers/docs/topics/rate-limits#global-rate-limit
 */
export function createReplies(apiUrl: string): REST {
  return new TextREST({
    api: baseOf(apiUrl),
    timeout: replyTimeoutMs,
    retries: 0,
    globalRequestsPerSecond: Number.POSITIVE_INFINITY,
    handlerSweepInterval: sweepIntervalMs,
    rejectOnRateLimit: isLongPause,
    makeRequest: tellLimitsApart,
  });
}

/** `retryAfter` is of the answer, `timeToReset` of the bucket, which may know of nothing yet. */
function isLongPause({ timeToReset, retryAfter }: { timeToReset: number; retryAfter: number }): boolean {
  return Math.max(timeToReset, retryAfter) > longestPauseMs;
}

/** discord.js appends "/v10/…". */
function baseOf(apiUrl: string): string {
  return apiUrl.replace(/\/+$/, "");
}
