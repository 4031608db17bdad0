import { limits } from "../../chat/limits.ts";
import { cutText } from "../../cut-text.ts";
import type { Replica } from "../../personas/personas.ts";
import { shortName } from "../../short-name.ts";
import type { Services } from "../services.ts";

/** Slack takes 75 characters, Discord 100. */
const nameLength = 45;

/** A replica in a menu: its name, cut, and its id, because names are not unique. */
export function replicaLabel({ id, name, type }: Replica): string {
  const short = shortName(name, nameLength);
  return cutText(`${short} · ${id}${type === "system" ? " · stock" : ""}`, limits.option);
}

/** The name of a replica as far as it is known by now, and its id. */
export async function replicaNamed(
  tenantId: string,
  id: string,
  { personas }: Pick<Services, "personas">,
): Promise<string> {
  const found = (await personas.cachedReplicas(tenantId)).find((replica) => replica.id === id);
  return found ? replicaLabel(found) : id;
}
