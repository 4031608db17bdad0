import type { PersonaContent } from "../database/persona/persona-store.ts";
import type { PersonaRow } from "../database/tables.ts";
import { UserError } from "../errors.ts";
import { waitForOutcome } from "../link/await-outcome.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey } from "../tenants/keys.ts";
import {
  fingerprintOf,
  ourContent,
  type SyncContent,
  theirContent,
  voiceWords,
} from "./content/fingerprint.ts";
import { readThreeWays } from "./content/three-way.ts";
import type { PersonaDeps } from "./deps.ts";
import { inWords } from "./in-words.ts";
import { quoted, requireKey } from "./link-by-hand.ts";
import { type Persona, personaFromRow } from "./persona.ts";
import type { SyncField } from "./sync/sync-verbs.ts";

/** Longer than a request and its storing. */
const patienceMs = 12_000;
const rowsPerPage = 100;

/** What is here goes to Tavus, over what was changed there. Throws UserError when it is not linked any more. */
export async function keepOurs(deps: PersonaDeps, tenantId: string, id: string): Promise<Persona> {
  const row = await findOrExplain(deps, tenantId, id);
  const sinceMs = deps.now();
  if ((await deps.syncWrites.keepOurs(tenantId, id)) === 0) {
    throw new UserError(`${quoted(row)} is not linked to Tavus any more. Nothing was sent.`);
  }
  return waitForQueue(deps, row, sinceMs);
}

export async function keepAllOurs(deps: PersonaDeps, tenantId: string): Promise<number> {
  const count = await deps.syncWrites.keepOurs(tenantId);
  await deps.tenants.resumeQueue(tenantId);
  deps.wakeQueue();
  return count;
}

/**
 * Takes over what was changed in Tavus; what is the same on both sides stays as it was typed. Of one whose last edit is
 * not in Tavus yet, all of Tavus's version: the edit goes.
 */
export async function keepTheirs(deps: PersonaDeps, tenantId: string, id: string): Promise<Persona> {
  const row = await findOrExplain(deps, tenantId, id);
  if (row.link !== "linked" || row.tavus_persona_id === null) {
    throw new UserError(`${quoted(row)} is not linked to Tavus any more. Nothing was changed.`);
  }
  const outcome = await takeTheirs(deps, await requireKey(deps, tenantId), row);
  if (outcome === "busy") {
    throw new UserError(`${quoted(row)} was changed here at this moment. Look at it and try again.`);
  }
  return findOrExplain(deps, tenantId, id).then(personaFromRow);
}

export async function keepAllTheirs(
  deps: PersonaDeps,
  tenantId: string,
): Promise<{ taken: number; missing: number; failed: number }> {
  const key = await requireKey(deps, tenantId);
  const counts = { taken: 0, missing: 0, failed: 0 };
  let afterId = "";
  for (;;) {
    const rows = await deps.syncRows.differingAfter(tenantId, afterId, rowsPerPage);
    for (const row of rows) {
      const outcome = await takeTheirs(deps, key, row);
      counts[outcome === "busy" ? "failed" : outcome] += 1;
    }
    afterId = rows.at(-1)?.id ?? "";
    if (rows.length < rowsPerPage) return counts;
  }
}

async function takeTheirs(
  deps: PersonaDeps,
  key: TavusKey,
  row: PersonaRow,
): Promise<"taken" | "missing" | "busy"> {
  const { tenant_id: tenantId, id } = row;
  const tavusId = row.tavus_persona_id ?? "";
  const theirs = await readTheirs(deps, key, tavusId);
  if (!theirs) return (await deps.syncWrites.markMissing(tenantId, id, tavusId)) ? "missing" : "busy";
  const base = row.pushed_revision < row.revision ? null : row.base;
  const { fields } = readThreeWays({ base, theirs, ours: ourContent(row) });
  const content: Partial<PersonaContent> = {};
  for (const field of fields) Object.assign(content, columnsOf(field, theirs));
  const isTaken = await deps.syncWrites.keepTheirs(tenantId, row, { content, base: fingerprintOf(theirs) });
  return isTaken ? "taken" : "busy";
}

async function readTheirs(deps: PersonaDeps, key: TavusKey, id: string): Promise<SyncContent | undefined> {
  try {
    return theirContent(await deps.tavus.getPersona(key.value, id));
  } catch (error) {
    if (error instanceof TavusError && error.kind === "notFound") return undefined;
    throw error;
  }
}

function columnsOf(field: SyncField, theirs: SyncContent): Partial<PersonaContent> {
  const { voice_speed, voice_emotion } = voiceWords(theirs);
  switch (field) {
    case "name":
      return { name: theirs.name };
    case "prompt":
      return { prompt: theirs.prompt, prompt_is_whole: 1 };
    case "replica":
      return { replica_id: theirs.replica || null };
    case "model":
      return { model: theirs.model };
    case "voiceSpeed":
      return { voice_speed };
    case "voiceEmotion":
      return { voice_emotion };
  }
}

/**
 * Made anew in Tavus; the queue does it. One that is in Tavus, or is being made again already, comes back as it stands.
 * Throws UserError when it was deleted here or Tavus cannot be asked.
 */
export async function createAgain(deps: PersonaDeps, tenantId: string, id: string): Promise<Persona> {
  const row = await findOrExplain(deps, tenantId, id);
  const sinceMs = deps.now();
  await inWords("Nothing was changed.", markIfGone(deps, row));
  if (await deps.syncWrites.forgetMissing(tenantId, id, { isDue: true })) {
    return waitForQueue(deps, row, sinceMs);
  }
  const current = await findOrExplain(deps, tenantId, id);
  if (current.link !== "pending") return personaFromRow(current);
  const pressedMs = Date.parse(current.unsettled_since ?? current.created_at);
  return waitForOutcome(deps, current, { sinceMs: pressedMs, patienceMs });
}

/** No sync has seen yet that it is gone; whoever looked at it has. */
async function markIfGone(deps: PersonaDeps, { tenant_id, id, link, ...row }: PersonaRow): Promise<void> {
  if (link !== "linked" || row.tavus_persona_id === null) return;
  const theirs = await readTheirs(deps, await requireKey(deps, tenant_id), row.tavus_persona_id);
  if (!theirs) await deps.syncWrites.markMissing(tenant_id, id, row.tavus_persona_id);
}

/** Stays here alone, until somebody links it, presses Retry or runs a sync. */
export async function unlinkMissing(deps: PersonaDeps, tenantId: string, id: string): Promise<Persona> {
  const row = await findOrExplain(deps, tenantId, id);
  if (!(await deps.syncWrites.forgetMissing(tenantId, id, { isDue: false }))) {
    throw new UserError(`${quoted(row)} is not missing in Tavus any more. Nothing was changed.`);
  }
  return findOrExplain(deps, tenantId, id).then(personaFromRow);
}

async function waitForQueue(deps: PersonaDeps, row: PersonaRow, sinceMs: number): Promise<Persona> {
  await deps.tenants.resumeQueue(row.tenant_id);
  deps.wakeQueue();
  return waitForOutcome(deps, row, { sinceMs, patienceMs });
}

export async function findOrExplain(deps: PersonaDeps, tenantId: string, id: string): Promise<PersonaRow> {
  const row = await deps.store.find(tenantId, id);
  if (row) return row;
  throw new UserError("This persona has been deleted here. Nothing was changed.");
}
