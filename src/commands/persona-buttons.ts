import type { ButtonAction, Context } from "../chat/command.ts";
import type { FormValues } from "../chat/field.ts";
import { UserError } from "../errors.ts";
import type { Persona } from "../personas/persona.ts";
import { randomId } from "../random-id.ts";
import { personaOutcome, personaReply, quoted, sharedReply } from "./persona-reply.ts";
import type { Services } from "./services.ts";

export const retryButton: ButtonAction<Services> = {
  access: "manager",
  async run(id, context) {
    const persona = await findOwn(id, context);
    const { personas } = context.services;
    const retried = await personas.retry(persona.tenantId, persona.id);
    return { kind: "reply", reply: personaOutcome(retried, context.services) };
  },
};

/** Opens the form the persona came from: sending it again with other values is an edit, never a second persona. */
export const editButton: ButtonAction<Services> = {
  access: "manager",
  opensForm: true,
  async run(id, context) {
    const persona = await findOwn(id, context);
    const formId = persona.formId ?? randomId(16);
    return { kind: "form", command: "persona-create", formId, values: valuesOf(persona) };
  },
};

export const shareButton: ButtonAction<Services> = {
  access: "manager",
  async run(id, context) {
    const persona = await findOwn(id, context);
    const { buttons: _, ...reply } = personaReply(persona, context.services.now());
    return {
      kind: "share",
      post: sharedReply(persona),
      // Without its button: shared once is shared.
      afterwards: { ...reply, notes: [...(reply.notes ?? []), "Shared to the channel."] },
    };
  },
};

export const replicaButton: ButtonAction<Services> = {
  access: "manager",
  opensForm: true,
  async run(id, context) {
    const persona = await findOwn(id, context);
    const notice = `${quoted(persona.name)} keeps everything else.`;
    const values = { persona: persona.id, replica: persona.replicaId ?? "" };
    return {
      kind: "form",
      command: "persona-replica",
      formId: `${persona.id}.${randomId(6)}`,
      values,
      notice,
    };
  },
};

/** Until a team names managers, members may act on what they made; on the rest only managers and admins. */
export async function findOwn(id: string, { services, member }: Context<Services>): Promise<Persona> {
  const persona = await services.personas.find(member.tenantId, id);
  if (!persona)
    throw new UserError("This persona is not here any more. Run /persona-create to make a new one.");
  if (persona.createdBy === member.userId || (await member.role()) !== "member") return persona;
  throw new UserError(
    `${quoted(persona.name)} was made by somebody else. Ask them, or somebody who manages this server or workspace.`,
  );
}

/** The form as it was filled in. A prompt too long for the box goes back as the file it came from. */
function valuesOf(persona: Persona): FormValues {
  const isLong = persona.prompt.length > 3000;
  return {
    template: persona.template,
    kind: persona.kind,
    replica: persona.replicaId ?? "",
    model: persona.model,
    speed: persona.voiceSpeed,
    emotion: persona.voiceEmotion,
    name: persona.name,
    description: persona.description,
    traits: [...persona.traits],
    prompt: isLong ? "" : persona.prompt,
    context: persona.context,
    ...(isLong ? { prompt_file: { name: "prompt.md", text: persona.prompt } } : {}),
  };
}
