import type { Others } from "../chat/dispatch/dispatch-deps.ts";
import type { Interaction } from "../chat/interaction.ts";
import type { InteractionClaims, InteractionKey } from "../database/fleet/interaction-claims.ts";
import type { Log } from "../log.ts";
import { within } from "../within.ts";
import { createWriteBehind } from "../write-behind.ts";

/** Discord lets an interaction be answered for 15 minutes. */
const lifeMs = 15 * 60_000;
/** People wait 3 s for a first word, so whose an interaction is must be known well before. */
const claimPatienceMs = 1000;
/** What another process has is kept for these; should there be more, the oldest are left to their process. */
const mostWatched = 2000;

export type SharedInteractions = Others & {
  /** To be called with the processes that are alive: what the others have left unanswered is answered here. */
  look(live: readonly string[]): Promise<void>;
  /** Somebody has promised its answer who tells it another way: no process takes it over. */
  settle(interaction: Addressed): Promise<void>;
  flush(): Promise<void>;
};

type Addressed = Pick<Interaction, "id"> & { member: { tenantId: string } };
type Watched = { key: InteractionKey; untilMs: number; takeOver(): void };

/** Interactions that several processes of the bot may have at once: one answers, and should it die, another one. */
export function createSharedInteractions({
  claims,
  log,
}: {
  claims: InteractionClaims;
  log: Log;
}): SharedInteractions {
  const watched = new Map<string, Watched>();
  const endings = createWriteBehind<InteractionKey>({
    write: (keys) => claims.ended(keys),
    failed: (error) => log.warn({ err: error }, "that interactions were answered could not be noted"),
  });

  function forget(keys: readonly InteractionKey[]): Watched[] {
    return keys.flatMap((key) => {
      const found = watched.get(nameOf(key));
      watched.delete(nameOf(key));
      return found ?? [];
    });
  }

  return {
    async claim(interaction) {
      try {
        const claim = await within(claims.claim(keyOf(interaction)), claimPatienceMs);
        return claim?.value ?? true;
      } catch (error) {
        log.warn({ err: error }, "whether another process answers an interaction could not be found out");
        return true;
      }
    },

    settle: (interaction) => claims.settle(keyOf(interaction)),

    ended: (interaction) => endings.add(keyOf(interaction)),

    watch(interaction, takeOver) {
      // What was typed so far into a field is typed on; nobody waits for these.
      if (interaction.kind === "suggest" || interaction.kind === "fill") return;
      const key = keyOf(interaction);
      watched.set(nameOf(key), { key, untilMs: performance.now() + lifeMs, takeOver });
      const [oldest] = watched.keys();
      if (watched.size > mostWatched && oldest !== undefined) watched.delete(oldest);
    },

    async look(live) {
      const past = [...watched.values()].filter(({ untilMs }) => untilMs <= performance.now());
      forget(past.map(({ key }) => key));
      if (watched.size === 0) return;
      const keys = [...watched.values()].map(({ key }) => key);
      forget(await claims.endedAmong(keys));
      const left = [...watched.values()].map(({ key }) => key);
      if (left.length === 0) return;
      for (const { takeOver } of forget(await claims.takeOver(left, live))) takeOver();
    },

    flush: endings.flush,
  };
}

function keyOf({ id, member }: Addressed): InteractionKey {
  return { tenantId: member.tenantId, id };
}

function nameOf({ tenantId, id }: InteractionKey): string {
  return `${tenantId}/${id}`;
}
