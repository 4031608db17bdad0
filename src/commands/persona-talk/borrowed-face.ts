import type { Context } from "../../chat/command.ts";
import type { Persona } from "../../personas/persona.ts";
import type { Services } from "../services.ts";

/**
 * The face for a persona that has none, without which Tavus opens no room: the team's, else one of Tavus's own, which anybody
 * may show. Undefined where the persona has one, and where none is known.
 */
export async function borrowedFace(
  { replicaId }: Pick<Persona, "replicaId">,
  { services, member: { tenantId } }: Pick<Context<Services>, "services" | "member">,
): Promise<string | undefined> {
  if (replicaId) return undefined;
  const { defaultReplicaId } = await services.settings.of(tenantId);
  if (defaultReplicaId) return defaultReplicaId;
  const faces = await services.replicas.usable(tenantId);
  return (faces.find(({ type }) => type === "system") ?? faces[0])?.id;
}
