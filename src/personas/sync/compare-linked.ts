import { isBehind, type Link } from "../../database/link/link-record.ts";
import type { ReadingMark } from "../../database/link/reading-store.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import type { Differing } from "../content/differing.ts";
import { markOf, type Standing, standingOf } from "../content/standing.ts";
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
    const { differing, mark } = look(record, remote);
    const fields = differing.length > 0 ? { fields: differing.map(({ field }) => field) } : {};
    if (isListedInStep || differing.length > 0) {
      report.add(listOf(link, differing), { id, tavusPersonaId: remote.tavusPersonaId, name, ...fields });
    }
    if (isNews(link, mark)) marks.push(mark);
  }
  if (request.mode === "apply") await deps.linking.links.markReadings(request.tenantId, marks);
}

/** Lists what differs as it did, without reading any text of it. */
export async function noteDifferingStill(
  { deps, request, report }: SyncContext,
  seen: ReadonlyMap<string, readonly Differing[]>,
): Promise<void> {
  if (seen.size === 0) return;
  for (const persona of await deps.rows.namedWithRemoteIds(request.tenantId, [...seen.keys()])) {
    const { id, name, remoteId: tavusPersonaId } = persona;
    const differing = seen.get(tavusPersonaId) ?? [];
    const fields = differing.map(({ field }) => field);
    report.add(listOfDiffering(differing), { id, tavusPersonaId, name, fields });
  }
}

async function recordsOf({ deps, request }: SyncContext, tavusIds: string[]): Promise<PersonaRecord[]> {
  const links = await deps.rows.withRemoteIds(request.tenantId, tavusIds);
  return deps.store.findAll(
    request.tenantId,
    links.map(({ id }) => id),
  );
}

type Seen = Pick<Standing, "differing"> & { mark: ReadingMark };

function look(record: PersonaRecord, remote: Remote): Seen {
  const { link } = record;
  // What Tavus was sent is not known, or is an older version: there is nothing to compare with until it is pushed.
  if (link.base === undefined && isBehind(link)) {
    return { differing: [], mark: markOf(link, { base: "", differing: [] }) };
  }
  const standing = standingOf(record, remote.texts().content);
  return {
    differing: standing.differing,
    mark: markOf(link, { base: standing.reading.base, differing: standing.differing }),
  };
}

function listOf(link: Link, differing: readonly Differing[]): SyncListName {
  if (differing.length === 0) return isBehind(link) ? "notPushedYet" : "inStep";
  return isBehind(link) ? "conflicts" : listOfDiffering(differing);
}

function listOfDiffering(differing: readonly Differing[]): SyncListName {
  return differing.some(({ how }) => how !== "theirs") ? "conflicts" : "differing";
}

function isNews(link: Link, { base, differs }: ReadingMark): boolean {
  return link.state === "missing" || base !== (link.base ?? "") || differs !== (link.differs ?? "");
}
