import { isoTime } from "../times.ts";
import type { Failure } from "./link-record.ts";

/** How long the one who settles a link has to tell the person, before another process does. */
const tellingMs = 60_000;

export const noFailure = {
  failure_kind: null,
  failure_words: null,
  failure_topic: null,
  failure_incident: null,
  failed_at: null,
};

export function failureColumns(failure: Failure, nowMs: number) {
  return {
    failure_kind: failure.kind,
    failure_words: failure.words,
    failure_topic: failure.topic ?? null,
    failure_incident: failure.incident,
    failed_at: isoTime(nowMs),
  };
}

/** What Tavus held before says nothing any more: the next sync reads it anew. */
export function unread(nowMs: number) {
  return { base: null, differs: null, written_at: isoTime(nowMs) };
}

/** The person is to be told how it ended. */
export function toBeTold(nowMs: number) {
  return { tell_lease_until: isoTime(nowMs + tellingMs) };
}

/** Due as if for the first time, and its person to be told how that ends. */
export function fromTheStart(nowMs: number) {
  return { unsettled_since: isoTime(nowMs), tries: 0, told_at: null, tell_lease_until: null };
}

/** Somebody asks for it, whose limit is taken from where something is to be made. */
export function asked(by: string | undefined) {
  return by === undefined ? {} : { asked_by: by };
}

/** The list of attempts whose outcome is not known, as it is stored. */
export function writeAttempts(attemptsMs: readonly number[]): string {
  return JSON.stringify(attemptsMs.map(isoTime));
}
