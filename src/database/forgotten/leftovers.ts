import { sql } from "kysely";
import { conversationKind } from "../conversation/conversation-record.ts";
import { landingPageKind } from "../landing-page/landing-page-record.ts";
import { lateByMs, longestLeaseMs } from "../link/change.ts";
import { readAttempts } from "../link/link-record.ts";
import type { LinkRow } from "../link/link-row.ts";
import { writeAttempts } from "../link/outcome-columns.ts";
import { isNotOf } from "../not-of.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import type { LeftoverRow } from "./forgotten-rows.ts";

/** What requests for a forgotten team may still make in Tavus. Times are Unix ms; `id` is the record's, which is its mark. */
export type Leftover = {
  tenantId: string;
  id: string;
  attemptsMs: readonly number[];
  keptId: string | undefined;
  key: { tag: string | undefined; sealed: string | undefined };
};

/** The first look: by then a request that was under way has been answered, or given up. */
const firstLookMs = 30_000;

/** Leftovers of one kind, until they are removed in Tavus. They hold nothing that anybody typed. */
export function createLeftovers({ kysely, now, serves }: Database, kind: string) {
  return {
    /** Those that are to be looked for now, but for those of `except`, put off by `againInMs` so that a dead process costs only that. */
    async claimDue(limit: number, againInMs: number, except: readonly string[] = []): Promise<Leftover[]> {
      const due = sql<{ tenant_id: string; subject_id: string }>`
        select tenant_id, subject_id from leftovers
        where subject_kind = ${kind} and due_at <= ${isoTime(now())}
          and ${serves("leftovers.tenant_id")} and ${isNotOf(except)} limit ${limit}`;
      const rows = await kysely
        .updateTable("leftovers")
        .set({ due_at: isoTime(now() + againInMs) })
        .where("subject_kind", "=", kind)
        .where(sql<boolean>`(tenant_id, subject_id) in (${due})`)
        .where("due_at", "<=", isoTime(now()))
        .returningAll()
        .execute();
      return rows.map(readLeftover);
    },

    async putOff({ tenantId, id }: Pick<Leftover, "tenantId" | "id">, untilMs: number): Promise<void> {
      await kysely
        .updateTable("leftovers")
        .set({ due_at: isoTime(untilMs) })
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", kind)
        .where("subject_id", "=", id)
        .execute();
    },

    async ended({ tenantId, id }: Pick<Leftover, "tenantId" | "id">): Promise<void> {
      await kysely
        .deleteFrom("leftovers")
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", kind)
        .where("subject_id", "=", id)
        .execute();
    },

    /** Whether any team here, this one after it began anew too, is linked to this object in Tavus. */
    async isLinkedAnywhere(remoteId: string): Promise<boolean> {
      const row = await kysely
        .selectFrom("links")
        .select("subject_id")
        .where("subject_kind", "=", kind)
        .where("remote_id", "=", remoteId)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

/** Keeps what links that are deleted with their team know of requests whose outcome is open; in the caller's transaction. */
export async function keepLeftovers(
  { kysely, now }: Pick<Database, "kysely" | "now">,
  tenantId: string,
  links: readonly LinkRow[],
): Promise<void> {
  const open = links.flatMap((link) => {
    const mayCome = (startedMs: number) => goesWithTeam(link) || startedMs > now() - lateByMs;
    const attemptsMs = openAttempts(link, now()).filter(mayCome);
    return attemptsMs.length > 0 ? [{ link, attemptsMs }] : [];
  });
  if (open.length === 0) return;
  const own = await kysely
    .selectFrom("tenant_settings")
    .select("key_sealed")
    .where("tenant_id", "=", tenantId)
    .executeTakeFirst();
  for (const { link, attemptsMs } of open) {
    const leftover = {
      attempts: writeAttempts(attemptsMs),
      kept_id: isUnwanted(link, now()) ? null : link.remote_id,
      key_tag: link.key_tag,
      // Whichever it noted: of an account whose key was replaced since, nobody has another.
      key_sealed: own?.key_sealed ?? null,
      due_at: isoTime(now() + firstLookMs),
    };
    const { subject_kind, subject_id } = link;
    await kysely
      .insertInto("leftovers")
      .values({ tenant_id: tenantId, subject_kind, subject_id, ...leftover })
      .onConflict((conflict) =>
        conflict.columns(["tenant_id", "subject_kind", "subject_id"]).doUpdateSet(leftover),
      )
      .execute();
  }
}

/**
 * What is not spared although its request has been answered: one that was to be deleted in Tavus too, and one that was made
 * just now and whose person has not heard of it yet, for they are told that nothing of it is kept.
 */
function isUnwanted(link: LinkRow, nowMs: number): boolean {
  const { remove_remote, state, told_at, revision, attempt_started_at: started } = link;
  const isOnItsWay = started !== null && Date.parse(started) > nowMs - longestLeaseMs;
  return (
    goesWithTeam(link) ||
    remove_remote === 1 ||
    (state === "linked" && told_at === null && revision === 1 && isOnItsWay)
  );
}

/** A room under way and a link outside are ended: nobody here would look after them any more. */
function goesWithTeam({ subject_kind, state }: LinkRow): boolean {
  const isLookedAfter = subject_kind === conversationKind || subject_kind === landingPageKind;
  return isLookedAfter && state === "linked";
}

function openAttempts(link: LinkRow, nowMs: number): number[] {
  const isOpen = link.outcome_unknown === 1 || isUnwanted(link, nowMs);
  const started = isOpen && link.attempt_started_at !== null ? [Date.parse(link.attempt_started_at)] : [];
  return [...readAttempts(link.unknown_attempts), ...started];
}

function readLeftover(row: LeftoverRow): Leftover {
  return {
    tenantId: row.tenant_id,
    id: row.subject_id,
    attemptsMs: readAttempts(row.attempts),
    keptId: row.kept_id ?? undefined,
    key: { tag: row.key_tag ?? undefined, sealed: row.key_sealed ?? undefined },
  };
}
