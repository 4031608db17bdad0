import { isLeased } from "../database/link/link-record.ts";
import { waitForOutcome } from "../link/await-outcome.ts";
import { leaseMs } from "../link/outcome.ts";
import { pushRevision } from "../link/push.ts";
import type { Account, Kept, Records } from "./deps.ts";
import { type PersonaAndWho, requireKey } from "./link-by-hand.ts";
import { findOrExplain, type Persona, personaFrom } from "./persona.ts";

/**
 * Sends an edit that Tavus refused because somebody has unpublished changes in its editor, and throws those away. It is
 * one push under a lease of its own; should it end unknown, the queue goes on without force. Of a persona that is not
 * refused for that (any more) it changes nothing. Throws UserError when it was deleted or there is no key.
 */
export async function overwriteInTavus(
  deps: Records & Account & Kept,
  { tenantId, id, by }: PersonaAndWho,
): Promise<Persona> {
  const { linking } = deps;
  const record = await findOrExplain(deps, { tenantId, id });
  const key = await requireKey(deps, tenantId, "edit");
  const openedAtMs = performance.now();
  const sinceMs = linking.now();
  const link = await deps.kept.openForced(record, { by, leaseMs });
  if (!link) return afterOther(deps, tenantId, id);
  const subject = (await deps.store.find(tenantId, id)) ?? record;
  const [outcome] = await Promise.all([
    // Waiting begins before pushing, so that whoever pressed is answered here and not by a message.
    waitForOutcome(linking, record, sinceMs),
    pushRevision(linking, { subject: { ...subject, link }, key, openedAtMs }, { force: true }),
  ]);
  return personaFrom(outcome);
}

/** Somebody else has pressed too, or the queue is at it; or there is nothing to overwrite any more. */
async function afterOther(deps: Records, tenantId: string, id: string): Promise<Persona> {
  const { linking } = deps;
  const record = await findOrExplain(deps, { tenantId, id });
  const { link, updatedMs } = record;
  if (!isLeased(link, linking.now()) || link.state !== "linked") return personaFrom(record);
  const sinceMs = link.attemptStartedMs ?? updatedMs;
  return personaFrom(await waitForOutcome(linking, record, sinceMs));
}
