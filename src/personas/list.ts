import type { Cursor, PersonaFilter } from "../database/persona/persona-lists.ts";
import { recordIn } from "./content/prompt.ts";
import type { PersonaDeps } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { requireKey } from "./link-by-hand.ts";
import { type Persona, personaFromRow } from "./persona.ts";

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
  deps: PersonaDeps,
  tenantId: string,
  request: ListRequest,
): Promise<PersonaList> {
  const { rows, hasNewer, hasOlder } = await deps.lists.page(tenantId, { ...request, limit: pageSize });
  const [first] = rows;
  const last = rows.at(-1);
  return {
    personas: rows.map(personaFromRow),
    newer: hasNewer && first ? { createdAt: first.created_at, id: first.id } : undefined,
    older: hasOlder && last ? { createdAt: last.created_at, id: last.id } : undefined,
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
  deps: PersonaDeps,
  tenantId: string,
  { search, page }: { search: string; page: number },
): Promise<TavusOnly> {
  const key = await requireKey(deps, tenantId);
  const reading = readUnknown(deps, tenantId, { key: key.value, search });
  const unknown = await inWords("Tavus could not be asked.", reading);
  unknown.sort((a, b) => a.name.localeCompare(b.name) || a.tavusPersonaId.localeCompare(b.tavusPersonaId));
  const begin = page * pageSize;
  return {
    personas: unknown.slice(begin, begin + pageSize),
    page,
    hasMore: unknown.length > begin + pageSize,
  };
}

async function readUnknown(
  deps: PersonaDeps,
  tenantId: string,
  { key, search }: { key: string; search: string },
): Promise<TavusOnly["personas"]> {
  const unknown: TavusOnly["personas"] = [];
  for await (const { rows } of deps.tavus.listPersonaPages(key, { type: "user" })) {
    const known = await deps.lists.knownTavusIds(
      tenantId,
      rows.map(({ id }) => id),
    );
    const wanted = rows.filter(({ id, name }) => !known.here.has(id) && matches(name, search));
    // Without their prompts, which may be long.
    unknown.push(
      ...wanted.map(({ id, name, systemPrompt }) => ({
        tavusPersonaId: id,
        name,
        hasRecordLine: recordIn(systemPrompt) !== undefined,
        isDeletedHere: known.deletedHere.has(id),
      })),
    );
  }
  return unknown;
}

function matches(name: string, search: string): boolean {
  return name.toLowerCase().includes(search.toLowerCase());
}
