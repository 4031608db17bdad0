import { type RawBuilder, type SqlBool, sql } from "kysely";
import { presentAnswer } from "../../work.ts";
import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import type { LinkKey } from "./link-record.ts";
import type { LinkRow, LinkState } from "./link-row.ts";
import {
  type Lease,
  type Next,
  type NextState,
  type OutcomeUnknown,
  type Told,
  type Transition,
  type TransitionName,
  transitions,
} from "./transitions.ts";

/** What a transition needs to be told; times are Unix ms. */
export type ChangeOptions = {
  nowMs: number;
  /** Where the lease opens: when it ends. */
  leaseUntilMs?: number;
  /** Where the next attempt is given; null: never. */
  nextAttemptMs?: number | null;
  /** Where Tavus holds a revision from now on: which. */
  pushedRevision?: number;
  /** Where an attempt ended without our knowing whether it has made something. */
  mayExist?: boolean;
  /** Where somebody has asked for this one: where the answer to them stands, sealed. Absent: what is noted of that stays. */
  answerAt?: string | undefined;
};

type Owned = {
  [Column in
    | "state"
    | "lease_until"
    | "next_attempt_at"
    | "outcome_unknown"
    | "told_at"
    | "tell_lease_until"
    | "answer_sealed"]?: LinkRow[Column] | RawBuilder<LinkRow[Column]>;
};

/** How long the one who settles a link has to tell the person, before another process does. */
export const tellingMs = 60_000;

/** No lease is longer. */
export const longestLeaseMs = 30_000;
/** Ten minutes after a try that followed an unknown outcome, what the lost request left behind is looked for. */
export const surplusDelayMs = 600_000;
/** So long Tavus may not show, or not everywhere, what it has just made or changed. */
export const newForMs = 2 * 60_000;
/** A lost request finishes within this of its start, if at all. */
export const lateByMs = 15 * 60_000;

const isUnlinkedByHand = sql<SqlBool>`state = 'failed' and coalesce(failure_kind, '') = 'unlinked'`;

/** The columns that a transition writes, for `set`; what else changes with it stands beside them. */
export function change(name: TransitionName, options: ChangeOptions): Owned {
  const [, , state, lease, next, outcomeUnknown, told]: Transition = transitions[name];
  return {
    ...stateColumn(state),
    ...leaseColumn(lease, options),
    ...nextColumn(next, options),
    ...outcomeUnknownColumn(outcomeUnknown, options),
    ...toldColumns(told, options),
  };
}

/** Whether a transition may happen to the row, for `where`. */
export function mayChange(name: TransitionName): RawBuilder<SqlBool> {
  const [from, of]: Transition = transitions[name];
  const states = sql.join(from.map((state) => sql.lit(state)));
  const isIn = from.length === 4 ? sql`true` : sql`links.state in (${states})`;
  if (of === "either") return sql<SqlBool>`${isIn}`;
  // With the bare column SQLite would take an index of what is here, and read nearly all of a team's links.
  return sql<SqlBool>`${isIn} and coalesce(links.gone_at, '') ${of === "here" ? sql`=` : sql`<>`} ''`;
}

/** Whether nobody is talking to Tavus about the row. */
export function isFree(nowMs: number): RawBuilder<SqlBool> {
  return sql<SqlBool>`(links.lease_until is null or links.lease_until <= ${isoTime(nowMs)})`;
}

/**
 * Whether a create has ended without anybody knowing what came of it. Its lease runs on, for the request may still arrive in Tavus;
 * but nobody is at it any more, so what it has made may be looked for.
 */
export const isLost = sql<SqlBool>`(links.outcome_unknown = 1
  and coalesce(links.failed_at >= links.attempt_started_at, false))`;

/**
 * An update of one link by a transition; where it may not happen, no row is updated. The key stands alone: callers hold
 * whole records, whose other members, such as a name, are none of the transition's.
 */
export function changeOne(
  on: Database["kysely"],
  { tenantId, id }: LinkKey,
  { name, kind, ...options }: { name: TransitionName; kind: string } & ChangeOptions,
) {
  return on
    .updateTable("links")
    .set(change(name, { answerAt: presentAnswer(), ...options }))
    .where("tenant_id", "=", tenantId)
    .where("subject_kind", "=", kind)
    .where("subject_id", "=", id)
    .where(mayChange(name));
}

