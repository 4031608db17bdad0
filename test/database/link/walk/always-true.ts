import type { LinkRow } from "../../../../src/database/link/link-row.ts";

type Sentence = { says: string; holds(link: LinkRow, nowMs: number): boolean };

const isHere = ({ gone_at }: LinkRow) => gone_at === null;
const isOpen = ({ lease_until }: LinkRow, nowMs: number) =>
  lease_until !== null && Date.parse(lease_until) > nowMs;
const isBehind = ({ pushed_revision, revision }: LinkRow) => pushed_revision < revision;
const isLinkedOrMissing = ({ state }: LinkRow) => state === "linked" || state === "missing";

/** What is true of every link at any time, whatever has happened. */
export const sentences: Sentence[] = [
  {
    says: "of a record that is here, it has an id in Tavus exactly when it is linked or missing",
    holds: (link) => !isHere(link) || (link.remote_id !== null) === isLinkedOrMissing(link),
  },
  {
    says: "one that is pending here has a time at which the queue acts on it",
    holds: (link) => !isHere(link) || link.state !== "pending" || link.next_attempt_at !== null,
  },
  {
    says: "one that has failed here is never due by itself",
    holds: (link) => !isHere(link) || link.state !== "failed" || link.next_attempt_at === null,
  },
  {
    says: "one that has failed here says why",
    holds: (link) => !isHere(link) || link.state !== "failed" || link.failure_kind !== null,
  },
  {
    says: "a linked one that is behind is due, or says why its edit is not taken to Tavus",
    holds: (link) =>
      !isHere(link) ||
      link.state !== "linked" ||
      !isBehind(link) ||
      link.next_attempt_at !== null ||
      link.failure_kind !== null,
  },
  {
    says: "what is to be searched for is pending or failed, and an attempt was begun",
    holds: (link) =>
      !isHere(link) ||
      link.outcome_unknown === 0 ||
      (!isLinkedOrMissing(link) && link.attempt_started_at !== null && link.attempt > 0),
  },
  {
    says: "what may be made, or may have been made by a lost request, was taken from a limit",
    holds: (link) => !isHere(link) || link.outcome_unknown === 0 || link.allowance !== null,
  },
  {
    says: "the making of one that is linked, or was, is over: another would be taken from a limit anew",
    holds: (link) => !isHere(link) || !isLinkedOrMissing(link) || link.allowance === null,
  },
  {
    says: "what is to be searched for has a lease whose end a search can wait for",
    holds: (link) => !isHere(link) || link.outcome_unknown === 0 || link.lease_until !== null,
  },
  {
    says: "while a lease is open, it is due later, or it has failed, gone missing or is in step",
    holds: (link, nowMs) =>
      !isHere(link) ||
      !isOpen(link, nowMs) ||
      link.next_attempt_at !== null ||
      link.state === "failed" ||
      link.state === "missing" ||
      !isBehind(link),
  },
  {
    says: "neither Tavus nor a request has a revision that there is not here",
    holds: ({ pushed_revision, sent_revision, revision }) =>
      pushed_revision <= revision && (sent_revision ?? 0) <= revision,
  },
  {
    says: "only what is gone here is to be deleted in Tavus",
    holds: (link) => link.remove_remote === 0 || !isHere(link),
  },
  {
    says: "a failure here has its time, and nothing else has",
    holds: (link) => !isHere(link) || (link.failure_kind === null) === (link.failed_at === null),
  },
  {
    says: "an attempt whose outcome is not known is remembered once",
    holds: ({ unknown_attempts }) => {
      const attempts: unknown = JSON.parse(unknown_attempts);
      return Array.isArray(attempts) && new Set(attempts).size === attempts.length;
    },
  },
];

/** The sentences that do not hold, each with the link of which it does not. */
export function untrueOf(links: readonly LinkRow[], nowMs: number): string[] {
  const untrue = sentences.flatMap(({ says, holds }) =>
    links.filter((link) => !holds(link, nowMs)).map((link) => `${says}: ${JSON.stringify(link)}`),
  );
  return [...untrue, ...doublesIn(links)];
}

function doublesIn(links: readonly LinkRow[]): string[] {
  const held = links.filter(({ remote_id }) => remote_id !== null);
  const places = held.map(({ tenant_id, subject_kind, remote_id }) =>
    [tenant_id, subject_kind, remote_id].join(),
  );
  return places
    .filter((place, index) => places.indexOf(place) !== index)
    .map((place) => `an id in Tavus is that of one record of a team: ${place}`);
}
