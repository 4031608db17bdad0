import { type REST, RESTEvents } from "discord.js";
import { PlatformTrouble } from "../../../chat/platform-trouble.ts";
import { within } from "../../../within.ts";
import { createRest, shareLimit } from "../../clients.ts";
import type { Payload } from "../../read/payload.ts";
import type { Written } from "../../read/written.ts";
import type { Connection, ConnectionOptions } from "../connection.ts";
import { readDelivery } from "../http/own-application.ts";
import type { Impairments } from "../impairments.ts";
import { refusedToken, startFailure } from "./gateway-failure.ts";
import { guardStarts } from "./guard-starts.ts";
import { type GatewayPlan, readGateway, requireStarts } from "./session-starts.ts";
import { greetingMs } from "./shard.ts";
import { createShardGroup, type ShardGroup } from "./shard-group.ts";
import { createShardKeeper, type ShardKeeper } from "./shard-keeper.ts";
import type { ShardSharing } from "./shard-sharing.ts";
import { createOwnStarts, createSharedStarts, createStartTurns, startEveryMs } from "./start-turns.ts";
import { watchEndpoint } from "./watch-endpoint.ts";

/** No shard waits longer to hear how many starts are left: it takes no commands meanwhile. */
const askedWithinMs = 2000;

/** Which shards this process connects; without any of it, all that Discord recommends, or its share of them. */
export type ShardSettings = { shards?: readonly number[] | undefined; shardCount?: number | undefined };

export type GatewayOptions = Omit<ConnectionOptions, "onImpaired"> &
  ShardSettings & {
    impairments: Impairments;
    take(payload: Payload | undefined): void;
    /** Somebody has written to the bot itself: only the gateway tells of that. */
    onWritten(written: Written): void;
    /** Absent: this process is the only one of the bot. */
    sharing?: ShardSharing | undefined;
    /** Tests alone wait less. */
    pauses?: { startEveryMs?: number; beatEveryMs?: number; againMs?: number } | undefined;
  };

/** The bot's way into Discord's gateway: by as many shards as it needs, and what happens to them meanwhile. */
export function createGatewayConnection(options: GatewayOptions): Connection {
  const { sharing, pauses = {} } = options;
  const everyMs = pauses.startEveryMs ?? startEveryMs;
  const rest = createRest(options);
  const endpoint = watchEndpoint({
    rest,
    log: options.log,
    onImpaired: options.impairments.of("endpoint"),
  });
  const reported = new Map<number, readonly string[]>();
  let group: ShardGroup | undefined;
  let keeper: ShardKeeper | undefined;
  let isOpen = false;

  // discord.js forgets its token after one 401, so every later call would fail for another reason.
  rest.on(RESTEvents.Response, (_request, { status }) => {
    if (status === 401 && isOpen) lost(new PlatformTrouble(refusedToken, { isFinal: true }));
  });

  function lost(trouble: PlatformTrouble): void {
    if (isOpen) options.onLost(trouble);
    isOpen = false;
  }

  function createGroup(plan: GatewayPlan, applicationId: string): ShardGroup {
    const { log } = options;
    const next = sharing
      ? createSharedStarts(sharing, { applicationId, everyMs, log })
      : createOwnStarts(everyMs);
    return createShardGroup({
      ...options,
      turns: guardStarts(createStartTurns(plan.maxConcurrency, next), { ask: askAgain, onSpent: lost }),
      areShardsSet: options.shards !== undefined || options.shardCount !== undefined,
      againMs: pauses.againMs,
      deadlineMs: greetingMs + Math.ceil(plan.count / plan.maxConcurrency) * everyMs,
      onLost: lost,
      async report(shard, guildIds) {
        if (keeper) return keeper.report(shard, guildIds);
        reported.set(shard.id, guildIds);
        // Whose key a server uses depends on how many there are, so a part of them decides nothing.
        if (reported.size === shard.count) await options.onEveryGuild?.([...reported.values()].flat());
        return true;
      },
    });
  }

  /** Undefined: Discord does not say it now. */
  async function askAgain(): Promise<GatewayPlan | undefined> {
    const asked = readGateway(rest, options.shardCount).catch(() => undefined);
    return (await within(asked, askedWithinMs))?.value;
  }

  /** What Discord says before anything is connected. */
  async function ask<T>(question: Promise<T>): Promise<T> {
    try {
      return await question;
    } catch (error) {
      throw startFailure(error, undefined, options.apiUrl);
    }
  }

  async function openAll(impatient: REST): Promise<string> {
    const plan = await ask(readGateway(impatient, options.shardCount));
    const ids = options.shards ?? Array.from({ length: plan.count }, (_, id) => id);
    requireStarts(plan, ids.length);
    const opening = createGroup(plan, "");
    group = opening;
    const opened = await Promise.all(ids.map((id) => opening.open({ id, count: plan.count })));
    return opened[0]?.applicationId ?? "";
  }

  async function openShare(impatient: REST, shared: ShardSharing): Promise<string> {
    const [plan, { id: applicationId }] = await ask(
      Promise.all([readGateway(impatient, options.shardCount), readDelivery(impatient)]),
    );
    requireStarts(plan, 1);
    const opening = createGroup(plan, applicationId);
    group = opening;
    keeper = createShardKeeper({
      ...options,
      sharing: shared,
      applicationId,
      group: opening,
      count: plan.count,
      isCountFixed: options.shardCount !== undefined,
      ids: options.shards,
      everyMs: pauses.beatEveryMs,
      onLost: lost,
      onProcesses: (count) => shareLimit(rest, count),
    });
    await keeper.start();
    return applicationId;
  }

  return {
    rest,
    async open(impatient) {
      const applicationId = sharing ? await openShare(impatient, sharing) : await openAll(impatient);
      group?.arm();
      isOpen = true;
      endpoint.start();
      return { applicationId };
    },
    shards: () => group?.held() ?? [],
    drain: async () => keeper?.leave(),
    async close() {
      isOpen = false;
      await endpoint.stop(0, () => []);
      await keeper?.stop();
      await group?.closeAll();
      rest.clearHandlerSweeper();
      rest.clearHashSweeper();
    },
  };
}
