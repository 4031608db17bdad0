import type { Comparison, Difference } from "../../personas/content/compare.ts";
import type { Persona } from "../../personas/persona.ts";
import { type Face, faceOf, replicaNamed } from "../ask/replica-choices.ts";
import { voiceNamed } from "../ask/voice-choices.ts";
import type { Services } from "../services.ts";

type Held = { replicaId?: string; voiceId?: string };

/** What a persona's replica and voice are called, in place of their ids, and its face. `held`: Tavus's where none was named here. */
export async function namesAndFace(
  persona: Persona,
  held: Held,
  services: Services,
): Promise<{ names: Held; face: Face }> {
  const { tenantId } = persona;
  const replicaId = persona.replicaId || held.replicaId;
  const voiceId = persona.voiceId || held.voiceId;
  const [replica, voice, found] = await Promise.all([
    replicaId ? replicaNamed(tenantId, replicaId, services) : undefined,
    voiceId ? voiceNamed(tenantId, voiceId, services) : undefined,
    replicaId ? services.replicas.find(tenantId, replicaId) : undefined,
  ]);
  return {
    names: { ...(replica && { replicaId: replica }), ...(voice && { voiceId: voice }) },
    face: faceOf(found),
  };
}

/** The same for both sides of what differs. */
export async function withNames(
  comparison: Comparison | undefined,
  tenantId: string,
  services: Services,
): Promise<Comparison | undefined> {
  if (comparison?.kind !== "differs") return comparison;
  const differences = await Promise.all(
    comparison.differences.map((difference) => namedDifference(difference, tenantId, services)),
  );
  return { ...comparison, differences };
}

async function namedDifference(
  difference: Difference,
  tenantId: string,
  services: Services,
): Promise<Difference> {
  const { field } = difference;
  if (field !== "replicaId" && field !== "voiceId") return difference;
  const named = field === "replicaId" ? replicaNamed : voiceNamed;
  const [ours, theirs] = await Promise.all([
    named(tenantId, difference.ours, services),
    named(tenantId, difference.theirs, services),
  ]);
  return { ...difference, ours, theirs };
}
