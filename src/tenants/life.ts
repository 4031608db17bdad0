import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "pino";
import type { ForgottenTeams } from "../database/forgotten/forget-team.ts";
import type { Arrival, TenantLifeStore } from "../database/team/tenant-life-store.ts";
import { createExpiringCache } from "../expiring-cache.ts";
import { beginWorkAnew } from "../work.ts";
import type { TeamSettings } from "./settings.ts";

/** A team that removed the bot and comes back within this time finds everything as it was. */
export const keptAfterLeavingMs = 30 * 24 * 3_600_000;

/** Why the bot is not in a team any more, in the platform's own words where it has some. */
export type LeftBecause =
  | "guild_delete"
  | "absent"
  | "app_uninstalled"
  | "tokens_revoked"
  | "account_inactive";

const teamsPerPage = 500;
const teamsPerPurge = 5;
/** Teams that are remembered to be there, and for how long: another process may note that one has left. */
const mostSeen = 10_000;
const seenMs = 5 * 60_000;

/** The teams that the bot is in, of all those that are covered: nothing is said of any other. */
export type Present = { tenantIds: readonly string[]; covers(tenantId: string): boolean };

/** A team that is new or came back. */
type Came = { tenantId: string; arrival: Arrival };

export type TeamLife = {
  arrived(tenantId: string): Promise<Arrival>;
  /**
   * Somebody uses the bot in this team, so the bot is there, whatever was noted: a server may have its commands without
   * the bot as a member, and then no event says that it came.
   */
  seen(tenantId: string): void;
  /** All work for the team ends; its rows are kept for a while. */
  left(tenantId: string, because: LeftBecause): Promise<void>;
  /**
   * The bot is in exactly these of the covered teams whose ids begin with `prefix`: whoever left or came while nobody watched
   * is noted now, but a team that had only the commands is in no such list. Returns those that are new or came back.
   */
  compare(prefix: string, present: Present): Promise<Came[]>;
  /** True for one caller only: this one shows the welcome. */
  claimWelcome(tenantId: string): Promise<boolean>;
  /** Deletes everything the team has here, at once, but that the bot is there; returns how many personas that were. */
  forget(tenantId: string): Promise<number>;
  /** Whether the team was forgotten since the present work began. */
  wasForgotten(tenantId: string): Promise<boolean>;
  /** Deletes what teams left behind whose time is over, a few teams at a time, and ends what a dead process began to forget. */
  purge(): Promise<void>;
};

export function createTeamLife({
  store,
  forgotten,
  settings,
  now,
  log,
}: {
  store: TenantLifeStore;
  forgotten: ForgottenTeams;
  settings: TeamSettings;
  now: () => number;
  log: Logger;
}): TeamLife {
  const seen = createExpiringCache<true>({ freshMs: seenMs, most: mostSeen, now });

  async function arrived(tenantId: string): Promise<Arrival> {
    const arrival = await store.arrived(tenantId);
    if (arrival !== "known") logArrival({ tenantId, arrival });
    return arrival;
  }

  async function used(tenantId: string): Promise<void> {
    const use = await store.used(tenantId);
    if (use === "left") seen.forget(tenantId);
    else if (use !== "known") logArrival({ tenantId, arrival: use });
  }

  function logArrival({ tenantId: tenant, arrival }: Came): void {
    log.info({ tenant, arrival }, "the bot came to a team");
  }

  /** Those of a page that were not there. */
  async function arrivedOf(tenantIds: readonly string[]): Promise<Came[]> {
    const arrivals = await store.allArrived(tenantIds);
    const came = [...arrivals].map(([tenantId, arrival]) => ({ tenantId, arrival }));
    const others = came.filter(({ arrival }) => arrival !== "known");
    others.forEach(logArrival);
    return others;
  }

  async function left(tenantId: string, because: LeftBecause): Promise<void> {
    seen.forget(tenantId);
    if (!(await store.left(tenantId, because))) return;
    log.warn({ tenant: tenantId, because }, "the bot was removed from a team: its work rests, its rows stay");
  }

  /** What is remembered of it goes with it. */
  async function alsoHere<T>(tenantId: string, forgetting: Promise<T>): Promise<T> {
    try {
      return await forgetting;
    } finally {
      settings.changed(tenantId);
    }
  }

  return {
    arrived,
    left,

    seen(tenantId) {
      if (seen.find(tenantId)?.isFresh) return;
      seen.keep(tenantId, true);
      void used(tenantId).catch((error: unknown) => {
        seen.forget(tenantId);
        log.warn({ tenant: tenantId, err: error }, "that a team uses the bot could not be noted");
      });
    },

    claimWelcome: store.claimWelcome,

    async compare(prefix, { tenantIds, covers }) {
      // Those that are there and were not known to be.
      const unknown = new Set(tenantIds);
      const gone: string[] = [];
      let after = "";
      for (;;) {
        const known = await store.listPresent(prefix, after, teamsPerPage);
        for (const { tenantId, isMember } of known) {
          if (!isMember) continue;
          if (!unknown.delete(tenantId) && covers(tenantId)) gone.push(tenantId);
        }
        after = known.at(-1)?.tenantId ?? "";
        if (known.length < teamsPerPage) break;
      }
      for (const tenantId of gone) await left(tenantId, "absent");
      const came: Came[] = [];
      // At a first start all of them are, and a commit for each would take seconds.
      const rest = [...unknown];
      while (rest.length > 0) came.push(...(await arrivedOf(rest.splice(0, teamsPerPage))));
      return came;
    },

    async forget(tenantId) {
      const wasMember = await store.isMember(tenantId);
      const personas = await alsoHere(tenantId, forgotten.forget(tenantId));
      await untilLater(now);
      beginWorkAnew(now());
      // It is still there: only a team that is known can be noticed to leave later on.
      await store.used(tenantId, { wasMember }).catch((error: unknown) => {
        log.warn(
          { err: error },
          "that the bot is in a forgotten team could not be noted; its next use notes it",
        );
        seen.forget(tenantId);
      });
      log.info({ personas }, "a team was forgotten at its own wish");
      return personas;
    },

    wasForgotten: forgotten.wasForgotten,

    async purge() {
      const failures: unknown[] = [];
      /** One that cannot be forgotten keeps no other from it. */
      async function forgetEach(
        tenantIds: readonly string[],
        forgetting: (tenantId: string) => Promise<number | undefined>,
        forgottenNow: (personas: number) => void,
      ): Promise<void> {
        for (const tenantId of tenantIds) {
          try {
            const personas = await alsoHere(tenantId, forgetting(tenantId));
            if (personas !== undefined) forgottenNow(personas);
          } catch (error) {
            failures.push(error);
          }
        }
      }
      await forgetEach(await forgotten.listUnfinished(teamsPerPurge), forgotten.forgetUnfinished, () =>
        log.info("the forgetting of a team, which a dead process had begun, was ended"),
      );
      await forgotten.purge();
      const leftBeforeMs = now() - keptAfterLeavingMs;
      await forgetEach(
        await store.listLeftBefore(leftBeforeMs, teamsPerPurge),
        (tenantId) => forgotten.forgetLeft(tenantId, leftBeforeMs),
        (personas) => log.info({ personas }, "a team that had left was forgotten"),
      );
      if (failures.length > 0) throw failures[0];
    },
  };
}

/** Times are kept in whole milliseconds, and what begins in the one in which the forgetting ended is taken for older. */
async function untilLater(now: () => number): Promise<void> {
  const endedMs = now();
  while (now() === endedMs) await delay(1);
}
