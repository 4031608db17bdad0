import type { EditedContent } from "../database/persona/content-changes.ts";
import type { PersonaRecord } from "../database/persona/persona-record.ts";
import { UserError } from "../errors.ts";
import { answeredHere, expectOutcome, waitForQueue } from "../link/await-outcome.ts";
import { contentOf, digestOf, type PersonaDraft } from "./content/draft.ts";
import { noteAgreed } from "./content/standing.ts";
import type { Records, Versions } from "./deps.ts";
import { type Changers, changedSinceBy } from "./history/changed-by.ts";
import { findOrExplain, type Persona, personaFrom } from "./persona.ts";

export type EditRequest = {
  tenantId: string;
  id: string;
  draft: PersonaDraft;
  /** The revision the form was filled in from. */
  baseRevision: number;
  /** Who edits it. */
  by?: string;
};

export type EditResult =
  | { kind: "saved"; persona: Persona }
  /** It was changed since the form was opened; nothing was overwritten. */
  | { kind: "conflict"; persona: Persona; changers: Changers };

/**
 * Saves a new revision and lets the queue take it to Tavus. The local edit is kept whatever Tavus says. Delivered twice
 * it is one edit; made from an older revision it is a conflict, and both versions can be shown.
 */
export async function editPersona(
  deps: Records & Versions,
  request: EditRequest,
  saved: () => Promise<void>,
): Promise<EditResult> {
  const { draft, baseRevision, by: askedBy } = request;
  const record = await findOrExplain(deps, request, goneMeanwhile);
  const content = contentOf(draft, record);
  const digest = digestOf(draft);
  const sinceMs = deps.linking.now();
  const current = await saveOnce(deps, record, { content, digest, baseRevision, askedBy });
  if (current.formDigest !== digest) {
    const changers = await changedSinceBy(deps, current, baseRevision);
    return { kind: "conflict", persona: personaFrom(current), changers };
  }
  const expected = expectOutcome(deps.linking, record.link);
  await saved();
  if (record.formDigest === digest) await answeredHere(deps.linking, record.link);
  const settled = await waitForQueue(deps.linking, record, sinceMs, expected);
  return { kind: "saved", persona: personaFrom(settled) };
}

const goneMeanwhile = "This persona was deleted while the form was open. Nothing was changed.";

/** The record as it is then; it has another digest when somebody else's edit stands in the way. */
async function saveOnce(
  { store }: Records,
  record: PersonaRecord,
  change: EditedContent,
): Promise<PersonaRecord> {
  const { tenantId, id, formDigest, link } = record;
  if (formDigest === change.digest || link.revision !== change.baseRevision) return record;
  const isChanged = await store.edit(tenantId, id, { ...change, noteAgreed });
  const current = await store.find(tenantId, id);
  // Deleted before that nothing was saved; deleted since, what was saved is kept with the deletion.
  if (!current && !isChanged) throw new UserError(goneMeanwhile);
  return current ?? { ...record, formDigest: change.digest };
}
