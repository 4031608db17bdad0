import { type ChangeOptions, longestLeaseMs } from "../../../src/database/link/change.ts";
import type { LinkRow } from "../../../src/database/link/link-row.ts";
import { type Transition, type TransitionName, transitions } from "../../../src/database/link/transitions.ts";

type Given = Required<Omit<ChangeOptions, "answerAt">> & Pick<ChangeOptions, "answerAt">;

/** The row as the table of transitions says it is afterwards, worked out from the table's words alone. */
export function tableSays(name: TransitionName, row: LinkRow, given: Given): LinkRow {
  const [from, of, state, lease, next, outcomeUnknown, told]: Transition = transitions[name];
  const isOf = of === "either" || (of === "here") === (row.gone_at === null);
  if (!isOf || !from.includes(row.state)) return row;
  return {
    ...row,
    state: stateAfter(state, row),
    lease_until: leaseAfter(lease, row, given),
    next_attempt_at: nextAfter(next, row, given),
    outcome_unknown: unknownAfter(outcomeUnknown, row, given),
    ...toldAfter(told, row, given),
  };
}

const timeOf = (ms: number) => new Date(ms).toISOString();
const isUnlinkedByHand = (row: LinkRow) => row.state === "failed" && row.failure_kind === "unlinked";
const isEdited = (row: LinkRow) => row.sent_revision !== null && row.revision > row.sent_revision;

function stateAfter(state: Transition[2], row: LinkRow): LinkRow["state"] {
  switch (state) {
    case "same":
      return row.state;
    case "pendingIfFailed":
      return row.state === "failed" ? "pending" : row.state;
    case "pendingUnlessUnlinked":
      return row.state === "failed" && !isUnlinkedByHand(row) ? "pending" : row.state;
    case "pendingIfEdited":
      return isEdited(row) ? "pending" : "failed";
    default:
      return state;
  }
}

function leaseAfter(
  lease: Transition[3],
  row: LinkRow,
  { nowMs, leaseUntilMs, mayExist }: Given,
): string | null {
  switch (lease) {
    case "opens":
      return timeOf(leaseUntilMs);
    case "ends":
      return null;
    case "endsIfKnown":
      return mayExist ? row.lease_until : null;
    case "stays":
      return row.lease_until;
    case "bounded":
      return boundedLease(row.lease_until, nowMs);
  }
}

/** One that ends later than any opened now would, since the clock was set back, ends when that one would. */
function boundedLease(lease: string | null, nowMs: number): string | null {
  const latest = timeOf(nowMs + longestLeaseMs);
  return lease !== null && lease > latest ? latest : lease;
}

function nextAfter(next: Transition[4], row: LinkRow, given: Given): string | null {
  const now = timeOf(given.nowMs);
  switch (next) {
    case "never":
      return null;
    case "now":
      return now;
    case "given":
      return given.nextAttemptMs === null ? null : timeOf(given.nextAttemptMs);
    case "givenUnlessEdited":
      return isEdited(row) && row.gone_at === null ? now : nextAfter("given", row, given);
    case "leaseEnd":
      return timeOf(given.leaseUntilMs);
    case "stays":
      return row.next_attempt_at;
    case "ifHere":
      return row.gone_at === null ? now : null;
    case "ifBehind":
      return row.revision > given.pushedRevision ? now : null;
    case "ifEdited":
      return isEdited(row) ? now : null;
    case "ifFoundBehind":
      return row.state === "missing" && row.revision > row.pushed_revision ? now : row.next_attempt_at;
    case "unlessUnlinked":
      return isUnlinkedByHand(row) ? null : now;
    case "notBeforeNow":
      return row.next_attempt_at !== null && row.next_attempt_at > now ? row.next_attempt_at : now;
  }
}

function unknownAfter(outcomeUnknown: Transition[5], row: LinkRow, { mayExist }: Given): number {
  switch (outcomeUnknown) {
    case "ifPending":
      return row.state === "pending" ? 1 : 0;
    case "no":
      return 0;
    case "noIfKnown":
      return mayExist ? row.outcome_unknown : 0;
    case "stays":
      return row.outcome_unknown;
  }
}

/** A minute is left to whoever ended it. */
function toldAfter(
  told: Transition[6],
  row: LinkRow,
  { nowMs, nextAttemptMs, answerAt }: Given,
): Pick<LinkRow, "told_at" | "tell_lease_until" | "answer_sealed"> {
  const { told_at, tell_lease_until, answer_sealed } = row;
  const lease = timeOf(nowMs + 60_000);
  switch (told) {
    case "owed":
      return { told_at: null, tell_lease_until: null, answer_sealed: answerAt ?? answer_sealed };
    case "owedOrEnded":
      return {
        told_at: null,
        tell_lease_until: isUnlinkedByHand(row) ? lease : null,
        answer_sealed: answerAt ?? answer_sealed,
      };
    case "ended":
      return { told_at, tell_lease_until: lease, answer_sealed };
    case "endedIfNever":
      return { told_at, tell_lease_until: nextAttemptMs === null ? lease : tell_lease_until, answer_sealed };
    case "known":
      return { told_at: timeOf(nowMs), tell_lease_until: null, answer_sealed: null };
    case "stays":
      return { told_at, tell_lease_until, answer_sealed };
  }
}
