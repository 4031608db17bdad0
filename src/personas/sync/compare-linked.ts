import { isBehind, type Link } from "../../database/link/link-record.ts";
import type { ReadingMark } from "../../database/link/reading-store.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { isSameReading, ourContent } from "../content/fingerprint.ts";
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
  const records = await recordsOf(context, [...byTavusId.keys()]);
  const marks: ReadingMark[] = [];
  for (const record of records) {
    const { id, name, link } = record;
    const remote = byTavusId.get(link.remoteId ?? "");
    if (!remote) continue;
    const reading = read(record, remote);
    const fields = reading.fields.length > 0 ? { fields: reading.fields } : {};
    if (isListedInStep || reading.fields.length > 0) {
      report.add(listOf(link, reading), { id, tavusPersonaId: remote.tavusPersonaId, name, ...fields });
    }
    if (isNews(link, reading)) marks.push(markOf(link, reading));
  }
  if (request.mode === "apply") await deps.linking.links.markReadings(request.tenantId, marks);
}

async function recordsOf({ deps, request }: SyncContext, tavusIds: string[]): Promise<PersonaRecord[]> {
  const links = await deps.rows.withRemoteIds(request.tenantId, tavusIds);
  return deps.store.findAll(
    request.tenantId,
    links.map(({ id }) => id),
  );
}

type MaybeReading = Reading | { fields: []; base: undefined };

function read(record: PersonaRecord, remote: Remote): MaybeReading {
  const { link } = record;
  // What Tavus was sent is not known, or is an older version: there is nothing to compare with until it is pushed.
  if (link.base === undefined && isBehind(link)) return { fields: [], base: undefined };
  return readThreeWays({ base: link.base, theirs: remote.content, ours: ourContent(record) });
}

function listOf(link: Link, { fields }: { fields: readonly unknown[] }): SyncListName {
  if (fields.length > 0) return isBehind(link) ? "conflicts" : "differing";
  return isBehind(link) ? "notPushedYet" : "inStep";
}

function isNews(link: Link, { fields, base }: MaybeReading): boolean {
  const isRead = isSameReading(link.base, base);
  return link.state === "missing" || !isRead || fields.join() !== (link.differs ?? "");
}

function markOf(link: Link, { fields, base }: MaybeReading): ReadingMark {
  return {
    id: link.id,
    remoteId: link.remoteId ?? "",
    base: base ?? "",
    differs: fields.join(),
    revision: link.revision,
    pushedRevision: link.pushedRevision,
  };
}
