import { UserError } from "../errors.ts";
import { waitForOutcome } from "./await-outcome.ts";
import { contentOf, digestOf } from "./create.ts";
import type { PersonaDeps } from "./deps.ts";
import { type Persona, type PersonaDraft, personaFromRow } from "./persona.ts";

/** Longer than a request and its storing. */
const editPatienceMs = 12_000;

export type EditRequest = {
  tenantId: string;
  id: string;
  draft: PersonaDraft;
  /** The revision the form was filled in from. */
  baseRevision: number;
};

export type EditResult =
  | { kind: "saved"; persona: Persona }
  /** Somebody else changed it since the form was opened; nothing was overwritten. */
  | { kind: "conflict"; persona: Persona };

/**
 * Saves a new revision and lets the queue take it to Tavus. The local edit is kept whatever Tavus says. Delivered twice
 * it is one edit; made from an older revision it is a conflict, and both versions can be shown.
 */
export async function editPersona(
  deps: PersonaDeps,
  request: EditRequest,
  saved: () => Promise<void>,
): Promise<EditResult> {
  const { tenantId, id, draft, baseRevision } = request;
  const row = await deps.store.find(tenantId, id);
  if (!row) throw new UserError("This persona was deleted while the form was open. Nothing was changed.");
  const content = { ...contentOf(draft), prompt_is_whole: row.prompt_is_whole };
  const digest = digestOf(draft);
  const sinceMs = deps.now();
  const isRepeat = row.form_digest === digest;
  if (!isRepeat && row.revision !== baseRevision) return { kind: "conflict", persona: personaFromRow(row) };
  if (!isRepeat && !(await deps.store.edit(tenantId, id, { content, digest, baseRevision }))) {
    const current = (await deps.store.find(tenantId, id)) ?? row;
    return { kind: "conflict", persona: personaFromRow(current) };
  }
  await saved();
  await deps.tenants.resumeQueue(tenantId);
  deps.wakeQueue();
  return { kind: "saved", persona: await waitForOutcome(deps, row, { sinceMs, patienceMs: editPatienceMs }) };
}
