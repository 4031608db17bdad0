import type { ButtonAction, Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import { outcomeOrChoice } from "../persona-show/outcome-or-choice.ts";
import { changesLine, withNote } from "../reply/changes.ts";
import { findOrReply } from "../reply/find-or-reply.ts";
import { findOwn, note, noteDeleted } from "../reply/persona-buttons.ts";
import type { Services } from "../services.ts";
import { historyAction, historyReply, versionAction } from "./history-reply.ts";
import { mayChange } from "./may-change.ts";
import { undoButton } from "./undo-button.ts";
import { bringBackAction, versionReply } from "./version-reply.ts";
import { undoAction, withUndo } from "./with-undo.ts";

/** Everybody who sees a persona may see who changed it; bringing back is for whoever may edit it. */
export const historyButtons: Record<string, ButtonAction<Services>> = {
  [historyAction]: {
    access: "member",
    run: async (state, context) => ({ kind: "reply", reply: await showHistory(state, context) }),
  },
  [versionAction]: {
    access: "author",
    async run(versionId, context) {
      const view = await context.services.personas.version({ tenantId: context.member.tenantId, versionId });
      await findOwn(view.persona.id, context);
      return { kind: "reply", reply: versionReply(view) };
    },
  },
  [bringBackAction]: { access: "author", run: bringBack },
  [undoAction]: undoButton,
};

async function showHistory(state: string, context: Context<Services>): Promise<Reply> {
  const [id = "", before] = state.split(".");
  const found = await findOrReply(id, context);
  if ("reply" in found) return found.reply;
  const { persona } = found;
  const from = before === undefined ? undefined : Number(before);
  const { tenantId } = persona;
  const history = await context.services.personas.history({ tenantId, id, before: from });
  return historyReply(history, await mayChange(persona, context));
}

async function bringBack(state: string, context: Context<Services>) {
  const { services, member } = context;
  const { tenantId, userId } = member;
  const [versionId = "", revision] = state.split(".");
  const { persona, then } = await services.personas.version({ tenantId, versionId });
  await findOwn(persona.id, context);
  services.personas.takeOver(persona);
  const request = { tenantId, versionId, by: userId, revision: Number(revision) };
  const bringing = services.personas.bringBack(request);
  const brought = await noteDeleted(context, { action: "bring-back", persona }, bringing);
  const line = changesLine(persona, then);
  if (line) note(context, "bring-back", brought);
  const told = withNote(
    await outcomeOrChoice(brought, context),
    line ?? "It is like that already; nothing was changed.",
  );
  return {
    kind: "reply",
    reply: line ? await withUndo(told, { id: brought.id, of: ["bring-back"], context }) : told,
  } as const;
}
