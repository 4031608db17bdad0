import type { OpenDatabase } from "../../support/databases.ts";
import { aStoredPersona, tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas } from "../../support/personas/persona-links.ts";
import { type FlatRow, insertFlat, readFlatRow } from "../../support/personas/persona-rows.ts";

export const nowMs = Date.parse("2030-01-01T12:00:00.000Z");
export const at = (offsetMs: number) => new Date(nowMs + offsetMs).toISOString();

export const failure = { kind: "unavailable", words: "Try later", incident: "abcd2345" };
export const failureColumns = {
  failure_kind: "unavailable",
  failure_words: "Try later",
  failure_incident: "abcd2345",
  failed_at: at(0),
};
export const noFailure = {
  failure_kind: null,
  failure_words: null,
  failure_incident: null,
  failed_at: null,
};
export const ending = { failure, nextAttemptMs: nowMs + 60_000, countsAsTry: true };

/** One attempt is open in the row. */
export async function openAttempt(open: OpenDatabase, members: Partial<FlatRow> = {}) {
  const database = await open({ clock: () => nowMs });
  const links = linksOfPersonas(database);
  const row = aStoredPersona({
    attempt: 2,
    attempt_started_at: at(-5000),
    sent_revision: 1,
    key_tag: "0123456789ab",
    lease_until: at(15_000),
    outcome_unknown: 1,
    next_attempt_at: at(15_000),
    tries: 1,
    ...members,
  });
  await insertFlat(database, [row]);
  const key = { tenantId: tenant, id: row.id, attempt: row.attempt };
  const link = async () => {
    const found = await links.find(key);
    if (!found) throw new Error("The link is gone.");
    return found;
  };
  return { database, links, row, key, link, read: () => readFlatRow(database, row) };
}
