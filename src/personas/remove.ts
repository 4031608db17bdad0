import type { RemovedFromTavus } from "../database/persona/persona-removals.ts";
import type { PersonaRow } from "../database/tables.ts";
import { UserError } from "../errors.ts";
import type { PersonaDeps } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { requireKey } from "./link-by-hand.ts";
import { type Persona, personaFromRow } from "./persona.ts";

/** A persona that was deleted here, and what became of it in Tavus. */
export type RemoveResult = {
  persona: Persona;
  tavus:
    | RemovedFromTavus
    | "neverThere"
    /** A request to create it is under way, or its answer was lost; what it makes stays. */
    | "unknown"
    /** The same, and what it makes is deleted as soon as that is known. */
    | "whenKnown";
};

/**
 * Deletes a persona here, or here and in Tavus. Tavus goes first: when that fails, both sides stay as they were. Here a
 * tombstone remains, so that neither a late answer nor a sync brings it back. Deleted already, it says what happened then.
 */
export async function removePersona(
  deps: PersonaDeps,
  { tenantId, id, alsoInTavus }: { tenantId: string; id: string; alsoInTavus: boolean },
): Promise<RemoveResult> {
  const row = await deps.store.find(tenantId, id);
  if (row) {
    await (alsoInTavus ? removeBoth(deps, row) : deps.outcomes.removed(tenantId, id));
    deps.log.info({ tenant: tenantId, persona: id, alsoInTavus }, "persona deleted");
  }
  const removed = await findRemoved(deps, tenantId, id);
  if (removed) return removed;
  throw new UserError("This persona was deleted already.");
}

/** What was deleted here, by its id or its Tavus id. */
export async function findRemoved(
  deps: PersonaDeps,
  tenantId: string,
  id: string,
): Promise<RemoveResult | undefined> {
  const row = await deps.outcomes.findRemoved(tenantId, id);
  return row && { persona: personaFromRow(row), tavus: fateOf(row) };
}

async function removeBoth(deps: PersonaDeps, row: PersonaRow): Promise<void> {
  const { tenant_id: tenantId, id, tavus_persona_id: tavusPersonaId } = row;
  if (!tavusPersonaId) return deps.outcomes.removedUnsettled(tenantId, id);
  const key = await requireKey(deps, tenantId);
  const deletion = deps.tavus.deletePersona(key.value, tavusPersonaId);
  const tavus = await inWords("Nothing was deleted, neither here nor in Tavus.", deletion);
  if (tavus === "alreadyGone" && row.key_tag !== null && row.key_tag !== key.tag) {
    throw new UserError(otherAccount);
  }
  await deps.outcomes.removed(tenantId, id, tavus);
}

/** Under another key "not there" says nothing: it may be another account. */
const otherAccount =
  "Nothing was deleted. Tavus does not know this persona under the key of today, but it was last written with another key and may live on in that key's account. Delete it here only, or set that key again with /persona-setup first.";

function fateOf(tombstone: PersonaRow): RemoveResult["tavus"] {
  if (tombstone.link === "missing") return tombstone.failure_kind === "notFound" ? "alreadyGone" : "deleted";
  const isUnsettled = tombstone.must_look === 1 || tombstone.tavus_persona_id !== null;
  if (tombstone.delete_in_tavus === 1) return isUnsettled ? "whenKnown" : "neverThere";
  if (tombstone.tavus_persona_id !== null || tombstone.link === "linked") return "kept";
  return tombstone.must_look === 1 ? "unknown" : "neverThere";
}
