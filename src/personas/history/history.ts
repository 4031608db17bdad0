import { isDeepStrictEqual } from "node:util";
import { type PersonaContent, writeContent } from "../../database/persona/content-columns.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { beyondAll, contentOfVersion, type PersonaVersion } from "../../database/persona/version-store.ts";
import { contentOfEach } from "../content/each-field.ts";
import type { Records, Versions } from "../deps.ts";
import { findOrExplain, type Persona, personaFrom } from "../persona.ts";

/** One change of a persona: who did what when, what it was until then, and what it became. */
export type PersonaChange = {
  /** The version that can be brought back: what was there before. */
  id: string;
  number: number;
  atMs: number;
  userId: string | undefined;
  action: string;
  was: PersonaContent;
  became: PersonaContent;
  /** Bringing it back would change something. What was overwritten in Tavus comes back in place of what was here. */
  canComeBack: boolean;
  isTheirs: boolean;
};

export type History = {
  persona: Persona;
  /** The newest first. */
  changes: PersonaChange[];
  /** Where the neighbouring pages begin; undefined: there is none. */
  older: number | undefined;
  newer: number | undefined;
};

/** A menu holds one for each. */
const changesPerPage = 8;

export async function hasHistory({ versions }: Versions, tenantId: string, id: string): Promise<boolean> {
  return (await versions.before(tenantId, id, { number: beyondAll, limit: 1 })).length > 0;
}

/** The changes before a number, a page of them; absent: the newest. */
export async function historyOf(
  deps: Pick<Records, "store"> & Versions,
  { tenantId, id, before = beyondAll }: { tenantId: string; id: string; before?: number | undefined },
): Promise<History> {
  const record = await findOrExplain(deps, { tenantId, id });
  const found = await deps.versions.before(tenantId, id, { number: before, limit: changesPerPage + 1 });
  const page = found.slice(0, changesPerPage);
  const next = page[0] && (await deps.versions.after(tenantId, id, page[0].number));
  const following = [next, ...page];
  const changes = page.map((version, index) => changeOf(version, following[index], record));
  return {
    persona: personaFrom(record),
    changes,
    older: found.length > page.length ? page.at(-1)?.number : undefined,
    newer: next && next.number + changesPerPage,
  };
}

/** `next`: the version that came after it; undefined: it has become what is here now. */
function changeOf(
  version: PersonaVersion,
  next: PersonaVersion | undefined,
  record: PersonaRecord,
): PersonaChange {
  const { id, number, atMs, userId, action } = version;
  const was = contentOfVersion(version.content, record);
  return {
    ...{ id, number, atMs, userId, action, was },
    became: next ? contentOfVersion(next.content, record) : contentIn(record),
    canComeBack: !isSameContent(contentToBringBack(version, record), record),
    isTheirs: version.theirs !== undefined,
  };
}

/** What a persona becomes with a version: what was here, or what Tavus had where that was overwritten. */
export function contentToBringBack(version: PersonaVersion, record: PersonaContent): PersonaContent {
  return contentOfVersion(version.theirs ?? version.content, record);
}

export function isSameContent(first: PersonaContent, second: PersonaContent): boolean {
  return isDeepStrictEqual(writeContent(contentIn(first)), writeContent(contentIn(second)));
}

function contentIn(record: PersonaContent): PersonaContent {
  return contentOfEach((_, key) => record[key]);
}
