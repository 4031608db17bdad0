import { UserError } from "../errors.ts";
import { TavusError } from "../tavus/errors.ts";
import type { PersonaDeps } from "./deps.ts";
import { requireKey } from "./link-by-hand.ts";
import { type Persona, personaFromRow } from "./persona.ts";
import { remoteFrom } from "./sync/context.ts";
import { importedFrom } from "./sync/take-page.ts";

/**
 * Brings back from Tavus what was deleted here only, as a persona of its own. Throws UserError when there is nothing to
 * bring back, TavusError when Tavus fails.
 */
export async function importDeleted(
  deps: PersonaDeps,
  { tenantId, id, userId }: { tenantId: string; id: string; userId: string },
): Promise<Persona> {
  const tombstone = await deps.syncRows.tombstone(tenantId, id);
  const tavusPersonaId = tombstone?.tavus_persona_id;
  if (!tavusPersonaId) throw new UserError("This persona was brought back already. /persona-list shows it.");
  const key = await requireKey(deps, tenantId);
  const persona = await getOrExplain(deps, key.value, tavusPersonaId);
  const imported = importedFrom(remoteFrom(persona, { isOwn: true, readMs: deps.now() }), deps.now());
  // If this ends between the two, the next sync imports it.
  await deps.syncWrites.releaseTombstone(tenantId, id);
  await deps.syncWrites.importAll(tenantId, [imported], userId);
  const row = await deps.store.find(tenantId, imported.id);
  if (!row) throw new UserError("This persona was brought back by somebody else just now.");
  return personaFromRow(row);
}

async function getOrExplain(deps: PersonaDeps, key: string, id: string) {
  try {
    return await deps.tavus.getPersona(key, id);
  } catch (error) {
    if (!(error instanceof TavusError) || error.kind !== "notFound") throw error;
    throw new UserError("Tavus has deleted this persona too. There is nothing to bring back.", {
      cause: error,
    });
  }
}
