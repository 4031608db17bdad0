import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import type { PersonaRow } from "../tables.ts";
import { isoTime } from "../times.ts";
import {
  type AttemptKey,
  dueIfNewer,
  type Failure,
  failureColumns,
  noFailure,
  rowUpdates,
  toBeTold,
  unread,
} from "./outcome-columns.ts";

/** Stores how pushes of edits ended, and what became of links. */
export function createPushOutcomes(database: Database) {
  const now = () => isoTime(database.now());
  const { ofPersona, ofAttempt } = rowUpdates(database);

  return {
    /**
     * Opens an attempt for one edit that Tavus refused because somebody is editing there; nobody else pushes it while
     * the lease runs. Undefined: it is not refused for that any more, or somebody is at it.
     */
    claimConflicting(
      tenantId: string,
      id: string,
      { keyTag, leaseMs }: { keyTag: string; leaseMs: number },
    ): Promise<PersonaRow | undefined> {
      const at = now();
      const leaseUntil = isoTime(database.now() + leaseMs);
      return ofPersona(tenantId, id)
        .set({
          attempt: sql`attempt + 1`,
          attempt_started_at: at,
          sent_revision: sql`revision`,
          key_tag: keyTag,
          lease_until: leaseUntil,
          next_attempt_at: leaseUntil,
        })
        .where("deleted_at", "is", null)
        .where("link", "=", "linked")
        .where("failure_kind", "=", "conflict")
        .where((where) => where("pushed_revision", "<", where.ref("revision")))
        .where((where) => where.or([where("lease_until", "is", null), where("lease_until", "<=", at)]))
        .returningAll()
        .executeTakeFirst();
    },

    /** A push of an edit ended. `pushedRevision` is undefined when it failed. */
    async pushed(
      tenantId: string,
      key: AttemptKey,
      push: { pushedRevision: number } | { failure: Failure; nextAttemptMs: number | null },
    ): Promise<void> {
      const at = now();
      const changes =
        "pushedRevision" in push
          ? {
              ...noFailure,
              ...unread(at),
              pushed_revision: push.pushedRevision,
              tries: 0,
              ...toBeTold(database.now()),
              next_attempt_at: dueIfNewer(push.pushedRevision, at),
            }
          : {
              ...failureColumns(push.failure, at),
              tries: sql<number>`tries + 1`,
              next_attempt_at: push.nextAttemptMs === null ? null : isoTime(push.nextAttemptMs),
              ...(push.nextAttemptMs === null ? toBeTold(database.now()) : {}),
            };
      await ofAttempt(tenantId, key)
        .set({ ...changes, lease_until: null })
        .execute();
    },

    /** The Tavus persona behind a link is gone. */
    async missing(tenantId: string, key: AttemptKey, failure: Failure): Promise<void> {
      await ofAttempt(tenantId, key)
        .set({
          ...failureColumns(failure, now()),
          link: "missing",
          lease_until: null,
          next_attempt_at: null,
          ...toBeTold(database.now()),
        })
        .execute();
    },

    /** Taken apart by hand: nothing is due until somebody links it or presses Retry. */
    async unlinked(tenantId: string, id: string): Promise<void> {
      await ofPersona(tenantId, id)
        .set({
          link: "failed",
          tavus_persona_id: null,
          pushed_revision: 0,
          must_look: 0,
          lease_until: null,
          next_attempt_at: null,
          // The Tavus persona stays, so no check for surplus may take it for what a lost request left behind.
          unknown_attempts: "[]",
          surplus_check_at: null,
          // A push under way has nothing more to say.
          attempt: sql`attempt + 1`,
          ...unread(now()),
          ...failureColumns({ kind: "unlinked", words: null, incident: null }, now()),
          told_at: now(),
        })
        .execute();
    },
  };
}
