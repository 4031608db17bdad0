import { surplusDelayMs } from "../database/link/change.ts";
import { isLeased } from "../database/link/link-record.ts";
import type { PersonaRecord } from "../database/persona/persona-record.ts";
import { GoneError, UserError } from "../errors.ts";
import { missingKeyOf } from "../link/pause-queue.ts";
import { nameInQuotes, shortName } from "../short-name.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import { FailedBecause } from "../warnings/failed-because.ts";
import type { Operation } from "../warnings/scene.ts";
import { sentencesFor } from "../warnings/sentences.ts";
import type { Account, Kept, Records } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { findOrExplain, type Persona, personaFrom } from "./persona.ts";
import type { TeamAccount } from "./team-account.ts";

/**
 * Ties an unlinked persona to a Tavus persona that exists. Neither side is changed: where they differ, a sync says so.
 * Linked to it already, it comes back as it stands. Throws UserError, with a sentence of its own for each reason why not.
 */
export async function linkPersona(
  deps: Records & Account,
  { tavusPersonaId, ...place }: { tenantId: string; id: string; tavusPersonaId: string },
): Promise<Persona> {
  const { links, now, log } = deps.linking;
  const { tenantId, id } = place;
  const record = await findOrExplain(deps, place, "This persona is not here any more.");
  const { link } = record;
  if (isLinkedTo(record, tavusPersonaId)) return personaFrom(record);
  if (link.remoteId) {
    throw new UserError(`${quoted(record)} is linked to ${link.remoteId} already. Unlink it first.`);
  }
  if (isLeased(link, now())) throw beingCreated(record);
  const key = await requireKey(deps, tenantId, "link");
  await requireLinkable(deps.accounts.of(tenantId, key), tavusPersonaId);
  await links.removals.release(tenantId, tavusPersonaId);
  /** The same press may have come twice. */
  const linkedMeanwhile = async () => {
    const current = await deps.store.find(tenantId, id);
    return current && isLinkedTo(current, tavusPersonaId) ? personaFrom(current) : undefined;
  };
  if (await links.isLinked(tenantId, tavusPersonaId)) {
    const persona = await linkedMeanwhile();
    if (persona) return persona;
    throw await whoseItIs(deps, tenantId, tavusPersonaId);
  }
  const linked = await links.linked(place, {
    remoteId: tavusPersonaId,
    pushedRevision: link.revision,
    keyTag: key.tag,
    isFound: true,
    chosenAtAttempt: link.attempt,
    // What the lost request may still make is left over.
    leftOver: link.outcomeUnknown
      ? { startedMs: link.attemptStartedMs ?? now(), checkAtMs: now() + surplusDelayMs }
      : undefined,
  });
  if (!linked) {
    const persona = await linkedMeanwhile();
    if (persona) return persona;
    throw await whyNotLinked(deps, record);
  }
  log.info({ tenant: tenantId, persona: id, tavusPersonaId }, "linked by hand");
  return personaFrom(await findOrExplain(deps, place, "This persona was linked, and deleted right after."));
}

function isLinkedTo({ link }: PersonaRecord, tavusPersonaId: string): boolean {
  return link.state === "linked" && link.remoteId === tavusPersonaId;
}

/** Linked to one that was deleted here, it is on its way out of Tavus; else that would have let go of it. */
async function whoseItIs({ store }: Records, tenantId: string, tavusPersonaId: string): Promise<UserError> {
  const leaving = await store.findRemoved(tenantId, tavusPersonaId);
  return new UserError(
    leaving
      ? `${tavusPersonaId} is ${quoted(leaving)}, which was deleted here and is on its way out of Tavus. Nothing can be linked to it.`
      : `${tavusPersonaId} belongs to another persona here. /persona-show ${tavusPersonaId} says to which.`,
  );
}

/** What happened to it while Tavus was asked. */
async function whyNotLinked({ store, linking }: Records, record: PersonaRecord): Promise<UserError> {
  const current = await store.find(record.tenantId, record.id);
  if (!current) return new GoneError("This persona was deleted just now. Nothing was linked.");
  const { attempt } = current.link;
  const isBegun = isLeased(current.link, linking.now()) || attempt !== record.link.attempt;
  if (current.link.remoteId === undefined && isBegun) return beingCreated(record);
  return new UserError(`${quoted(record)} was linked by somebody else just now.`);
}

function beingCreated(record: PersonaRecord): UserError {
  return new UserError(`${quoted(record)} is just being created in Tavus. Try again in half a minute.`);
}

/** `by`: who wants it. */
export type PersonaAndWho = { tenantId: string; id: string; by?: string | undefined };

/** The two sides stay and only forget each other. Nothing is created again by itself. */
export async function unlinkPersona(
  { store, linking, kept }: Records & Kept,
  { tenantId, id, by }: PersonaAndWho,
): Promise<Persona> {
  const record = await findOrExplain({ store }, { tenantId, id });
  if (!record.link.remoteId)
    throw new UserError("This persona is not linked, so there is nothing to unlink.");
  const { remoteId: tavusPersonaId } = record.link;
  const isUnlinked = await kept.unlink(record, by);
  if (isUnlinked) linking.log.info({ tenant: tenantId, persona: id, tavusPersonaId }, "unlinked by hand");
  const deleted = isUnlinked ? "This persona was unlinked, and deleted right after." : undefined;
  return personaFrom(await findOrExplain({ store }, { tenantId, id }, deleted));
}

export async function requireKey(
  deps: Pick<Account, "keys">,
  tenantId: string,
  operation: Operation,
): Promise<TavusKey> {
  const key = await deps.keys.keyFor(tenantId);
  if (key) return key;
  const missing = await missingKeyOf(deps, tenantId);
  const { title, remedy } = sentencesFor(missing, { operation });
  throw new FailedBecause(`${title}. ${remedy}`, missing);
}

async function requireLinkable(account: TeamAccount, tavusPersonaId: string): Promise<void> {
  await inWords("Not linked.", "link", requireExisting(account, tavusPersonaId));
  await inWords("Not linked.", "link", refuseStock(account, tavusPersonaId));
}

/** As many as the box takes, in which anything may be typed. */
const longestTyped = 100;

/** Of another team's persona it is said as little as of one that does not exist. */
async function requireExisting(account: TeamAccount, tavusPersonaId: string): Promise<void> {
  try {
    await account.get(tavusPersonaId);
  } catch (error) {
    const isHere =
      !(error instanceof TavusError) || (error.kind !== "notFound" && error.kind !== "otherTeams");
    if (isHere) throw error;
    throw new UserError(
      `Tavus knows no persona ${shortName(tavusPersonaId, longestTyped)} in this team's account. Check the ID; one of another account cannot be linked here.`,
      { cause: error },
    );
  }
}

/** A row does not say whose it is; the list of the stock does, and it is short. */
async function refuseStock(account: TeamAccount, tavusPersonaId: string): Promise<void> {
  await account.read({ type: "system" }, (rows) => {
    if (!rows.some(({ id }) => id === tavusPersonaId)) return;
    throw new UserError(
      `${tavusPersonaId} is one of Tavus's stock personas. They belong to Tavus and cannot be changed, so none can be linked here.`,
    );
  });
}

/** The persona's name, short enough for a sentence. */
export function quoted({ name }: { name: string }): string {
  return nameInQuotes(name, 80);
}
