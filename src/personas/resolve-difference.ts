import type { PersonaRecord } from "../database/persona/persona-record.ts";
import { UserError } from "../errors.ts";
import { waitForOutcome, waitForQueue } from "../link/await-outcome.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { fingerprintOf, ourContent, type SyncContent, theirContent } from "./content/fingerprint.ts";
import { contentFrom } from "./content/from-tavus.ts";
import { readThreeWays } from "./content/three-way.ts";
import type { Account, Records, SyncDeps } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { quoted, requireKey } from "./link-by-hand.ts";
import { findOrExplain, type Persona, personaFrom } from "./persona.ts";
import type { TeamAccount } from "./team-account.ts";

const rowsPerPage = 100;

/** What is here goes to Tavus, over what was changed there. Throws UserError when it is not linked any more. */
export async function resolveWithOurs(deps: Records, tenantId: string, id: string): Promise<Persona> {
  const { linking } = deps;
  const record = await findOrExplain(deps, { tenantId, id });
  const sinceMs = linking.now();
  if ((await linking.links.resolveWithOurs(tenantId, id)) === 0) {
    throw new UserError(`${quoted(record)} is not linked to Tavus any more. Nothing was sent.`);
  }
  return personaFrom(await waitForQueue(linking, record, sinceMs));
}

export async function resolveAllWithOurs(
  { linking }: Pick<Records, "linking">,
  tenantId: string,
): Promise<number> {
  const count = await linking.links.resolveWithOurs(tenantId);
  await linking.tenants.resumeQueue(tenantId);
  linking.wakeQueue();
  return count;
}

/**
 * Takes over what was changed in Tavus; what is the same on both sides stays as it was typed. Of one whose last edit is
 * not in Tavus yet, all of Tavus's version: the edit goes.
 */
export async function resolveWithTheirs(
  deps: Records & Account,
  tenantId: string,
  id: string,
): Promise<Persona> {
  const record = await findOrExplain(deps, { tenantId, id });
  if (record.link.state !== "linked" || record.link.remoteId === undefined) {
    throw new UserError(`${quoted(record)} is not linked to Tavus any more. Nothing was changed.`);
  }
  const outcome = await takeTheirs(deps, await requireKey(deps, tenantId, "keep"), record);
  if (outcome === "busy") {
    throw new UserError(`${quoted(record)} was changed here at this moment. Look at it and try again.`);
  }
  return findOrExplain(deps, { tenantId, id }).then(personaFrom);
}

export async function resolveAllWithTheirs(
  deps: SyncDeps,
  tenantId: string,
): Promise<{ taken: number; missing: number; failed: number }> {
  const key = await requireKey(deps, tenantId, "keep");
  const counts = { taken: 0, missing: 0, failed: 0 };
  let afterId = "";
  for (;;) {
    const records = await deps.rows.differingAfter(tenantId, afterId, rowsPerPage);
    for (const record of records) {
      const outcome = await takeTheirs(deps, key, record);
      counts[outcome === "busy" ? "failed" : outcome] += 1;
    }
    afterId = records.at(-1)?.id ?? "";
    if (records.length < rowsPerPage) return counts;
  }
}

async function takeTheirs(
  deps: Records & Account,
  key: TavusKey,
  record: PersonaRecord,
): Promise<"taken" | "missing" | "busy"> {
  const { tenantId, id, link } = record;
  const { remoteId = "", revision } = link;
  const theirs = await readTheirs(deps.accounts.of(tenantId, key), remoteId);
  if (!theirs) return (await deps.linking.links.markMissing(link, remoteId)) ? "missing" : "busy";
  const base = link.pushedRevision < revision ? undefined : link.base;
  const { fields } = readThreeWays({ base, theirs, ours: ourContent(record) });
  const content = contentFrom(theirs, fields);
  const seen = { id, revision, remoteId };
  const isTaken = await deps.store.resolveWithTheirs(tenantId, seen, {
    content,
    base: fingerprintOf(theirs),
  });
  return isTaken ? "taken" : "busy";
}

async function readTheirs(account: TeamAccount, id: string): Promise<SyncContent | undefined> {
  try {
    return theirContent(await account.get(id));
  } catch (error) {
    if (error instanceof TavusError && error.kind === "notFound") return undefined;
    throw error;
  }
}

/**
 * Made anew in Tavus; the queue does it. One that is in Tavus, or is being made again already, comes back as it stands.
 * Throws UserError when it was deleted here or Tavus cannot be asked.
 */
export async function createAgain(
  deps: Records & Account,
  { tenantId, id, by }: { tenantId: string; id: string; by?: string | undefined },
): Promise<Persona> {
  const { linking } = deps;
  const record = await findOrExplain(deps, { tenantId, id });
  const sinceMs = linking.now();
  await inWords("Nothing was changed.", "createAgain", markIfGone(deps, record));
  if (await linking.links.createAgain(record.link, by)) {
    return personaFrom(await waitForQueue(linking, record, sinceMs));
  }
  const current = await findOrExplain(deps, { tenantId, id });
  if (current.link.state !== "pending") return personaFrom(current);
  const pressedMs = current.link.unsettledSinceMs ?? current.createdMs;
  return personaFrom(await waitForOutcome(linking, current, pressedMs));
}

/** No sync has seen yet that it is gone; whoever looked at it has. */
async function markIfGone(deps: Records & Account, { tenantId, link }: PersonaRecord): Promise<void> {
  if (link.state !== "linked" || link.remoteId === undefined) return;
  const key = await requireKey(deps, tenantId, "createAgain");
  const theirs = await readTheirs(deps.accounts.of(tenantId, key), link.remoteId);
  if (!theirs) await deps.linking.links.markMissing(link, link.remoteId);
}

/** Stays here alone, until somebody links it, presses Retry or runs a sync. */
export async function unlinkMissing(deps: Records, tenantId: string, id: string): Promise<Persona> {
  const record = await findOrExplain(deps, { tenantId, id });
  if (!(await deps.linking.links.unlinkMissing(record.link))) {
    throw new UserError(`${quoted(record)} is not missing in Tavus any more. Nothing was changed.`);
  }
  return findOrExplain(deps, { tenantId, id }).then(personaFrom);
}
