import type { Context } from "../../chat/command.ts";
import type { Choice } from "../../chat/form/field.ts";
import { limits } from "../../chat/limits.ts";
import { shortName } from "../../short-name.ts";
import { fold } from "../../text/fold.ts";
import { templates as builtIn } from "../persona-create/choice-fields.ts";
import type { Services } from "../services.ts";

/** Discord takes 100 characters. */
const nameLength = 80;

/** Templates to choose from that hold what was typed: those that are built in, and the team's own, told apart. From memory. */
export async function suggestTemplates(
  typed: string,
  { services, member }: Context<Services>,
): Promise<Choice[]> {
  const wanted = fold(typed);
  const { templates } = await services.settings.of(member.tenantId);
  const own = templates.map((name) => ({
    value: name,
    label: `${shortName(name, nameLength)} · your team's`,
  }));
  return [...builtIn, ...own].filter(({ label }) => fold(label).includes(wanted)).slice(0, limits.options);
}
