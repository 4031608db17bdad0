import { type RawBuilder, sql } from "kysely";
import { isoTime } from "../times.ts";
import type { Failure } from "./link-record.ts";

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

/** What both sides agreed on, and how they differ, where nothing is known of that. */
export const nothingAgreed = { base: null, differs: null, kept: null };

/** Nothing in Tavus is its object any more. */
export const forgottenObject = { remote_id: null, pushed_revision: 0, ...nothingAgreed };

/** What a reading of the object in Tavus came to; null: nothing is known of it. */
export type Compared = { base: string | null; differs: string | null; kept: string | null };

/** Due as if for the first time. */
export function fromTheStart(nowMs: number) {
  return { unsettled_since: isoTime(nowMs), tries: 0 };
}

/** Somebody asks for it, whose limit is taken from where something is to be made. */
export function asked(by: string | undefined) {
  return by === undefined ? {} : { asked_by: by };
}

/** The list of attempts whose outcome is not known, as it is stored. */
export function writeAttempts(attemptsMs: readonly number[]): string {
  return JSON.stringify(attemptsMs.map(isoTime));
}

/** Adds an attempt to the stored list of those whose outcome is not known, in one statement: others may add theirs now. */
export function withUnknownAttempt(startedMs: number): RawBuilder<string> {
  const started = JSON.stringify(isoTime(startedMs));
  return sql<string>`case when unknown_attempts = '[]' then ${`[${started}]`}
    when unknown_attempts like ${`%${started}%`} then unknown_attempts
    else substr(unknown_attempts, 1, length(unknown_attempts) - 1) || ${`,${started}]`} end`;
}

/** An attempt may have left something over, which is to be looked for. Unix ms. */
export function leftOverColumns({ startedMs, checkAtMs }: { startedMs: number; checkAtMs: number }) {
  return { unknown_attempts: withUnknownAttempt(startedMs), surplus_check_at: isoTime(checkAtMs) };
}
