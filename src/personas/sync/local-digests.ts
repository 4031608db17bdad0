import { isLeased } from "../../database/link/link-record.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { isoTime } from "../../database/times.ts";
import { hashOf, ourContent } from "../content/fingerprint.ts";
import type { SyncContext } from "./context.ts";
import type { UnlinkedDigest } from "./plan-matches.ts";

const rowsPerPage = 200;

/** Digests of everything here that has no Tavus persona, read a page at a time: the texts are not kept. */
export async function readUnlinked({ deps, request }: SyncContext): Promise<UnlinkedDigest[]> {
  const unlinked: UnlinkedDigest[] = [];
  let last: PersonaRecord | undefined;
  for (;;) {
    const after = last && { createdAt: isoTime(last.createdMs), id: last.id };
    const records = await deps.rows.unlinkedAfter(request.tenantId, after, rowsPerPage);
    for (const record of records) unlinked.push(digestOf(record, deps.linking.now()));
    last = records.at(-1);
    if (records.length < rowsPerPage) return unlinked;
  }
}

function digestOf(record: PersonaRecord, nowMs: number): UnlinkedDigest {
  const { id, name, prompt, link } = record;
  const { unknownAttemptsMs, outcomeUnknown, attemptStartedMs } = link;
  const texts = [ourContent(record).prompt, prompt].filter((text) => text !== "");
  return {
    id,
    name,
    link: { unknownAttemptsMs, outcomeUnknown, attemptStartedMs },
    promptHashes: texts.map(hashOf),
    isLeased: isLeased(link, nowMs),
  };
}
