import { TavusError } from "../../tavus/errors.ts";
import { isOfOneAlone } from "../resolve/read-theirs.ts";
import { readPatiently, type SyncContext } from "./context.ts";
import { readAccount } from "./read-account.ts";
import { SyncStopped } from "./run.ts";

/** The linked personas that are asked for before the whole account is searched for any of them. */
const mostProbes = 3;

/**
 * The check before anything is written: throws SyncStopped if none of the linked personas is in this key's account, unless a
 * person has said that this is right. One that Tavus knows is enough, so that this costs one call as a rule.
 */
export async function guardAccount(context: SyncContext): Promise<void> {
  const { deps, request } = context;
  context.run.enter("checkingAccount");
  if (request.isMassMissingConfirmed) return;
  if (await isAnyKnown(context)) return;
  const linked = await deps.rows.countLinked(request.tenantId);
  if (linked === 0 || (await isAnyListed(context))) return;
  if (linked === 1 && (await isMadeWithThisKey(context))) return;
  throw new SyncStopped({ kind: "otherAccount", linked });
}

async function isAnyKnown(context: SyncContext): Promise<boolean> {
  const { deps, account, request } = context;
  const some = await deps.rows.someLinked(request.tenantId, mostProbes);
  for (const { remoteId: id } of some) {
    if (await isKnown(context, () => account.get(id ?? ""))) return true;
  }
  return false;
}

async function isKnown(context: SyncContext, read: () => Promise<unknown>): Promise<boolean> {
  try {
    await readPatiently(context, read);
    return true;
  } catch (error) {
    if (error instanceof TavusError && error.kind === "notFound") return false;
    // What another team has come to own says nothing against the account.
    if (error instanceof TavusError && error.kind === "otherTeams") return true;
    // It may be there or not: another one says more.
    if (isOfOneAlone(error)) return false;
    throw error;
  }
}

/** Thrown to end a reading that has found what it was for. */
class Found extends Error {}

async function isAnyListed(context: SyncContext): Promise<boolean> {
  const { deps, request } = context;
  try {
    await readAccount(context, new Set(), async (remotes) => {
      const ids = remotes.map(({ tavusPersonaId }) => tavusPersonaId);
      const links = await deps.rows.withRemoteIds(request.tenantId, ids);
      if (links.some(({ state, isGone }) => state === "linked" && !isGone)) throw new Found();
    });
    return false;
  } catch (error) {
    if (error instanceof Found) return true;
    throw error;
  }
}

/** A key opens one account for ever: what it made itself and cannot find is gone, not elsewhere. */
async function isMadeWithThisKey({ deps, key, request }: SyncContext): Promise<boolean> {
  const [only] = await deps.rows.someLinked(request.tenantId, 1);
  return only?.keyTag === key.tag;
}
