import type { PersonaContent } from "../database/persona/persona-store.ts";
import type { PersonaRow } from "../database/tables.ts";
import { UserError } from "../errors.ts";
import { waitForOutcome } from "../link/await-outcome.ts";
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
  const current = await saveOnce(deps, row, { content, digest, baseRevision });
  if (current.form_digest !== digest) return { kind: "conflict", persona: personaFromRow(current) };
  await saved();
  await deps.tenants.resumeQueue(tenantId);
  deps.wakeQueue();
  return { kind: "saved", persona: await waitForOutcome(deps, row, { sinceMs, patienceMs: editPatienceMs }) };
}

/** The row as it is then; it has another digest when somebody else's edit stands in the way. */
async function saveOnce(
  deps: PersonaDeps,
  row: PersonaRow,
  change: { content: PersonaContent; digest: string; baseRevision: number },
): Promise<PersonaRow> {
  if (row.form_digest === change.digest || row.revision !== change.baseRevision) return row;
  await deps.store.edit(row.tenant_id, row.id, change);
  return (await deps.store.find(row.tenant_id, row.id)) ?? row;
}
