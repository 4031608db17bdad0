import type { FormContext } from "../command.ts";
import type { Dispatching } from "../dispatch/dispatch-deps.ts";
import { openAgainAction } from "../dispatch/fixed-replies.ts";
import { withoutSecrets } from "./field.ts";
import type { Submission } from "./submission.ts";

/** What was typed stays here, whatever becomes of the answer and its files. */
export function keepTypedOf<Services>(
  { drafts }: Pick<Dispatching<Services>, "drafts">,
  submission: Submission<Services>,
): FormContext<Services>["keepTyped"] {
  return async ({ command, formId, values: others, notice }) => {
    const { member, values: sent } = submission.interaction;
    const typed = withoutSecrets(submission.command.form.fields, submission.draft?.values ?? sent);
    const values = { ...typed, ...others };
    const draft = { formId, userId: member.userId, command, values, notice };
    await drafts.saveOrKeep(member.tenantId, draft);
    return { label: "Open mine again", action: openAgainAction, state: formId, style: "primary" };
  };
}
