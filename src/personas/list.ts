import type { Cursor, PersonaFilter } from "../database/persona/persona-lists.ts";
import { nameIn, recordOf } from "./content/from-tavus.ts";
import type { Account, Listing, Records } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { requireKey } from "./link-by-hand.ts";
import { type Persona, personaFrom } from "./persona.ts";

/** A page of a list: ten fit a message of either platform with their ids. */
export const pageSize = 10;

export type ListRequest = {
  filter: PersonaFilter;
  search: string;
  from?: { cursor: Cursor; direction: "older" | "newer" } | undefined;
};

export type PersonaList = {
  personas: Persona[];
  /** Where the neighbouring pages begin; undefined: there is none. */
  newer: Cursor | undefined;
  older: Cursor | undefined;
};

export async function listPersonas(
  { lists }: Pick<Listing, "lists">,
  tenantId: string,
  request: ListRequest,
): Promise<PersonaList> {
  const page = await lists.page(tenantId, { ...request, limit: pageSize });
  const personas = page.personas.map(personaFrom);
  const [first] = personas;
  const last = personas.at(-1);
  return {
    personas,
    newer: page.hasNewer && first ? { createdAt: first.createdAt, id: first.id } : undefined,
    older: page.hasOlder && last ? { createdAt: last.createdAt, id: last.id } : undefined,
  };
}

export type TavusOnly = {
  /** `isDeletedHere`: it was here and was deleted here only, so a sync leaves it out. */
  personas: { tavusPersonaId: string; name: string; hasRecordLine: boolean; isDeletedHere: boolean }[];
  page: number;
  hasMore: boolean;
};

/**
 * What the account has of its own and is not here, page `page` from 0. Asks Tavus every time; its list has no order, so
 * rows are sorted by name. Throws UserError without a key, and when Tavus cannot be asked.
 */
export async function listTavusOnly(
  deps: Account & Pick<Records, "linking">,
  tenantId: string,
  { search, page }: { search: string; page: number },
): Promise<TavusOnly> {
  const key = await requireKey(deps, tenantId, "list");
  const reading = readUnknown(deps, tenantId, { key: key.value, search });
  const unknown = await inWords("Tavus could not be asked.", "list", reading);
  unknown.sort((a, b) => a.name.localeCompare(b.name) || a.tavusPersonaId.localeCompare(b.tavusPersonaId));
  const begin = page * pageSize;
  return {
    personas: unknown.slice(begin, begin + pageSize),
    page,
    hasMore: unknown.length > begin + pageSize,
  };
}

async function readUnknown(
  deps: Account & Pick<Records, "linking">,
  tenantId: string,
  { key, search }: { key: string; search: string },
): Promise<TavusOnly["personas"]> {
  const unknown: TavusOnly["personas"] = [];
  await deps.tavus.readPersonas(key, { type: "user" }, async (rows) => {
    const known = await deps.linking.links.knownRemoteIds(
      tenantId,
      rows.map(({ id }) => id),
    );
    const wanted = rows.filter((row) => !known.here.has(row.id) && matches(nameIn(row), search));
    // Without their prompts, which may be long.
    unknown.push(
      ...wanted.map((row) => ({
        tavusPersonaId: row.id,
        name: nameIn(row),
        hasRecordLine: recordOf(row) !== undefined,
        isDeletedHere: known.gone.has(row.id),
      })),
    );
  });
  return unknown;
}

function matches(name: string, search: string): boolean {
  return name.toLowerCase().includes(search.toLowerCase());
}
