import type { Replica } from "../../replicas/team-replicas.ts";
import { isBroken, isInTraining, isUsable } from "../../replicas/team-replicas.ts";
import { inQuotes, shortName } from "../../short-name.ts";

/** What Tavus says may be a page long. */
const longestReason = 90;
const longestStatus = 30;
const longestReasonAlone = 400;

export function signOf(replica: Replica): string {
  if (isUsable(replica)) return "●";
  if (isInTraining(replica)) return "◐";
  return isBroken(replica) ? "○" : "◌";
}

/** What the signs mean; of a state that nobody here knows only where there is one. */
export function signsNote(shown: readonly Replica[]): string {
  const known = "● can be used · ◐ in training · ○ failed";
  return shown.some((replica) => signOf(replica) === "◌") ? `${known} · ◌ as Tavus says` : known;
}

/** How it stands, in a few words. `reason`: why it failed, as far as Tavus has said that. */
export function stateOf(replica: Replica, reason: string | undefined): string {
  const { status, progress } = replica;
  if (isUsable(replica)) return "ready";
  if (isInTraining(replica)) return progress ? `in training, ${progress}` : "in training";
  if (!isBroken(replica)) return shortName(status || "unknown", longestStatus);
  return reason ? `failed: ${shortName(reason, longestReason)}` : "failed";
}

/** The same as a sentence, for one that is looked at alone. */
export function stateSentence(replica: Replica, reason: string | undefined): string {
  const { status, progress } = replica;
  if (isUsable(replica)) return "It is ready to be used.";
  if (isInTraining(replica))
    return `Tavus is still training it${progress ? `: ${progress} so far` : ""}. It can be used when that is done.`;
  if (!isBroken(replica))
    return `Tavus says ${inQuotes(status ?? "", longestStatus)} of it, so it may not be usable.`;
  if (reason) return `Its training failed. Tavus says: ${inQuotes(reason, longestReasonAlone)}`;
  return reason === ""
    ? "Its training failed. Tavus does not say why."
    : "Its training failed. Tavus is being asked why.";
}

export function whose({ type }: Replica): string {
  return type === "system" ? "Tavus's stock" : "yours";
}
