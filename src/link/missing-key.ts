import type { PersonaDeps } from "../personas/deps.ts";
import type { Cause } from "../warnings/causes.ts";
import { pauseQueue } from "./attempt.ts";

/** Why a team's calls cannot go out at all. */
export type MissingKey = Cause & ("noKey" | "lockedKey");

export async function missingKeyOf(
  { keys }: Pick<PersonaDeps, "keys">,
  tenantId: string,
): Promise<MissingKey> {
  return (await keys.ownerFor(tenantId)) === "locked" ? "lockedKey" : "noKey";
}

/** The queue rests until the team has a key, and the team is told so. `answered` is whose answer says it too. */
export async function waitForKey(
  deps: PersonaDeps,
  tenantId: string,
  { cause, answered }: { cause: MissingKey; answered?: string },
): Promise<undefined> {
  await pauseQueue(deps, tenantId, { cause, keyTag: null });
  await deps.warnings.raise(tenantId, { cause, userId: answered, isSeen: answered !== undefined });
}
