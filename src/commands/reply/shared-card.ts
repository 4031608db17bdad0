import { automaticUser } from "../../automatic-user.ts";
import type { Fact, Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Replica } from "../../replicas/team-replicas.ts";
import { faceOf, replicaLabel } from "../ask/replica-choices.ts";
import { duplicateAction } from "../persona-create/duplicate-action.ts";
import { timeText } from "../persona-setup/persona-setup-facts.ts";
import type { Services } from "../services.ts";
import { lifeButtons } from "./next-buttons.ts";
import { idFacts, quoted } from "./persona-reply.ts";

/**
 * A persona as everybody in the channel sees it. It may be pinned there for months, so that its buttons name nothing but the
 * record: each looks at what became of it since, and at who presses.
 */
export async function cardOf(
  persona: Persona,
  { replicas, settings }: Pick<Services, "replicas" | "settings">,
  by: { sharedBy?: string } = {},
): Promise<Reply> {
  const { tenantId, replicaId } = persona;
  return sharedCard(persona, {
    ...by,
    replica: replicaId ? await replicas.find(tenantId, replicaId) : undefined,
    canRehearse: (await settings.of(tenantId)).isRehearsalOn,
  });
}

/** The same of what is known already. */
export function sharedCard(
  persona: Persona,
  {
    sharedBy,
    replica,
    canRehearse = false,
  }: { sharedBy?: string; replica?: Replica | undefined; canRehearse?: boolean },
): Reply {
  const named = replica ? [{ label: "Replica", value: replicaLabel(replica) }] : [];
  return {
    tone: persona.link === "linked" ? "success" : "neutral",
    title: quoted(persona.name),
    ...(persona.description ? { text: persona.description } : {}),
    facts: [...idFacts(persona), ...named, madeFact(persona), ...(sharedBy ? [sharedFact(sharedBy)] : [])],
    ...faceOf(replica),
    buttons: [
      ...lifeButtons(persona, { canRehearse }),
      { label: "Show", action: "show", state: persona.id },
      { label: "Duplicate", action: duplicateAction, state: persona.id },
    ],
  };
}

function sharedFact(by: string): Fact {
  return { label: "Shared", value: "by", mentions: [{ kind: "person", id: by }] };
}

export function madeFact({ createdAt, createdBy }: Persona): Fact {
  const [label, when] = ["Made", timeText(createdAt)];
  if (createdBy === automaticUser) return { label, value: `${when} by an automatic sync` };
  return { label, value: `${when} by`, mentions: [{ kind: "person", id: createdBy }] };
}
