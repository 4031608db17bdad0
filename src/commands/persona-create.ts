import { type Context, defineCommand } from "../chat/command.ts";
import type { Choice, FieldErrors } from "../chat/field.ts";
import { limits } from "../chat/limits.ts";
import type { Replica } from "../personas/personas.ts";
import { retryButton, shareButton } from "./persona-buttons.ts";
import { draftOf, type PersonaFormValues, personaForm, promptOf } from "./persona-form.ts";
import { personaOutcome } from "./persona-reply.ts";
import type { Services } from "./services.ts";

export const personaCreate = defineCommand<Services, typeof personaForm.fields>({
  name: "persona-create",
  summary: "Make a persona here and in Tavus",
  access: "author",
  form: personaForm,
  buttons: { retry: retryButton, share: shareButton },
  suggest: (_field, typed, context) => suggestReplicas(typed, context),
  check: mistakesIn,

  async run(values, { services, member, channelId, formId, saved }) {
    const { tenantId, userId } = member;
    const request = { tenantId, userId, channelId, formId, draft: draftOf(values) };
    const { persona, isEdit } = await services.personas.create(request, saved);
    const outcome = personaOutcome(persona, services);
    return isEdit ? { ...outcome, notes: [editNote, ...(outcome.notes ?? [])] } : outcome;
  },
});

const editNote = "This form had made a persona already, so that one was changed; no second one was made.";

function mistakesIn(values: PersonaFormValues): FieldErrors {
  if (promptOf(values) !== "") return {};
  return { prompt: "Say how it should behave: type a system prompt, or add a prompt file." };
}

export async function suggestReplicas(
  typed: string,
  { services, member }: Context<Services>,
): Promise<Choice[]> {
  const replicas = await services.personas.replicas(member.tenantId);
  const wanted = typed.trim().toLowerCase();
  return replicas
    .filter(({ id, name }) => `${name} ${id}`.toLowerCase().includes(wanted))
    .slice(0, limits.options)
    .map((replica) => ({ value: replica.id, label: labelOf(replica) }));
}

/** Slack takes 75 characters, Discord 100. */
const nameLength = 45;

function labelOf({ id, name, type }: Replica): string {
  const short = name.length > nameLength ? `${name.slice(0, nameLength - 1)}…` : name;
  return `${short || "Unnamed"} · ${id}${type === "system" ? " · stock" : ""}`.slice(0, limits.option);
}
