import type { ReadingMark } from "../../database/persona/persona-sync-writes.ts";
import type { PersonaRow } from "../../database/tables.ts";
import { ourContent } from "../content/fingerprint.ts";
import { type Reading, readThreeWays } from "../content/three-way.ts";
import type { Remote, SyncContext } from "./context.ts";
import type { SyncListName } from "./sync-verbs.ts";

/** Compares linked personas with what Tavus holds, in full, and keeps what was found. At most a page at once. */
export async function compareLinked(
  context: SyncContext,
  remotes: readonly Remote[],
  { isListedInStep = true } = {},
): Promise<void> {
  if (remotes.length === 0) return;
  const { deps, request, report } = context;
  const byTavusId = new Map(remotes.map((remote) => [remote.tavusPersonaId, remote]));
  const rows = await rowsOf(context, [...byTavusId.keys()]);
  const marks: ReadingMark[] = [];
  for (const row of rows) {
    const remote = byTavusId.get(row.tavus_persona_id ?? "");
    if (!remote) continue;
    const reading = read(row, remote);
    const fields = reading.fields.length > 0 ? { fields: reading.fields } : {};
    const { id, name } = row;
    if (isListedInStep || reading.fields.length > 0) {
      report.add(listOf(row, reading), { id, tavusPersonaId: remote.tavusPersonaId, name, ...fields });
    }
    if (isNews(row, reading)) marks.push(markOf(row, reading));
  }
  if (request.mode === "apply") await deps.syncWrites.markReadings(request.tenantId, marks);
}

async function rowsOf({ deps, request }: SyncContext, tavusIds: string[]): Promise<PersonaRow[]> {
  const digests = await deps.syncRows.withTavusIds(request.tenantId, tavusIds);
  if (digests.length === 0) return [];
  return deps.syncRows.contents(
    request.tenantId,
    digests.map(({ id }) => id),
  );
}

function read(row: PersonaRow, remote: Remote): Reading | { fields: []; base: null } {
  // What Tavus was sent is not known, or is an older version: there is nothing to compare with until it is pushed.
  if (row.base === null && !isPushed(row)) return { fields: [], base: null };
  return readThreeWays({ base: row.base, theirs: remote.content, ours: ourContent(row) });
}

function listOf(row: PersonaRow, { fields }: { fields: readonly unknown[] }): SyncListName {
  if (fields.length > 0) return isPushed(row) ? "differing" : "conflicts";
  return isPushed(row) ? "inStep" : "notPushedYet";
}

function isNews(row: PersonaRow, { fields, base }: ReturnType<typeof read>): boolean {
  return row.link === "missing" || base !== row.base || fields.join() !== (row.differs ?? "");
}

function markOf(row: PersonaRow, { fields, base }: ReturnType<typeof read>): ReadingMark {
  return {
    id: row.id,
    tavusPersonaId: row.tavus_persona_id ?? "",
    base: base ?? "",
    differs: fields.join(),
    revision: row.revision,
    pushedRevision: row.pushed_revision,
  };
}

function isPushed(row: PersonaRow): boolean {
  return row.pushed_revision >= row.revision;
}
