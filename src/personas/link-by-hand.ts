import { surplusDelayMs } from "../database/persona/persona-queue.ts";
import { UserError } from "../errors.ts";
import { missingKeyOf } from "../link/missing-key.ts";
import { shortName } from "../short-name.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { textOf } from "../warnings/causes.ts";
import type { PersonaDeps } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { type Persona, personaFromRow } from "./persona.ts";

/**
 * Ties an unlinked persona to a Tavus persona that exists. Neither side is changed: where they differ, a sync says so.
 * Throws UserError, with a sentence of its own for each reason why not.
 */
export async function linkPersona(
  deps: PersonaDeps,
  { tenantId, id, tavusPersonaId }: { tenantId: string; id: string; tavusPersonaId: string },
): Promise<Persona> {
  const row = await deps.store.find(tenantId, id);
  if (!row) throw new UserError("This persona is not here any more.");
  if (row.tavus_persona_id) {
    throw new UserError(`${quoted(row)} is linked to ${row.tavus_persona_id} already. Unlink it first.`);
  }
  if (row.lease_until !== null && Date.parse(row.lease_until) > deps.now()) {
    throw new UserError(`${quoted(row)} is just being created in Tavus. Try again in half a minute.`);
  }
  const key = await requireKey(deps, tenantId);
  await inWords("Not linked.", requireExisting(deps, key, tavusPersonaId));
  await inWords("Not linked.", refuseStock(deps, key, tavusPersonaId));
  await deps.outcomes.releaseDeleted(tenantId, tavusPersonaId);
  if (await deps.store.isLinked(tenantId, tavusPersonaId)) {
    throw new UserError(
      `${tavusPersonaId} belongs to another persona here. /persona-show ${tavusPersonaId} says to which.`,
    );
  }
  const isLinked = await deps.outcomes.linked(tenantId, id, { tavusPersonaId, pushedRevision: row.revision });
  if (!isLinked) throw new UserError(`${quoted(row)} was linked by somebody else just now.`);
  // What the lost request may still make is left over.
  if (row.must_look === 1) await deps.outcomes.surplusSeen(tenantId, row, deps.now() + surplusDelayMs);
  deps.log.info({ tenant: tenantId, persona: id, tavusPersonaId }, "linked by hand");
  return personaFromRow((await deps.store.find(tenantId, id)) ?? row);
}

/** Both sides stay; they only forget each other. Nothing is created again by itself. */
export async function unlinkPersona(deps: PersonaDeps, tenantId: string, id: string): Promise<Persona> {
  const row = await deps.store.find(tenantId, id);
  if (!row?.tavus_persona_id)
    throw new UserError("This persona is not linked, so there is nothing to unlink.");
  await deps.outcomes.unlinked(tenantId, id);
  deps.log.info({ tenant: tenantId, persona: id, tavusPersonaId: row.tavus_persona_id }, "unlinked by hand");
  return personaFromRow((await deps.store.find(tenantId, id)) ?? row);
}

export async function requireKey(deps: PersonaDeps, tenantId: string): Promise<TavusKey> {
  const key = await deps.keys.keyFor(tenantId);
  if (key) return key;
  const { title, remedy } = textOf(await missingKeyOf(deps, tenantId));
  throw new UserError(`${title}. ${remedy}`);
}

async function requireExisting(deps: PersonaDeps, key: TavusKey, tavusPersonaId: string): Promise<void> {
  try {
    await deps.tavus.getPersona(key.value, tavusPersonaId);
  } catch (error) {
    if (!(error instanceof TavusError) || error.kind !== "notFound") throw error;
    throw new UserError(
      `Tavus knows no persona ${tavusPersonaId} in this team's account. Check the ID; one of another account cannot be linked here.`,
      { cause: error },
    );
  }
}

/** A row does not say whose it is; the list of the stock does, and it is short. */
async function refuseStock(deps: PersonaDeps, key: TavusKey, tavusPersonaId: string): Promise<void> {
  for await (const { rows } of deps.tavus.listPersonaPages(key.value, { type: "system" })) {
    if (!rows.some(({ id }) => id === tavusPersonaId)) continue;
    throw new UserError(
      `${tavusPersonaId} is one of Tavus's stock personas. They belong to Tavus and cannot be changed, so none can be linked here.`,
    );
  }
}

/** Its name, short enough for a sentence. */
export function quoted({ name }: { name: string }): string {
  return `“${shortName(name, 80)}”`;
}
