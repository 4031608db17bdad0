import { isoTime } from "../database/times.ts";
import type { TavusKey } from "../tenants/keys.ts";
import type { Cause } from "../warnings/causes.ts";
import { queuePauseMs } from "./outcome.ts";
import type { LinkTools } from "./port.ts";

/** Why a team's calls cannot go out at all. */
export type MissingKey = Cause & ("noKey" | "lockedKey");

export async function missingKeyOf({ keys }: Pick<LinkTools, "keys">, tenantId: string): Promise<MissingKey> {
  return (await keys.ownerFor(tenantId)) === "locked" ? "lockedKey" : "noKey";
}

type PauseTools = Pick<LinkTools, "tenants" | "keys" | "now" | "log">;

/**
 * One pause for the whole tenant, so that fifty that wait do not ask fifty times. What a call learned of a key that
 * was replaced while it was under way holds nobody up.
 */
export async function pauseQueue(
  { tenants, keys, now, log }: PauseTools,
  tenantId: string,
  pause: { cause: string; keyTag: string | null },
): Promise<void> {
  const before = await tenants.find(tenantId);
  await tenants.pauseQueue(tenantId, { ...pause, until: isoTime(now() + queuePauseMs) });
  const current = await keys.keyFor(tenantId);
  if ((current?.tag ?? null) !== pause.keyTag) return tenants.resumeQueue(tenantId);
  const isNews = before?.queuePause?.cause !== pause.cause;
  if (isNews) log.warn({ tenant: tenantId, cause: pause.cause }, "retries rest until people have acted");
}

/** The queue rests until the team has a key, and the team is told so. `answered` is whose answer says it too, about this persona. */
export async function waitForKey(
  tools: PauseTools & Pick<LinkTools, "warnings">,
  tenantId: string,
  { cause, answered, personaId }: { cause: MissingKey; answered?: string; personaId?: string | undefined },
): Promise<void> {
  await pauseQueue(tools, tenantId, { cause, keyTag: null });
  const about = { userId: answered, personaId, isSeen: answered !== undefined };
  await tools.warnings.raise(tenantId, { cause, ...about });
}

/** The team's key; without one, what is due there waits for it. */
export async function keyOrPause(tools: LinkTools, tenantId: string): Promise<TavusKey | undefined> {
  const key = await tools.keys.keyFor(tenantId);
  if (key) return key;
  // It may have one in a moment; the next tick asks again.
  if (!(await tools.keys.isSettled(tenantId))) return undefined;
  const cause = await missingKeyOf(tools, tenantId);
  await tools.queue.waitForKey(tenantId, cause);
  await waitForKey(tools, tenantId, { cause });
  return undefined;
}
