import type { Link } from "../../database/link/link-record.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { UserError } from "../../errors.ts";
import { waitForQueue, waitUntilFree } from "../../link/await-outcome.ts";
import { type Base, overruling, readAgreed, writeAgreed } from "../content/agreed.ts";
import { type Differing, readDiffering, writeDiffering } from "../content/differing.ts";
import type { SyncField } from "../content/each-field.ts";
import { theirContent } from "../content/fingerprint.ts";
import { isEditUnknown, markOf, type Standing, standingOf } from "../content/standing.ts";
import type { Account, Kept, Records, SyncDeps, Versions } from "../deps.ts";
import { type PersonaAndWho, quoted } from "../link-by-hand.ts";
import { findOrExplain, type Persona, personaFrom } from "../persona.ts";
import { groupHash, restorable, seenDigest } from "../push/push-plan.ts";
import { saidBefore, withoutLate } from "../push/said-before.ts";
import { allDiffering, changedOrSentNow, isLeftToEach, requireAsShown } from "./differing-records.ts";
import { elsewhere, readTheirs } from "./read-theirs.ts";

/** What the person was shown who chooses. */
export type Shown = { seen?: string | undefined; revision?: number | undefined };

/**
 * What is here goes to Tavus, over what the person was shown there: `seen` is the digest of that, or what the last sync
 * or push saw. Where Tavus holds something else by now nothing is sent, and the persona comes back with what differs.
 * Throws UserError when it is not linked any more, TavusError when Tavus fails.
 */
export async function resolveWithOurs(
  deps: Records & Account & Kept & Versions,
  { tenantId, id, by, seen, revision }: PersonaAndWho & Shown,
): Promise<Persona> {
  const { linking } = deps;
  const record = await waitUntilFree(linking, await findOrExplain(deps, { tenantId, id }));
  requireAsShown(record, revision);
  const { link } = record;
  if (link.state !== "linked" || link.remoteId === undefined) {
    throw new UserError(`${quoted(record)} is not linked to Tavus any more. Nothing was sent.`);
  }
  const sinceMs = linking.now();
  const theirs = await readTheirs(deps, record, "keep");
  if (theirs === "elsewhere") throw elsewhere(record);
  if (theirs === "gone") return noteMissing(deps, record);
  const found = standingOf(record, theirContent(theirs));
  const said = () => saidBefore(deps.versions, record);
  const differing = await withoutLate(said, record, { ...found, nowMs: linking.now() });
  const standing = { ...found, differing };
  const isAsShown = seen === undefined ? isAsStored(standing, link) : seen === seenDigest(differing, theirs);
  if (!isAsShown) return noteStanding(deps, record, standing);
  const base = baseWith(standing, (field) => groupHash(field, theirs));
  const fields = differing.map(({ field }) => field);
  const chosen = { by, theirs: restorable(fields, record, theirs), base, differs: "" };
  if (!(await deps.kept.resolveWithOurs(record, chosen))) throw changedOrSentNow(record);
  return personaFrom(await waitForQueue(linking, record, sinceMs));
}

/** What differs is what was stored when somebody was told of it. Older versions did not store what they saw. */
function isAsStored({ differing }: Standing, link: Link): boolean {
  const stored = readDiffering(link.differs);
  return differing.every(({ field, seen }) =>
    stored.some((one) => one.field === field && (one.seen ?? seen) === seen),
  );
}

/** Where a person chose ours, it counts as changed here alone. */
function baseWith({ reading, differing }: Standing, groupOf: (field: SyncField) => string): Base {
  const agreedOn = readAgreed(reading.base);
  return writeAgreed((field) => {
    const chosen = differing.find((one) => one.field === field);
    return chosen ? { theirs: chosen.seen, ours: overruling(groupOf(field)) } : agreedOn(field);
  });
}

async function noteStanding(deps: Records, { tenantId, id, link }: PersonaRecord, standing: Standing) {
  await deps.linking.links.markReadings(tenantId, [
    markOf(link, { base: standing.reading.base, differing: standing.differing }),
  ]);
  return findOrExplain(deps, { tenantId, id }).then(personaFrom);
}

/**
 * The same for all that differ, over what the last sync or push saw of each; returns how many. What was set up in Tavus as
 * a whole is left: whether to replace that is asked for each.
 */
export async function resolveAllWithOurs(deps: SyncDeps, tenantId: string, by?: string): Promise<number> {
  const { linking } = deps;
  let count = 0;
  for await (const found of allDiffering(deps, tenantId)) {
    const record = await waitUntilFree(linking, found);
    const stored = readDiffering(record.link.differs);
    const chosen = stored.filter((one) => !isLeftToEach(one));
    if (chosen.length === 0) continue;
    const base = baseOfChosen(record, chosen);
    const differs = writeDiffering(stored.filter(isLeftToEach));
    if (await deps.kept.resolveWithOurs(record, { by, base, differs, isOneOfMany: true })) count += 1;
  }
  await linking.tenants.resumeQueue(tenantId);
  linking.wakeQueue();
  return count;
}

function baseOfChosen(record: PersonaRecord, chosen: readonly Differing[]): Base {
  const agreedOn = readAgreed(record.link.base);
  return writeAgreed((field) => {
    const one = chosen.find((each) => each.field === field);
    if (one) return { theirs: one.seen, ours: overruling("") };
    const { theirs, ours = isEditUnknown(record) ? theirs : undefined } = agreedOn(field);
    return { theirs, ours };
  });
}

async function noteMissing(deps: Records, { tenantId, id, link }: PersonaRecord): Promise<Persona> {
  await deps.linking.links.markMissing(link, link.remoteId ?? "");
  return findOrExplain(deps, { tenantId, id }).then(personaFrom);
}
