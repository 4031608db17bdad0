import type { DispatchDeps, Draft } from "../dispatch/dispatch-deps.ts";
import type { Answering, Interaction } from "../interaction.ts";
import { type Fields, isFileReference, type TextFile } from "./field.ts";

type Opened = {
  fields: Fields;
  interaction: Pick<Interaction, "member">;
  answering: Pick<Answering, "fetchText">;
  draft: Draft;
};

/**
 * Fetches early files while the person is typing: their address may have expired by the time the form comes. A file
 * that cannot be fetched stays a reference; the form's submission tries again and says what is wrong.
 */
export async function fetchEarlyFiles<Services>(
  deps: DispatchDeps<Services>,
  { fields, interaction, answering, draft }: Opened,
): Promise<void> {
  for (const [key, field] of Object.entries(fields)) {
    const value = draft.values[key];
    if (field.kind !== "file" || !isFileReference(value)) continue;
    try {
      const text = await answering.fetchText(value, field.maxBytes);
      const place = { tenantId: interaction.member.tenantId, formId: draft.formId };
      await keepFile(deps, place, { key, name: value.name, text });
    } catch (error) {
      deps.log.warn({ command: draft.command, err: error }, "an early file could not be fetched yet");
    }
  }
}

/** The file goes into the draft as it is by now: the form may have been refused, and be kept with what was typed. */
async function keepFile<Services>(
  { drafts }: DispatchDeps<Services>,
  { tenantId, formId }: { tenantId: string; formId: string },
  { key, ...file }: TextFile & { key: string },
): Promise<void> {
  const kept = await drafts.find(tenantId, formId);
  if (!kept || !isFileReference(kept.values[key])) return;
  await drafts.save(tenantId, { ...kept, values: { ...kept.values, [key]: file } });
}
