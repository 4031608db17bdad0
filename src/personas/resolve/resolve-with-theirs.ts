import { isBehind } from "../../database/link/link-record.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { UserError } from "../../errors.ts";
import { waitUntilFree } from "../../link/await-outcome.ts";
import { readAgreed, writeAgreed } from "../content/agreed.ts";
import type { SyncField } from "../content/each-field.ts";
import { fingerprintOf, ourContent, type SyncContent, theirContent } from "../content/fingerprint.ts";
import { contentFrom } from "../content/from-tavus.ts";
import { standingOf } from "../content/standing.ts";
import { readThreeWays } from "../content/three-way.ts";
import type { Account, Records, SyncDeps, Versions } from "../deps.ts";
import { type PersonaAndWho, quoted } from "../link-by-hand.ts";
import { findOrExplain, type Persona, personaFrom } from "../persona.ts";
import { saidBefore, withoutLate } from "../push/said-before.ts";
import { allDiffering, changedOrSentNow, requireAsShown } from "./differing-records.ts";
import { elsewhere, isOfOneAlone, readTheirs } from "./read-theirs.ts";
import type { Shown } from "./resolve-with-ours.ts";

/**
 * Takes over what was changed in Tavus; what is the same on both sides stays as it was typed. Of one whose last edit is
 * not in Tavus yet, all of Tavus's version: the edit goes.
 */
export async function resolveWithTheirs(
  deps: Records & Account & Versions,
  { tenantId, id, by, revision }: PersonaAndWho & Pick<Shown, "revision">,
): Promise<Persona> {
  const record = await waitUntilFree(deps.linking, await findOrExplain(deps, { tenantId, id }));
  requireAsShown(record, revision);
  if (record.link.state !== "linked" || record.link.remoteId === undefined) {
    throw new UserError(`${quoted(record)} is not linked to Tavus any more. Nothing was changed.`);
  }
  const outcome = await takeTheirs(deps, { record, by });
  if (outcome === "elsewhere") throw elsewhere(record);
  if (outcome === "busy") throw changedOrSentNow(record);
  return findOrExplain(deps, { tenantId, id }).then(personaFrom);
}

export async function resolveAllWithTheirs(
  deps: SyncDeps & Versions,
  tenantId: string,
  by?: string,
): Promise<{ taken: number; missing: number; failed: number }> {
  const counts = { taken: 0, missing: 0, failed: 0 };
  let failure: unknown;
  for await (const found of allDiffering(deps, tenantId)) {
    const record = await waitUntilFree(deps.linking, found);
    try {
      const outcome = await takeTheirs(deps, { record, by });
      if (outcome === "elsewhere") failure ??= elsewhere(record);
      counts[outcome === "taken" || outcome === "missing" ? outcome : "failed"] += 1;
    } catch (error) {
      // One that cannot be had keeps nobody from the others.
      if (!isOfOneAlone(error)) throw error;
      failure ??= error;
      counts.failed += 1;
    }
  }
  if (failure !== undefined && counts.taken + counts.missing === 0) throw failure;
  return counts;
}

async function takeTheirs(
  deps: Records & Account & Versions,
  { record, by }: { record: PersonaRecord; by: string | undefined },
): Promise<"taken" | "missing" | "busy" | "elsewhere"> {
  const { link } = record;
  const { remoteId = "" } = link;
  const persona = await readTheirs(deps, record, "keep");
  if (persona === "elsewhere") return persona;
  if (persona === "gone") return (await deps.linking.links.markMissing(link, remoteId)) ? "missing" : "busy";
  const theirs = theirContent(persona);
  const late = await shownLate(deps, record, theirs);
  const fields = fieldsToTake(record, theirs).filter((field) => !late.includes(field));
  const agreedOn = readAgreed(link.base);
  const read = readAgreed(fingerprintOf(theirs));
  const base = writeAgreed((field) => (late.includes(field) ? agreedOn(field) : read(field)));
  const content = contentFrom(theirs, fields);
  const isTaken = await deps.store.resolveWithTheirs(record, { content, base, by });
  return isTaken ? "taken" : "busy";
}

/** What Tavus shows as it was before an edit of a moment ago: whoever takes over what was changed there keeps the edit. */
async function shownLate(
  { versions, linking }: Records & Versions,
  record: PersonaRecord,
  theirs: SyncContent,
): Promise<SyncField[]> {
  const { differing } = standingOf(record, theirs);
  const said = () => saidBefore(versions, record);
  const sure = await withoutLate(said, record, { theirs, differing, nowMs: linking.now() });
  return differing.filter((one) => !sure.includes(one)).map(({ field }) => field);
}

function fieldsToTake(record: PersonaRecord, theirs: SyncContent): SyncField[] {
  if (!isBehind(record.link)) return standingOf(record, theirs).differing.map(({ field }) => field);
  return readThreeWays({ base: undefined, theirs, ours: ourContent(record) }).fields;
}
