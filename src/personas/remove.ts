import type { Removal, RemovedFromTavus } from "../database/link/removals.ts";
import type { PersonaRecord } from "../database/persona/persona-record.ts";
import { GoneError, UserError } from "../errors.ts";
import { isJustMade, isOfOtherKey, keyOfItsOwn, notThereYet } from "../link/not-there.ts";
import { deletionGoesOn } from "../link/outcome.ts";
import type { Removal as InTavus } from "../tavus/prove.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { contentKeys, contentOfEach, fieldOf } from "./content/each-field.ts";
import type { Account, Listing, Records } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { quoted, requireKey } from "./link-by-hand.ts";
import { type Persona, personaFrom } from "./persona.ts";

/** A persona that was deleted here, and what became of it in Tavus. */
export type RemoveResult = {
  persona: Persona;
  tavus:
    | RemovedFromTavus
    | "neverThere"
    /** It was unlinked before: nothing was deleted there, and what it was linked to may stand there still. */
    | "unlinked"
    /** A request to create it is under way, or its answer was lost; what it makes stays. */
    | "unknown"
    /** The same, and what it makes is deleted as soon as that is known. */
    | "whenKnown"
    /** It stood there when it was deleted here, and Tavus has not confirmed yet that it is gone: the queue goes on asking. */
    | "onItsWay";
};

/** `userId`: whoever is told how it ended in Tavus, if that takes longer; else the maker of the persona. */
export type RemoveRequest = {
  tenantId: string;
  id: string;
  alsoInTavus: boolean;
  userId?: string | undefined;
};

/** What of a deleted persona is not kept. */
const emptied = contentOfEach(
  ({ initial }) => initial,
  contentKeys.filter((key) => fieldOf(key).isEmptied),
);

/**
 * Deletes a persona here, or here and in Tavus. Tavus goes first: when it refuses, both sides stay as they were; when it
 * cannot be asked, or its answer is lost, the queue goes on with it. Here a tombstone remains, so that neither a late answer nor
 * a sync brings it back. Deleted already, it says what happened then.
 */
export async function removePersona(
  deps: Records & Account,
  { tenantId, id, alsoInTavus, userId }: RemoveRequest,
): Promise<RemoveResult> {
  const record = await deps.store.find(tenantId, id);
  const tavus = record && (await removeHere(deps, record, { alsoInTavus, userId }));
  const removed = await findRemoved(deps, tenantId, id);
  if (removed) return tavus && removed.tavus === "unlinked" ? { ...removed, tavus } : removed;
  throw new GoneError("This persona was deleted already.");
}

/** What was deleted in Tavus although it was unlinked meanwhile, so that the record does not tell. */
async function removeHere(
  deps: Records & Account,
  record: PersonaRecord,
  { alsoInTavus, userId }: Pick<RemoveRequest, "alsoInTavus" | "userId">,
): Promise<RemovedFromTavus | undefined> {
  const { tenantId, id, link } = record;
  const removal: Removal = alsoInTavus ? await removeInTavus(deps, record) : { tavus: "kept" };
  const action = alsoInTavus ? "delete-both" : "delete-here";
  const about = { userId, emptied, action, remoteId: link.remoteId } as const;
  if (await deps.store.remove(tenantId, id, { ...removal, ...about })) {
    deps.linking.log.info({ tenant: tenantId, persona: id, alsoInTavus }, "persona deleted");
    return undefined;
  }
  const current = await deps.store.find(tenantId, id);
  if (!current) return undefined;
  // What it is linked to since has been shown to nobody who wanted it deleted; and nobody would go on with what was unlinked.
  const isLeft = current.link.failure?.kind === "unlinked" && removal.tavus === "unsettled";
  if (current.link.remoteId !== undefined || (isLeft && link.remoteId !== undefined))
    throw new UserError(linkedSince(record, current, removal));
  await removeHere(deps, current, { alsoInTavus, userId });
  return removal.tavus === "deleted" || removal.tavus === "alreadyGone" ? removal.tavus : undefined;
}

function linkedSince({ link }: PersonaRecord, current: PersonaRecord, { tavus }: Removal): string {
  const now = current.link.remoteId;
  const since = now === undefined ? "was unlinked" : `was linked to ${now}`;
  const before = tavus === "unsettled" ? "may be deleted in Tavus" : "is deleted in Tavus";
  const again = now === undefined ? "To have it deleted here" : `To have ${now} deleted, too`;
  return `${quoted(current)} ${since} at this moment. ${link.remoteId}, to which it was linked before, ${before}; nothing was deleted here. ${again}, delete it again.`;
}

/** What was deleted here, by its id or its Tavus id. */
export async function findRemoved(
  { store }: Pick<Listing, "store">,
  tenantId: string,
  id: string,
): Promise<RemoveResult | undefined> {
  const record = await store.findRemoved(tenantId, id);
  return record && { persona: personaFrom(record), tavus: fateOf(record) };
}

/** Where the present key's account has none, one that was made with the operator's key is deleted with that. */
async function removeInTavus(deps: Records & Account, { tenantId, link }: PersonaRecord): Promise<Removal> {
  const { remoteId } = link;
  if (!remoteId) return { tavus: "unsettled" };
  const removeWith = (key: TavusKey) => {
    const deletion = deps.accounts.of(tenantId, key).remove(remoteId).catch(deletionGoesOn);
    return inWords("Nothing was deleted, neither here nor in Tavus.", "delete", deletion);
  };
  const present = await requireKey(deps, tenantId, "delete");
  let tavus = await removeWith(present);
  if (isAbsence(tavus) && isOfOtherKey(link, present)) {
    const madeWith = await keyOfItsOwn(deps.keys, link);
    if (!madeWith) throw new UserError(otherAccount);
    tavus = await removeWith(madeWith);
  }
  if (typeof tavus === "object") return tavus;
  if (tavus === "alreadyGone" && isJustMade(link, deps.linking.now()))
    return deletionGoesOn(notThereYet("delete persona"));
  return { tavus: tavus === "goneNow" ? "deleted" : tavus };
}

function isAbsence(tavus: InTavus | object): boolean {
  return tavus === "alreadyGone" || tavus === "goneNow";
}

const otherAccount =
  "Nothing was deleted. Tavus does not know this persona under the present key, but it was made with another key and may live on in that key's account. Delete it here only, or set that key again with /persona-setup first.";

function fateOf({ link }: PersonaRecord): RemoveResult["tavus"] {
  const { state, failure, outcomeUnknown, remoteId, removesRemote } = link;
  if (state === "missing") return failure?.kind === "notFound" ? "alreadyGone" : "deleted";
  if (remoteId === undefined && !outcomeUnknown && failure?.kind === "unlinked") return "unlinked";
  if (removesRemote && remoteId !== undefined && failure) return "onItsWay";
  if (removesRemote) return outcomeUnknown || remoteId !== undefined ? "whenKnown" : "neverThere";
  if (remoteId !== undefined || state === "linked") return "kept";
  return outcomeUnknown ? "unknown" : "neverThere";
}
