import type { FormCommand } from "../command.ts";
import { createContext } from "../dispatch/create-context.ts";
import type { DispatchDeps } from "../dispatch/dispatch-deps.ts";
import type { Answering, Interaction } from "../interaction.ts";
import type { Fields } from "./field.ts";
import type { OpenForm } from "./form.ts";

/** The form with what its `pick` fields offer, and what its placeholders say, at this moment. */
export async function withChoices<Services>(
  deps: DispatchDeps<Services>,
  opening: {
    command: FormCommand<Services>;
    interaction: Pick<Interaction, "member" | "channelId" | "id">;
    answering: Pick<Answering, "progress">;
  },
  open: OpenForm,
): Promise<OpenForm> {
  const { command, interaction, answering } = opening;
  const context = createContext(deps, interaction, answering);
  const choices = await command.choices?.(context);
  const placeholders = await command.placeholders?.(context);
  return {
    ...open,
    ...(choices && { choices }),
    ...(placeholders && { form: { ...open.form, fields: withPlaceholders(open.form.fields, placeholders) } }),
  };
}

function withPlaceholders(fields: Fields, placeholders: { [field: string]: string }): Fields {
  const changed = Object.entries(fields).map(([key, field]) => {
    const placeholder = placeholders[key];
    return [key, placeholder === undefined ? field : { ...field, placeholder }] as const;
  });
  return Object.fromEntries(changed);
}
