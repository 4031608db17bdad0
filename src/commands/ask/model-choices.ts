import type { Context } from "../../chat/command.ts";
import type { Choice } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import { cutText } from "../../cut-text.ts";
import { fold } from "../../text/fold.ts";
import { ownModel } from "../persona-create/choice-fields.ts";
import type { Services } from "../services.ts";

/** Models to choose from, those of the operator's list that hold what was typed; any other ID can be typed. */
export async function suggestModels(typed: string, { services }: Context<Services>): Promise<Choice[]> {
  const wanted = fold(typed);
  const offered = services.models.map((id) => ({ value: id, label: cutText(id, limits.option) }));
  return [ownModel, ...offered].filter(({ label }) => fold(label).includes(wanted)).slice(0, limits.options);
}
