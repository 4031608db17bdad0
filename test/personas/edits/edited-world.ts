import type { Storing } from "../../../sandbox/stand-ins/tavus/storing.ts";
import type { PersonaContent } from "../../../src/database/persona/content-columns.ts";
import { draftIn, type PersonaDraft } from "../../../src/personas/content/draft.ts";
import { placeOf, type SyncField } from "../../../src/personas/content/each-field.ts";
import type { EditResult } from "../../../src/personas/edit.ts";
import type { Persona } from "../../../src/personas/persona.ts";
import { valueAt } from "../../../src/tavus/pointer.ts";
import type { OpenDatabase } from "../../support/databases.ts";
import { openSyncHarness, type SyncHarness } from "../../support/harness/sync-harness.ts";
import { aDraft, aRequest, tenant } from "../../support/personas/persona-builders.ts";
import { sampleContent, setAt } from "../field-samples.ts";

export type Edited = { id: string; tavusPersonaId: string };

/** A bot whose queue runs, on a Tavus that stores as is said. */
export async function openEdits(open: OpenDatabase, storing: Storing = {}): Promise<SyncHarness> {
  const harness = await openSyncHarness(open, { timeoutMs: 2_000 });
  harness.standIn.behaviour.storing = storing;
  for (const number of [0, 1, 2]) harness.account.addReplica({ id: `tavus-theirs-${number}` });
  harness.bot.worker.start();
  return harness;
}

/** A linked persona, in whose every field something was said. */
export async function makeEdited({ bot }: SyncHarness, members: Partial<PersonaDraft> = {}): Promise<Edited> {
  const draft = aDraft({ ...sampleContent(0), ...members });
  const { persona } = await bot.create(aRequest({ draft }));
  if (!persona.tavusPersonaId) throw new Error("The persona was not linked.");
  return { id: persona.id, tavusPersonaId: persona.tavusPersonaId };
}

export async function personaOf({ bot }: SyncHarness, { id }: Edited): Promise<Persona> {
  await bot.toldBatch.flush();
  const persona = await bot.personas.find(tenant, id);
  if (!persona) throw new Error(`There is no persona ${id}.`);
  return persona;
}

/** Somebody sends the edit form with this in it. A moment passes, so that no failure looks older than the edit. */
export async function editHere(
  harness: SyncHarness,
  edited: Edited,
  changes: Partial<PersonaContent>,
): Promise<EditResult> {
  harness.advance(1);
  const persona = await personaOf(harness, edited);
  const draft = { ...draftIn(persona), ...changes };
  const request = { tenantId: tenant, id: edited.id, draft, baseRevision: persona.revision };
  return harness.bot.personas.edit(request, async () => {});
}

/** Somebody sets a member of the persona in Tavus. */
export function changeThere(
  { account }: SyncHarness,
  { tavusPersonaId }: Edited,
  field: SyncField,
  value: unknown,
): void {
  const document = structuredClone(account.persona(tavusPersonaId)?.document ?? {});
  setAt(document, placeOf(field).at.members, value);
  account.replaceDocument(tavusPersonaId, document);
}

/** What Tavus holds there, the prompt without its record line. */
export function heldThere({ account }: SyncHarness, { tavusPersonaId }: Edited, field: SyncField): unknown {
  const held = valueAt(account.persona(tavusPersonaId)?.document ?? {}, placeOf(field).at);
  return field === "prompt" ? String(held).replace(/\n\n\[record per_\w+\]$/, "") : held;
}

/** A value as somebody would set it in Tavus, none of those that are offered here; any text may be a model or a replica. */
export function foreignValue(field: SyncField, number = 0): unknown {
  const sample = placeOf(field).send(sampleContent(0)[field], { ...aDraftOf(), id: "per_23456789ab" });
  if (typeof sample === "number") return [1.1, 0.9, 1.3][number % 3];
  if (Array.isArray(sample)) return [["angry", "sad", "calm"][number % 3]];
  return `tavus-theirs-${number}`;
}

function aDraftOf(): PersonaContent {
  return { ...aDraft(sampleContent(0)), promptIsWhole: false };
}

/** Waits out every pause and retry, however many. */
export async function comeToRest(harness: SyncHarness): Promise<void> {
  const isAtRest = async () => {
    harness.advance(5 * 60_000);
    return (await harness.rows()).every((row) => row.next_attempt_at === null);
  };
  await harness.until(harness.bot, isAtRest, "the queue to be empty");
}
