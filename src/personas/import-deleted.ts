import { UserError } from "../errors.ts";
import { TavusError } from "../tavus/errors.ts";
import { unknownInTavus } from "./content/from-tavus.ts";
import type { SyncDeps } from "./deps.ts";
import { requireKey } from "./link-by-hand.ts";
import { type Persona, personaFrom } from "./persona.ts";
import { remoteFrom } from "./sync/context.ts";
import { importedFrom } from "./sync/take-page.ts";
import type { TeamAccount } from "./team-account.ts";

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
  if (!tavusPersonaId) throw new UserError("This persona was brought back already. /persona-list shows it.");
  const key = await requireKey(deps, tenantId, "import");
  const persona = await getOrExplain(deps.accounts.of(tenantId, key), tavusPersonaId);
  const imported = importedFrom(remoteFrom(persona, { isOwn: true, readMs: now() }), now());
  // If this ends between the two, the next sync imports it.
  await links.removals.release(tenantId, tavusPersonaId);
  await deps.imports.importAll(tenantId, [imported], { userId, content: unknownInTavus });
  const record = await deps.store.find(tenantId, imported.id);
  if (!record) throw new UserError("This persona was brought back by somebody else just now.");
  return personaFrom(record);
}

async function getOrExplain(account: TeamAccount, id: string) {
  try {
    return await account.get(id);
  } catch (error) {
    if (!(error instanceof TavusError) || error.kind !== "notFound") throw error;
    throw new UserError("Tavus has deleted this persona too. There is nothing to bring back.", {
      cause: error,
    });
  }
}
