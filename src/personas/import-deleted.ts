import { UserError } from "../errors.ts";
import { unknownInTavus } from "./content/from-tavus.ts";
import type { SyncDeps } from "./deps.ts";
import { requireKey } from "./link-by-hand.ts";
import { type Persona, personaFrom } from "./persona.ts";
import { elsewhere, readUnder } from "./resolve/read-theirs.ts";
import { remoteFrom } from "./sync/context.ts";
import { importedFrom } from "./sync/take-page.ts";

/**
 * Brings back from Tavus what was deleted here only, as a persona of its own. Throws UserError when there is nothing to
 * bring back, TavusError when Tavus fails.
 */
export async function importDeleted(
  deps: SyncDeps,
  { tenantId, id, userId }: { tenantId: string; id: string; userId: string },
): Promise<Persona> {
  const { links, now } = deps.linking;
  const tombstone = await deps.store.findEver(tenantId, id);
  const tavusPersonaId = tombstone?.link.isGone ? tombstone.link.remoteId : undefined;
  if (!tombstone || !tavusPersonaId)
    throw new UserError("This persona was brought back already. /persona-list shows it.");
  const key = await requireKey(deps, tenantId, "import");
  const persona = await readUnder(key, deps, tombstone);
  if (persona === "elsewhere") throw elsewhere(tombstone);
  if (persona === "gone")
    throw new UserError("Tavus has deleted this persona too. There is nothing to bring back.");
  const imported = importedFrom(remoteFrom(persona, { isOwn: true, readMs: now() }), now());
  // If this ends between the two, the next sync imports it.
  await links.removals.release(tenantId, tavusPersonaId);
  const by = { userId, keyTag: key.tag, content: unknownInTavus };
  await deps.imports.importAll(tenantId, [imported], by);
  const record = await deps.store.find(tenantId, imported.id);
  if (!record) throw new UserError("This persona was brought back by somebody else just now.");
  return personaFrom(record);
}
