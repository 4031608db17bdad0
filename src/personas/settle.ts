import type { PersonaDeps } from "./deps.ts";
import { type Persona, personaFromRow } from "./persona.ts";

/**
 * The queue has brought a persona to rest: whoever waits for it hears it and tells the person; else the person is told
 * directly. What fails here is done again by the sweep for personas nobody was told about.
 */
export async function settle(deps: PersonaDeps, tenantId: string, id: string): Promise<void> {
  const row = await deps.store.find(tenantId, id);
  if (!row || row.told_at !== null || !isAtRest(personaFromRow(row))) return;
  const persona = personaFromRow(row);
  if (!deps.watchers.settle(persona)) await tellDirectly(deps, persona);
}

export async function tellDirectly(deps: PersonaDeps, persona: Persona): Promise<void> {
  const { tenantId, id } = persona;
  if (await deps.announce(persona)) await deps.outcomes.told(tenantId, id);
  else await deps.outcomes.tellOnReturn(tenantId, id);
}

/** Nothing more will happen to it by itself. */
export function isAtRest(persona: Persona): boolean {
  return persona.link === "failed" || (persona.link === "linked" && !persona.isBehind);
}
