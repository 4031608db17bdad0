import type { Leftover } from "../../database/forgotten/leftovers.ts";
import type { Link } from "../../database/link/link-record.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { TavusKey } from "../../tenants/keys.ts";
import type { ByTeam } from "../gates/by-team.ts";
import { isFromAttempt, nextLook } from "../lost-attempts.ts";
import { oneByOne } from "../one-by-one.ts";
import { isKeptForGood } from "../outcome.ts";
import type { Linked, Linking, MarkedObjects } from "../port.ts";
import { underEachKey } from "./under-keys.ts";

const leftoversPerRound = 50;
/** One that Tavus did not let finish comes again after this. */
const againMs = 5 * 60_000;

/** A request made this for a team that was forgotten meanwhile: it is removed at once, or else with the leftovers. */
export async function removeUnwanted<Subject extends Linked>(
  { links, port, log }: Linking<Subject>,
  { link, remoteId, apiKey }: { link: Link; remoteId: string; apiKey: string },
): Promise<void> {
  try {
    await port.remove(apiKey, remoteId);
    await links.leftovers.ended(link);
    log.info(
      { tenant: link.tenantId, tavusPersonaId: remoteId },
      "removed what was made for a forgotten team",
    );
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { kind: cause, incident } = error;
    log.warn(
      { tenant: link.tenantId, cause, incident },
      "what was made for a forgotten team is removed later",
    );
  }
}

/** Searches for what lost requests for forgotten teams have made after all, and removes it. */
export function removeLeftovers<Subject extends Linked>(
  linking: Linking<Subject>,
  byTeam: ByTeam,
): Promise<void> {
  return byTeam(
    (except) => linking.links.leftovers.claimDue(leftoversPerRound, againMs, except),
    (due) => {
      const groups = Map.groupBy(due, ({ key }) => `${key.tag} ${key.sealed}`);
      return oneByOne(groups.values(), (some) => removeSome(linking, some));
    },
  );
}

async function removeSome<Subject extends Linked>(
  linking: Linking<Subject>,
  leftovers: readonly Leftover[],
): Promise<void> {
  const [first] = leftovers;
  // Without a key that can be read nothing is learned, and nothing is waited for.
  const keys = first ? await linking.keys.keysOnce(first.tenantId, first.key) : [];
  try {
    const startedMs = linking.now();
    const refused = await underEachKey(linking.log, keys, (key) => removeUnder(linking, leftovers, key));
    const isOver = keys.length > 0 && refused.length === keys.length;
    await oneByOne(leftovers, (leftover) =>
      // Keys that Tavus takes no more are not kept for it; while it takes another, that one's account is looked through to the end.
      isOver ? linking.links.leftovers.ended(leftover) : endOrPutOff(linking, leftover, startedMs),
    );
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { kind: cause, incident } = error;
    linking.log.warn({ cause, incident }, "a search for what was made for a forgotten team must wait");
  }
}

/** Rejects where not all of the account was read: that there is none is known only then. */
async function removeUnder<Subject extends Linked>(
  linking: Linking<Subject>,
  leftovers: readonly Leftover[],
  key: TavusKey,
): Promise<void> {
  const { found, shortfall } = await linking.port.readMarked(key.value);
  await oneByOne(leftovers, async (leftover) => {
    const doomed = await doomedOf(linking, leftover, found);
    await oneByOne(doomed, (remoteId) => removeUnlessKept(linking, remoteId, key.value));
  });
  if (shortfall) throw shortfall;
}

async function doomedOf<Subject extends Linked>(
  { links }: Linking<Subject>,
  { id, attemptsMs, keptId }: Leftover,
  marked: MarkedObjects,
): Promise<string[]> {
  const doomed: string[] = [];
  for (const found of marked.get(id) ?? []) {
    if (found.remoteId === keptId || !isFromAttempt(found, attemptsMs)) continue;
    // A sync of the team that began anew, or another team's, was quicker.
    if (!(await links.leftovers.isLinkedAnywhere(found.remoteId))) doomed.push(found.remoteId);
  }
  return doomed;
}

/** One that Tavus never lets go of must not keep the others from being removed, nor its key from being forgotten. */
async function removeUnlessKept<Subject extends Linked>(
  { port, log }: Linking<Subject>,
  remoteId: string,
  apiKey: string,
): Promise<void> {
  try {
    await port.remove(apiKey, remoteId);
    log.info({ tavusPersonaId: remoteId }, "removed what was made for a forgotten team");
  } catch (error) {
    if (!(error instanceof TavusError) || !isKeptForGood(error)) throw error;
    const { incident } = error;
    log.error(
      { tavusPersonaId: remoteId, incident },
      "what was made for a forgotten team stays in Tavus, which refuses to delete it",
    );
  }
}

async function endOrPutOff<Subject extends Linked>(
  { links }: Linking<Subject>,
  leftover: Leftover,
  startedMs: number,
): Promise<void> {
  const nextMs = nextLook(leftover.attemptsMs, startedMs);
  if (nextMs === undefined) return links.leftovers.ended(leftover);
  return links.leftovers.putOff(leftover, nextMs);
}
