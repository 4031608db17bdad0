import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { UserError } from "../../errors.ts";
import { waitForOutcome, waitForQueue } from "../../link/await-outcome.ts";
import { TavusError } from "../../tavus/errors.ts";
import { theirContent } from "../content/fingerprint.ts";
import { findingOf } from "../content/standing.ts";
import type { Account, Kept, Records } from "../deps.ts";
import { inWords } from "../in-words.ts";
import { type PersonaAndWho, quoted } from "../link-by-hand.ts";
import { findOrExplain, type Persona, personaFrom } from "../persona.ts";
import { elsewhere, readTheirs, readUnder } from "./read-theirs.ts";

/**
 * Made anew in Tavus; the queue does it. One that is in Tavus, or is being made again already, comes back as it stands.
 * Throws UserError when it was deleted here or Tavus cannot be asked.
 */
export async function createAgain(
  deps: Records & Account,
  { tenantId, id, by }: PersonaAndWho,
): Promise<Persona> {
  const { linking } = deps;
  const record = await findOrExplain(deps, { tenantId, id });
  const sinceMs = linking.now();
  await inWords("Nothing was changed.", "createAgain", markIfGone(deps, record));
  if (await isThereAgain(deps, record)) return personaFrom(await waitForQueue(linking, record, sinceMs));
  if (await linking.links.createAgain(record.link, by)) {
    return personaFrom(await waitForQueue(linking, record, sinceMs));
  }
  const current = await findOrExplain(deps, { tenantId, id });
  if (current.link.state !== "pending") return personaFrom(current);
  const pressedMs = current.link.unsettledSinceMs ?? current.createdMs;
  return personaFrom(await waitForOutcome(linking, current, pressedMs));
}

/** No sync has seen yet that it is gone; whoever looked at it has. */
async function markIfGone(deps: Records & Account, record: PersonaRecord): Promise<void> {
  const { link } = record;
  if (link.state !== "linked" || link.remoteId === undefined) return;
  const theirs = await readTheirs(deps, record, "createAgain");
  // Made again here it would be there twice as soon as the other key is back.
  if (theirs === "elsewhere") throw elsewhere(record);
  if (theirs === "gone") await deps.linking.links.markMissing(link, link.remoteId);
}

/**
 * One that Tavus did not know, and shows now, is linked as it was: made anew, there would be two. Where Tavus does not say, it is as gone as
 * it was.
 */
async function isThereAgain(deps: Records & Account, record: PersonaRecord): Promise<boolean> {
  const { tenantId, link } = record;
  const key = link.state === "missing" ? await deps.keys.keyFor(tenantId) : undefined;
  const theirs = key && (await readUnder(key, deps, record).catch(unlessTavusError));
  if (theirs === undefined || typeof theirs === "string") return false;
  const { mark } = findingOf(record, () => theirContent(theirs));
  await deps.linking.links.markReadings(tenantId, [mark]);
  return true;
}

function unlessTavusError(error: unknown): undefined {
  if (!(error instanceof TavusError)) throw error;
}

/** Stays here alone, until somebody links it, presses Retry or runs a sync. */
export async function unlinkMissing(
  deps: Records & Kept,
  { tenantId, id, by }: PersonaAndWho,
): Promise<Persona> {
  const record = await findOrExplain(deps, { tenantId, id });
  if (!(await deps.kept.unlinkMissing(record, by))) {
    throw new UserError(`${quoted(record)} is not missing in Tavus any more. Nothing was changed.`);
  }
  return findOrExplain(deps, { tenantId, id }).then(personaFrom);
}
