import type { FormContext } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Reply } from "../../chat/reply.ts";
import type { PersonaDraft } from "../../personas/content/draft.ts";
import type { Changers } from "../../personas/history/changed-by.ts";
import type { Persona } from "../../personas/persona.ts";
import { withTeamPrompt } from "../../personas/team-prompt/text.ts";
import type { TeamPrompt } from "../../tenants/settings.ts";
import { conflictReply, overNotice } from "../persona-edit/edit-conflict.ts";
import { editFormId, editFormName } from "../persona-edit/edit-form.ts";
import type { Services } from "../services.ts";

/**
 * A form that has made a persona was sent again, which has been changed since. What is in it opens as an edit, with all that it
 * would have said as it stands: the team's replica and prompt are in it.
 */
export async function overtakenReply(
  { persona, draft, changers }: { persona: Persona; draft: PersonaDraft; changers: Changers },
  { typed, teamPrompt }: { typed: string; teamPrompt: TeamPrompt },
  { member, keepTyped }: FormContext<Services>,
): Promise<Reply> {
  const whole = withTeamPrompt(typed, teamPrompt).trim();
  const values = {
    prompt: whole.length <= limits.text ? whole : typed,
    replica: draft.replicaId ?? "",
  };
  const form = { command: editFormName, formId: editFormId(persona), values, notice: overNotice };
  const again = await keepTyped(form);
  return conflictReply(persona, draft, { userId: member.userId, changers, again });
}
