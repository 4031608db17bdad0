import { OutsideError } from "../errors.ts";
import type { PersonaDeps } from "../personas/deps.ts";
import { isAtRest, type Persona, personaFromRow } from "../personas/persona.ts";

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

/**
 * When the platform cannot be reached the news stays owed, and the sweep tries again. Of a persona that is still on its
 * way this is not the last word, so nothing is noted.
 */
export async function tellDirectly(deps: PersonaDeps, persona: Persona): Promise<void> {
  const { tenantId: tenant, id } = persona;
  try {
    const isTold = await deps.announce(persona);
    if (!isAtRest(persona)) return;
    await (isTold ? deps.outcomes.told(tenant, [id]) : deps.outcomes.tellOnReturn(tenant, id));
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    deps.log.warn({ tenant, persona: id, err: error }, "a person could not be told");
  }
}
