import type { Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Services } from "../services.ts";

/** The face of a persona to be looked at, its own or the team's default, as far as it is in memory: no card waits for it. */
export async function faceLinks(
  { tenantId, replicaId }: Persona,
  { services }: Pick<Context<Services>, "services">,
): Promise<Pick<Reply, "links">> {
  const id = replicaId ?? (await services.settings.of(tenantId)).defaultReplicaId;
  if (!id) return {};
  const face = (await services.personas.cachedReplicas(tenantId)).find((replica) => replica.id === id);
  return face?.thumbnailUrl ? { links: [{ label: "See the face", url: face.thumbnailUrl }] } : {};
}
