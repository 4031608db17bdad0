import type { FormResult } from "./command.ts";
import type { Ending } from "./dispatch.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import { outdatedButtonReply } from "./fixed-replies.ts";
import type { Answering, Interaction } from "./interaction.ts";

/** Opens the form that a command or button ended in, and keeps what it was filled in with. */
export async function openResultForm<Services>(
  deps: DispatchDeps<Services>,
  { interaction, answering }: { interaction: Interaction; answering: Answering },
  { command, formId, values, notice }: FormResult,
): Promise<Ending> {
  const form = deps.commands.find((candidate) => candidate.name === command)?.form;
  if (!form) {
    await answering.answer(outdatedButtonReply());
    return "unknown";
  }
  const { tenantId, userId } = interaction.member;
  await deps.drafts.save(tenantId, { formId, userId, command, values });
  await answering.openForm({ form, command, formId, values, ...(notice ? { notice } : {}) });
  return "form opened";
}
