import { type Context, defineCommand } from "../../chat/command.ts";
import type { Choice, FieldErrors } from "../../chat/form/field.ts";
import type { FormChoices } from "../../chat/form/form.ts";
import { limits } from "../../chat/limits.ts";
import { withTeamPrompt } from "../../personas/team-prompt/text.ts";
import { shortName } from "../../short-name.ts";
import { allowOne } from "../ask/daily-limits.ts";
import { suggestModels } from "../ask/model-choices.ts";
import { defaultNamed, replicaChoice, replicaNamed, suggestReplicas } from "../ask/replica-choices.ts";
import { suggestTemplates } from "../ask/template-choices.ts";
import { suggestVoices, voiceChoice } from "../ask/voice-choices.ts";
import { withUndo } from "../persona-history/with-undo.ts";
import { retryButton, shareButton } from "../reply/persona-buttons.ts";
import { personaOutcome } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { duplicateButton } from "./duplicate.ts";
import { duplicateAction } from "./duplicate-action.ts";
import { fillInto } from "./fill.ts";
import { overtakenReply } from "./overtaken.ts";
import { draftOf, noPromptIn, type PersonaFormValues, personaForm } from "./persona-form.ts";

export const personaCreate = defineCommand<Services, typeof personaForm.fields>({
  name: "persona-create",
  summary: "Make a persona here and in Tavus",
  access: "author",
  isToldByQueue: true,
  form: personaForm,
  fromMessage: { label: "Use as persona prompt", field: "prompt", file: "prompt_file" },
  buttons: { retry: retryButton, share: shareButton, [duplicateAction]: duplicateButton },
  suggest: suggestForForm,
  choices: namesForForm,
  fill: fillInto(personaForm.fields),
  placeholders: async (context) => ({ replica: await defaultNamed(context) }),
  check: mistakesIn,

  async run(values, context) {
    const { services, member, channelId, formId, saved } = context;
    const { tenantId, userId } = member;
    const allowance = await allowOne("creates", formId, context);
    const { defaultReplicaId, teamPrompt } = await services.settings.of(tenantId);
    const typed = draftOf(values);
    // Written into the row: another default later on is for later personas.
    const draft = {
      ...typed,
      replicaId: typed.replicaId ?? defaultReplicaId ?? undefined,
      prompt: withTeamPrompt(typed.prompt, teamPrompt),
    };
    const audited = ({ id, name }: { id: string; name: string }) =>
      services.audit.entryOf(context, { action: "create", personaId: id, details: name });
    const request = { tenantId, userId, channelId, formId, draft, typed, allowance, audited };
    const made = await services.personas.create(request, saved);
    const { persona, isEdit, limitNote, isShared, overtakenBy: changers } = made;
    if (changers)
      return overtakenReply({ persona, draft, changers }, { typed: values.prompt, teamPrompt }, context);
    if (isEdit)
      services.audit.record(context, { action: "edit", personaId: persona.id, details: persona.name });
    const outcome = await personaOutcome(persona, context, { isOfForm: true, isShared });
    const notes = [
      ...(isEdit ? [editNote] : []),
      ...(typed.replicaId || !draft.replicaId
        ? []
        : [await defaultNote(draft.replicaId, tenantId, services)]),
      ...(draft.prompt === typed.prompt ? [] : [teamPromptNote]),
      ...(outcome.notes ?? []),
      ...(limitNote ? [limitNote] : []),
    ];
    const told = notes.length > 0 ? { ...outcome, notes } : outcome;
    return isEdit ? withUndo(told, { id: persona.id, of: ["edit"], context }) : told;
  },
});

async function defaultNote(replicaId: string, tenantId: string, services: Services): Promise<string> {
  return `Replica: your team's default, ${await replicaNamed(tenantId, replicaId, services)}.`;
}

const teamPromptNote = "Your team's prompt is at the end of its own.";

const editNote = "This form had made a persona already, so that one was changed; no second one was made.";

function mistakesIn(values: PersonaFormValues): FieldErrors {
  return noPromptIn(values, "Say how it should behave: type a system prompt, or add a prompt file.");
}

/** For the fields of a persona's form in which one searches. */
export function suggestForForm(field: string, typed: string, context: Context<Services>): Promise<Choice[]> {
  switch (field) {
    case "template":
      return suggestTemplates(typed, context);
    case "model":
      return suggestModels(typed, context);
    case "voice":
      return suggestVoices(typed, context);
    default:
      return suggestReplicas(typed, context);
  }
}

/** The team's templates, and by what the replica and voice that stand in a persona's form are called, as far as that is in memory. */
export async function namesForForm({ services, member }: Context<Services>): Promise<FormChoices> {
  const [replicas, voices, { templates }] = await Promise.all([
    services.replicas.remembered(member.tenantId),
    services.replicas.voices.remembered(member.tenantId),
    services.settings.of(member.tenantId),
  ]);
  const template = templates.map((name) => ({ value: name, label: shortName(name, limits.option) }));
  return { replica: replicas.map(replicaChoice), voice: voices.map(voiceChoice), template };
}