function stateColumn(state: NextState): Owned {
  switch (state) {
    case "same":
      return {};
    case "pendingIfFailed":
      return { state: sql<LinkState>`case when state = 'failed' then 'pending' else state end` };
    case "pendingUnlessUnlinked":
      return {
        state: sql<LinkState>`case when state = 'failed' and not (${isUnlinkedByHand}) then 'pending' else state end`,
      };
    case "pendingIfEdited":
      return { state: sql<LinkState>`case when revision > sent_revision then 'pending' else 'failed' end` };
    default:
      return { state };
  }
}

function leaseColumn(lease: Lease, { nowMs, leaseUntilMs = 0, mayExist = false }: ChangeOptions): Owned {
  if (lease === "bounded") {
    const latest = isoTime(nowMs + longestLeaseMs);
    return { lease_until: sql`case when lease_until > ${latest} then ${latest} else lease_until end` };
  }
  if (lease === "opens") return { lease_until: isoTime(leaseUntilMs) };
  return lease === "ends" || (lease === "endsIfKnown" && !mayExist) ? { lease_until: null } : {};
}

function nextColumn(next: Next, options: ChangeOptions): Owned {
  return next === "stays" ? {} : { next_attempt_at: nextAttempt(next, options) };
}

function nextAttempt(
  next: Exclude<Next, "stays">,
  { nowMs, leaseUntilMs = 0, nextAttemptMs = null, pushedRevision = 0 }: ChangeOptions,
): RawBuilder<string | null> | string | null {
  const now = isoTime(nowMs);
  const given = nextAttemptMs === null ? null : isoTime(nextAttemptMs);
  switch (next) {
    case "never":
      return null;
    case "now":
      return now;
    case "given":
      return given;
    case "givenUnlessEdited":
      // What failed was another edit, and this one has not been tried yet.
      return sql`case when revision > sent_revision and gone_at is null then ${now} else ${given} end`;
    case "leaseEnd":
      return isoTime(leaseUntilMs);
    case "ifHere":
      return sql`case when gone_at is null then ${now} else null end`;
    case "ifBehind":
      // Edited while the request was under way, or of unknown content: the queue pushes what is here.
      return sql`case when revision > ${pushedRevision} then ${now} else null end`;
    case "ifEdited":
      return sql`case when revision > sent_revision then ${now} else null end`;
    case "ifFoundBehind":
      return sql`case when state = 'missing' and revision > pushed_revision then ${now} else next_attempt_at end`;
    case "unlessUnlinked":
      return sql`case when ${isUnlinkedByHand} then null else ${now} end`;
    case "notBeforeNow":
      // One reading serves all, also those whose turn has not come.
      return sql`case when next_attempt_at > ${now} then next_attempt_at else ${now} end`;
  }
}

function outcomeUnknownColumn(outcomeUnknown: OutcomeUnknown, { mayExist = false }: ChangeOptions): Owned {
  if (outcomeUnknown === "ifPending")
    return { outcome_unknown: sql<number>`case when state = 'pending' then 1 else 0 end` };
  return outcomeUnknown === "no" || (outcomeUnknown === "noIfKnown" && !mayExist)
    ? { outcome_unknown: 0 }
    : {};
}

function toldColumns(told: Told, { nowMs, nextAttemptMs = null, answerAt }: ChangeOptions): Owned {
  const answer = answerAt === undefined ? {} : { answer_sealed: answerAt };
  const tellable = isoTime(nowMs + tellingMs);
  switch (told) {
    case "owed":
      return { told_at: null, tell_lease_until: null, ...answer };
    case "owedOrEnded":
      // Nothing more happens by itself to one that was unlinked.
      return {
        told_at: null,
        tell_lease_until: sql`case when ${isUnlinkedByHand} then ${tellable} else null end`,
        ...answer,
      };
    case "ended":
      return { tell_lease_until: tellable };
    case "endedIfNever":
      return nextAttemptMs === null ? { tell_lease_until: tellable } : {};
    case "known":
      return { told_at: isoTime(nowMs), tell_lease_until: null, answer_sealed: null };
    case "stays":
      return {};
  }
}
