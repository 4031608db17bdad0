import type { Context, FormResult } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Platform } from "../../chat/member.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import { replicaLabel, replicaNamed } from "../ask/replica-choices.ts";
import { personaReplyFor, quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { videoFormFor } from "./video-form.ts";

type Asking = Pick<Context<Services>, "services" | "member">;

/** The face that speaks where none was chosen: the persona's, or else the team's default. "": nobody has said. */
export async function faceOf(persona: Persona | undefined, { services, member }: Asking): Promise<string> {
  return persona?.replicaId ?? (await services.settings.of(member.tenantId)).defaultReplicaId ?? "";
}

/**
 * The form for a video of this persona, or for any face; a reply where that is not possible yet: Tavus does not have the
 * persona, or nobody has said which face is to speak.
 */
export async function openForm(
  persona: Persona | undefined,
  replica: string,
  context: Asking,
): Promise<FormResult | Reply> {
  const { services, member } = context;
  if (persona && persona.link !== "linked") return notLinkedReply(persona, context);
  const face = replica || (await faceOf(persona, context));
  if (face === "") return askFace(persona, context);
  const named = await replicaNamed(member.tenantId, face, services);
  const who = persona ? `${quoted(persona.name)}, with the face ${named}.` : `The face ${named}.`;
  return videoFormFor({ persona: persona?.id ?? "", replica: face }, who);
}

async function notLinkedReply(persona: Persona, context: Asking): Promise<Reply> {
  const { text, ...reply } = await personaReplyFor(persona, context);
  return { ...reply, text: `A video needs a persona that Tavus has.\n${text ?? ""}`.trim() };
}

const orDefault = "Or let an admin choose the team's default with /persona-setup.";

/** How a face is said with the command, where none can be offered. */
const typeFace: { [platform in Platform]: string } = {
  discord: `Run /persona-video again with a replica ID as its option replica. ${orDefault}`,
  slack: `Run /persona-video again with a replica ID before the name: /persona-video replica:r90bbd427f71 Ada. ${orDefault}`,
};

/** Choosing is pressing `video-face`, whose state holds both ids. */
async function askFace(persona: Persona | undefined, { services, member }: Asking): Promise<Reply> {
  const replicas = await services.replicas.usable(member.tenantId);
  const choices = replicas
    .map((replica) => ({ value: `${persona?.id ?? "-"}.${replica.id}`, label: replicaLabel(replica) }))
    .filter(({ value }) => value.length <= limits.option)
    .slice(0, limits.options);
  const typeIt = typeFace[member.platform];
  return {
    tone: "neutral",
    title: "Which face should speak?",
    text: persona
      ? `${quoted(persona.name)} has Tavus's default face, which is not known here. ${choices.length > 0 ? "Choose one for this video." : typeIt}`
      : typeIt,
    ...(choices.length > 0 && { menu: { label: "Choose a face", action: "video-face", choices } }),
  };
}

/** What the menu chose: the ids of a persona, if there is one, and of a face. */
export function readFace(state: string): { persona: string; replica: string } {
  const dot = state.indexOf(".");
  const persona = state.substring(0, Math.max(dot, 0));
  return { persona: persona === "-" ? "" : persona, replica: state.slice(dot + 1) };
}
