import type { Command } from "../command.ts";
import type { FormInteraction, KeptForm } from "../interaction.ts";
import type { Reply } from "../reply.ts";
import { isSecret, withoutSecrets } from "./field.ts";
import { fileOfForm } from "./form-text.ts";

const slow = "This takes longer than usual.";

/** What is said while a form is stored nowhere yet: what was typed stays where the person sees it. */
export function keptForm<Services>(
  command: Command<Services> | undefined,
  interaction: FormInteraction,
): KeptForm {
  const { values, text, leftOut } = typedInto(command, interaction);
  return {
    notice: `${slow} What you typed stays here until it is stored. If this still stands here after two minutes, press ${command?.form?.submit ?? "the button"} below: it is stored once, however often you do.`,
    values,
    reply: {
      tone: "working",
      title: "Working on it…",
      text: `${slow} The answer will appear here. If none has come after two minutes, it was not stored: run the command and send your text in a new form.`,
      ...(text && { files: [text], notes: [`What you typed is in ${text.name} until then.`, ...leftOut] }),
    },
  };
}

/** The same as it goes with what is said in the place of that, should this process die: a form that Discord has closed is nowhere else. */
export function typedNote<Services>(
  command: Command<Services> | undefined,
  interaction: FormInteraction,
): Pick<Reply, "files" | "notes"> {
  const { text, leftOut } = typedInto(command, interaction);
  return text ? { files: [text], notes: [`What you typed is in ${text.name}.`, ...leftOut] } : {};
}

function typedInto<Services>(command: Command<Services> | undefined, interaction: FormInteraction) {
  const fields = command?.form?.fields ?? {};
  const values = withoutSecrets(fields, interaction.values);
  const secret = Object.entries(fields).find(([key, field]) => isSecret(field) && interaction.values[key]);
  const leftOut = secret ? [`“${secret[1].label}” is not in it.`] : [];
  return { values, text: fileOfForm(fields, values), leftOut };
}
