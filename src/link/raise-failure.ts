import type { Link } from "../database/link/link-record.ts";
import type { TavusError } from "../tavus/errors.ts";
import { type FailedAttempt, isWorthTelling } from "../warnings/worth-telling.ts";
import { failureFrom, isGivenUp, outcomeOf } from "./outcome.ts";
import type { Linked, LinkPort, LinkTools } from "./port.ts";
import type { Watchers } from "./watching/watchers.ts";

/**
 * Tells the team of a failed attempt, once its outcome is stored; `link` is as it was before. False: this is nothing the
 * team needs to hear of.
 */
export async function raiseFailure(
  {
    warnings,
    watchers,
    port,
    now,
  }: Pick<LinkTools, "warnings" | "now"> & {
    watchers: Pick<Watchers<unknown>, "isWatched">;
    port: Pick<LinkPort<Linked>, "reports" | "isMadeOnce" | "personaOf">;
  },
  { link, isAnswered = false }: { link: Link; isAnswered?: boolean },
  error: TavusError,
): Promise<boolean> {
  const ending = port.isMadeOnce ? ({ ending: "forGood" } as const) : failedAttempt(link, error, now());
  if (!isWorthTelling(ending)) return false;
  const failure = failureFrom(error);
  const { kind: cause, words, incident } = failure;
  const topic = port.reports ? port.reports.topicOf(failure) : failure.topic;
  if (topic === undefined) return false;
  const isSeen = isAnswered || watchers.isWatched(link);
  const personaId = await port.personaOf(link);
  const about = { userId: link.userId, personaId, isSeen };
  await warnings.raise(link.tenantId, { cause, words, topic, incident, ...about });
  return true;
}

function failedAttempt(link: Link, error: TavusError, nowMs: number): FailedAttempt {
  const outcome = outcomeOf(error);
  if (outcome === "waitingForPeople") return { ending: "waitsForPeople" };
  if (outcome === "refused" || error.kind === "notFound" || isGivenUp(link, nowMs))
    return { ending: "forGood" };
  return { ending: "triedAgain", triesBefore: link.tries };
}
