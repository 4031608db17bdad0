import { UserError } from "../errors.ts";
import { shortName } from "../short-name.ts";
import { TavusError } from "../tavus/errors.ts";
import { textOf } from "../warnings/causes.ts";
import type { PersonaDeps } from "./deps.ts";
import { requireKey } from "./link.ts";
import { type Persona, personaFromRow } from "./persona.ts";

export type RemoveResult = {
  persona: Persona;
  /** `unknown`: a request to create it is under way, or its answer was lost. */
  tavus: "kept" | "deleted" | "alreadyGone" | "neverThere" | "unknown";
};

/**
 * Deletes a persona here, or here and in Tavus. Tavus goes first: when that fails, both sides stay as they were. Here a
 * tombstone remains, so that neither a late answer nor a sync brings it back.
 */
export async function removePersona(
  deps: PersonaDeps,
  { tenantId, id, alsoInTavus }: { tenantId: string; id: string; alsoInTavus: boolean },
): Promise<RemoveResult> {
  const row = await deps.store.find(tenantId, id);
  if (!row) throw new UserError("This persona was deleted already.");
  const isUnknown = row.tavus_persona_id === null && row.must_look === 1;
  if (alsoInTavus && isUnknown) {
    throw new UserError(
      `Whether Tavus has made “${shortName(row.name, 80)}” is not known yet. Wait until its answer says so, a minute or two, then delete it.`,
    );
  }
  const tavus = alsoInTavus ? await removeFromTavus(deps, tenantId, row.tavus_persona_id) : "kept";
  await deps.outcomes.removed(tenantId, id);
  deps.log.info({ tenant: tenantId, persona: id, tavus }, "persona deleted");
  const unlinked = isUnknown ? "unknown" : "neverThere";
  return { persona: personaFromRow(row), tavus: row.tavus_persona_id ? tavus : unlinked };
}

async function removeFromTavus(
  deps: PersonaDeps,
  tenantId: string,
  tavusPersonaId: string | null,
): Promise<"deleted" | "alreadyGone"> {
  if (!tavusPersonaId) return "alreadyGone";
  const key = await requireKey(deps, tenantId);
  try {
    return await deps.tavus.deletePersona(key.value, tavusPersonaId);
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { happened, remedy } = textOf(error.kind);
    throw new UserError(`Nothing was deleted, neither here nor in Tavus. ${happened} ${remedy}`, {
      cause: error,
    });
  }
}
