import { isBehind } from "../database/link/link-record.ts";
import { foldName } from "../database/persona/fold-name.ts";
import type { Cursor, PersonaFilter, PersonaPage } from "../database/persona/persona-lists.ts";
import { isoTime } from "../database/times.ts";
import type { Operation } from "../warnings/scene.ts";
import { nameIn, recordOf } from "./content/from-tavus.ts";
import type { Account, Listing, Records } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { requireKey } from "./link-by-hand.ts";
import type { Persona } from "./persona.ts";
import type { TeamAccount } from "./team-account.ts";

/** A page of a list: ten fit a message of either platform with their ids. */
export const pageSize = 10;

export type ListRequest = {
  filter: PersonaFilter;
  search: string;
  /** Which end comes first; by default the newest. */
  sort?: "newest" | "oldest";
  from?: { cursor: Cursor; direction: "older" | "newer" } | undefined;
};

/** A persona in a list. */
export type ListedPersona = Pick<
  Persona,
  "id" | "name" | "link" | "tavusPersonaId" | "isBehind" | "createdAt" | "createdBy"
> & { isUnlinked: boolean };

export type PersonaList = {
  personas: ListedPersona[];
  /** Where the neighbouring pages begin; undefined: there is none. */
  newer: Cursor | undefined;
  older: Cursor | undefined;
  /** How many there are on all pages; undefined where names are searched. */
  total: number | undefined;
};

/** Before every row. */
const oldestEnd: Cursor = { createdAt: "", id: "" };

export async function listPersonas(
  { lists }: Pick<Listing, "lists">,
  tenantId: string,
  request: ListRequest,
): Promise<PersonaList> {
  const { sort, ...wanted } = request;
  const fromOldest = sort === "oldest" && !wanted.from;
  const from = fromOldest ? { cursor: oldestEnd, direction: "newer" as const } : wanted.from;
  const found = await lists.page(tenantId, { ...wanted, from, limit: pageSize });
  // Nothing is beyond the end, where the page itself could not know it.
  const page = { ...found, hasOlder: found.hasOlder && !fromOldest };
  const personas = page.personas.map(listedFrom);
  const [first] = personas;
  const last = personas.at(-1);
  return {
    personas: sort === "oldest" ? personas.toReversed() : personas,
    newer: page.hasNewer && first ? { createdAt: first.createdAt, id: first.id } : undefined,
    older: page.hasOlder && last ? { createdAt: last.createdAt, id: last.id } : undefined,
    total: page.total,
  };
}

function listedFrom({
  id,
  name,
  createdBy,
  createdMs,
  link,
}: PersonaPage["personas"][number]): ListedPersona {
  const { state, remoteId: tavusPersonaId, isUnlinked } = link;
  const isOld = state === "linked" && isBehind(link);
  const createdAt = isoTime(createdMs);
  return { id, name, link: state, tavusPersonaId, isBehind: isOld, isUnlinked, createdAt, createdBy };
}

export type TavusOnly = {
  /** `isDeletedHere`: it was here and was deleted here only, so a sync leaves it out. */
  personas: { tavusPersonaId: string; name: string; hasRecordLine: boolean; isDeletedHere: boolean }[];
  page: number;
  hasMore: boolean;
  total: number;
};

/**
 * What the account has of its own and is not here, nor another team's, page `page` from 0. Asks Tavus every time; its list has no order, so
 * rows are sorted by name. Throws UserError without a key, and when Tavus cannot be asked.
 */
export async function listTavusOnly(
  deps: Account & Pick<Records, "linking">,
  tenantId: string,
  { search, page }: { search: string; page: number },
): Promise<TavusOnly> {
  const searched = foldName(search);
  const found = await readTavusOnly(deps, tenantId, "list");
  const unknown = found.filter(({ folded }) => folded.includes(searched)).sort(byName);
  const begin = page * pageSize;
  return {
    personas: unknown
      .slice(begin, begin + pageSize)
      .map(({ record, folded: _, ...one }) => ({ ...one, hasRecordLine: record !== undefined })),
    page,
    hasMore: unknown.length > begin + pageSize,
    total: unknown.length,
  };
}

type Unknown = {
  tavusPersonaId: string;
  name: string;
  /** The name as it is found. */
  folded: string;
  record: string | undefined;
  isDeletedHere: boolean;
};

/** By units alone: to compare tens of thousands of names as a language does takes a second in which nobody else is answered. */
function byName(one: Unknown, other: Unknown): number {
  if (one.folded !== other.folded) return one.folded < other.folded ? -1 : 1;
  return one.tavusPersonaId < other.tavusPersonaId ? -1 : 1;
}

/** Everything that the account has of its own and that is not here. */
export async function readTavusOnly(
  deps: Account & Pick<Records, "linking">,
  tenantId: string,
  operation: Operation,
): Promise<Unknown[]> {
  const key = await requireKey(deps, tenantId, operation);
  const account = deps.accounts.of(tenantId, key);
  return inWords("Tavus could not be asked.", operation, readUnknown(deps, tenantId, account));
}

async function readUnknown(
  { linking }: Pick<Records, "linking">,
  tenantId: string,
  account: TeamAccount,
): Promise<Unknown[]> {
  const unknown: Unknown[] = [];
  await account.read({ type: "user" }, async (rows) => {
    const known = await linking.links.knownRemoteIds(
      tenantId,
      rows.map(({ id }) => id),
    );
    const wanted = rows.filter((row) => !known.here.has(row.id));
    // Without their prompts, which may be long. Folded page by page: all at once they would hold everybody up.
    unknown.push(
      ...wanted.map((row) => ({
        tavusPersonaId: row.id,
        name: nameIn(row),
        folded: foldName(nameIn(row)),
        record: recordOf(row),
        isDeletedHere: known.gone.has(row.id),
      })),
    );
  });
  return unknown;
}
