import type { LinkRow } from "../../../../src/database/link/link-row.ts";
import { type TransitionName, transitions } from "../../../../src/database/link/transitions.ts";
import { tableSays } from "../table-says.ts";

type Change = { was: LinkRow; is: LinkRow; nowMs: number; name: string };

const names = Object.keys(transitions).filter((name): name is TransitionName => name in transitions);

/** What is true of what one operation makes of any link. */
const sentences: { says: string; holds(change: Change): boolean }[] = [
  {
    says: "some transition of the table says what became of its state, lease, next attempt and search",
    holds: isInTable,
  },
  {
    says: "its attempts and its revisions only become more",
    holds: ({ was, is }) => is.attempt >= was.attempt && is.revision >= was.revision,
  },
  {
    says: "an attempt is opened only for what is here, is free, and need not be searched for",
    holds: (change) =>
      !isOpened(change) ||
      (change.was.gone_at === null && change.was.outcome_unknown === 0 && isFree(change.was, change.nowMs)),
  },
  {
    says: "what is gone here stays so unless its deletion is taken back, and is edited no more",
    holds: ({ was, is, name }) =>
      was.gone_at === null ||
      (is.revision === was.revision && (is.gone_at === was.gone_at || (name === "restore" && isBack(is)))),
  },
  {
    says: "what is gone here, and which Tavus has no more, is not linked again",
    holds: ({ was, is }) => was.gone_at === null || was.state !== "missing" || is.state !== "linked",
  },
];

/** The sentences that do not hold of what became of these links. */
export function untrueChanges(
  before: readonly LinkRow[],
  after: readonly LinkRow[],
  { nowMs, name }: { nowMs: number; name: string },
): string[] {
  const past = new Map(before.map((link) => [placeOf(link), link]));
  return after.flatMap((is) => {
    const was = past.get(placeOf(is));
    if (!was) return [];
    const untrue = sentences.filter(({ holds }) => !holds({ was, is, nowMs, name }));
    return untrue.map(({ says }) => `${says}: ${JSON.stringify(was)} became ${JSON.stringify(is)}`);
  });
}

/** Here again, and nothing of it is deleted in Tavus any more. */
function isBack({ gone_at, remove_remote }: LinkRow): boolean {
  return gone_at === null && remove_remote === 0;
}

const placeOf = ({ tenant_id, subject_id }: LinkRow) => `${tenant_id}/${subject_id}`;

function isFree({ lease_until }: LinkRow, nowMs: number): boolean {
  return lease_until === null || Date.parse(lease_until) <= nowMs;
}

function isOpened({ was, is, nowMs }: Change): boolean {
  return is.attempt > was.attempt && !isFree(is, nowMs);
}

function isInTable({ was, is, nowMs }: Change): boolean {
  if (decidedOf(was) === decidedOf(is)) return true;
  const given = {
    nowMs,
    leaseUntilMs: Date.parse(is.lease_until ?? is.created_at),
    nextAttemptMs: is.next_attempt_at === null ? null : Date.parse(is.next_attempt_at),
    pushedRevision: is.pushed_revision,
  };
  return names.some((name) =>
    [true, false].some(
      (mayExist) => decidedOf(tableSays(name, was, { ...given, mayExist })) === decidedOf(is),
    ),
  );
}

function decidedOf({ state, lease_until, next_attempt_at, outcome_unknown }: LinkRow): string {
  return JSON.stringify([state, lease_until, next_attempt_at, outcome_unknown]);
}
