import type { LinkedRow, RecordRow } from "../../database/persona/persona-sync-store.ts";
import type { PersonaRow } from "../../database/tables.ts";
import { hashOf, ourContent } from "../content/fingerprint.ts";
import type { SyncContext } from "./context.ts";
import type { LinkedDigest, RecordDigest } from "./plan.ts";
import type { UnlinkedDigest } from "./plan-matches.ts";

const rowsPerPage = 200;

export function linkedDigest(row: LinkedRow): LinkedDigest {
  return {
    id: row.id,
    tavusPersonaId: row.tavus_persona_id ?? "",
    link: row.link,
    isDeleted: row.deleted_at !== null,
    isPushed: row.pushed_revision >= row.revision,
    base: row.base,
    differs: row.differs,
    writtenMs: timeOf(row.written_at),
    leaseUntilMs: timeOf(row.lease_until),
  };
}

export function recordDigest(row: RecordRow): RecordDigest {
  return {
    id: row.id,
    tavusPersonaId: row.tavus_persona_id,
    isDeleted: row.deleted_at !== null,
    lostAttemptsMs: lostAttemptsOf(row),
  };
}

/** Digests of everything here that has no Tavus persona, read a page at a time: the texts are not kept. */
export async function readUnlinked({ deps, request }: SyncContext): Promise<UnlinkedDigest[]> {
  const unlinked: UnlinkedDigest[] = [];
  let last: PersonaRow | undefined;
  for (;;) {
    const after = last && { createdAt: last.created_at, id: last.id };
    const rows = await deps.syncRows.unlinkedAfter(request.tenantId, after, rowsPerPage);
    for (const row of rows) unlinked.push(unlinkedDigest(row, deps.now()));
    last = rows.at(-1);
    if (rows.length < rowsPerPage) return unlinked;
  }
}

function unlinkedDigest(row: PersonaRow, nowMs: number): UnlinkedDigest {
  const texts = [ourContent(row).prompt, row.prompt].filter((text) => text !== "");
  return {
    ...recordDigest(row),
    name: row.name,
    promptHashes: texts.map(hashOf),
    isLeased: (timeOf(row.lease_until) ?? 0) > nowMs,
  };
}

function lostAttemptsOf(row: RecordRow): number[] {
  const known: unknown = JSON.parse(row.unknown_attempts);
  const attempts = Array.isArray(known) ? known.map((at) => Date.parse(String(at))) : [];
  const present = row.must_look === 1 ? timeOf(row.attempt_started_at) : undefined;
  return present === undefined ? attempts : [...attempts, present];
}

function timeOf(text: string | null): number | undefined {
  return text === null ? undefined : Date.parse(text);
}
