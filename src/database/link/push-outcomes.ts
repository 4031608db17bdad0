import { sql } from "kysely";
import type { Database } from "../opening/connect.ts";
import { handingOver } from "../promised.ts";
import { isoTime } from "../times.ts";
import { changeOne, isFree } from "./change.ts";
import { type AttemptKey, type Failure, type Link, type LinkKey, readLink } from "./link-record.ts";
import { type Compared, failureColumns, noFailure, nothingAgreed } from "./outcome-columns.ts";
import type { TransitionName } from "./transitions.ts";

/** Stores how pushes of edits ended. */
export function createPushOutcomes(database: Database, kind: string) {
  const { kysely } = database;
  const ofAttempt = (name: TransitionName, { attempt, ...key }: AttemptKey, options: object = {}) =>
    changeOne(kysely, key, { name, kind, nowMs: database.now(), ...options }).where("attempt", "=", attempt);

  return {
    /**
     * Opens an attempt for one edit that Tavus refused because somebody is editing there; nobody else pushes it while
     * the lease runs. Undefined: it is not refused for that any more, or somebody is at it.
     */
    async openForced(key: LinkKey, { leaseMs }: { leaseMs: number }): Promise<Link | undefined> {
      const nowMs = database.now();
      const row = await handingOver(kysely, { ...key, kind }, (on) =>
        changeOne(on, key, { name: "forced", kind, nowMs, leaseUntilMs: nowMs + leaseMs })
          .set({
            attempt: sql`attempt + 1`,
            attempt_started_at: isoTime(nowMs),
            sent_revision: sql`revision`,
          })
          .where("failure_kind", "=", "conflict")
          .where((where) => where("pushed_revision", "<", where.ref("revision")))
          .where(isFree(nowMs))
          .returningAll()
          .executeTakeFirst(),
      );
      return row && readLink(row);
    },

    /** `compared` is how both sides stand after it; what was edited since then is sent by the next push. */
    async pushed(key: AttemptKey, pushedRevision: number, compared: Compared = nothingAgreed): Promise<void> {
      const nowMs = database.now();
      await ofAttempt("pushed", key, { pushedRevision })
        .set({
          ...noFailure,
          ...compared,
          written_at: isoTime(nowMs),
          pushed_revision: pushedRevision,
          tries: 0,
        })
        .execute();
    },

    /** `nextAttemptMs` is null where trying again would not change it. */
    async notPushed(
      key: AttemptKey,
      { failure, nextAttemptMs }: { failure: Failure; nextAttemptMs: number | null },
    ): Promise<void> {
      const nowMs = database.now();
      await ofAttempt("notPushed", key, { nextAttemptMs })
        .set({
          ...failureColumns(failure, nowMs),
          tries: sql<number>`tries + 1`,
        })
        .execute();
    },

    /** The object in Tavus behind a link is gone. */
    async goneInTavus(key: AttemptKey, failure: Failure): Promise<void> {
      const nowMs = database.now();
      await ofAttempt("goneInTavus", key).set(failureColumns(failure, nowMs)).execute();
    },
  };
}
