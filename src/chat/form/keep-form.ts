import type { Command } from "../command.ts";
import type { FormInteraction, KeptForm } from "../interaction.ts";
import { withoutSecrets } from "./field.ts";
import { fileOfForm } from "./form-text.ts";

const slow = "This takes longer than usual.";

/** What is said while a form is stored nowhere yet: what was typed stays where the person sees it. */
export function keptForm<Services>(
  command: Command<Services> | undefined,
  interaction: FormInteraction,
): KeptForm {
  const fields = command?.form?.fields ?? {};
  const values = withoutSecrets(fields, interaction.values);
  const text = fileOfForm(fields, values);
  return {
    notice: `${slow} What you typed stays here until it is stored. If this still stands here after two minutes, press ${command?.form?.submit ?? "the button"} below: it is stored once, however often you do.`,
    values,
    reply: {
      tone: "working",
      title: "Working on it…",
      text: `${slow} The answer will appear here. If none has come after two minutes, it was not stored: run the command and send your text in a new form.`,
      ...(text && { files: [text], notes: [`What you typed is in ${text.name} until then.`] }),
    },
  };
}
