import { UserError } from "../errors.ts";
import { missingKeyOf } from "../link/pause-queue.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey, TenantKeys } from "../tenants/keys.ts";
import { sentencesFor, withSaid } from "../warnings/sentences.ts";

/** A failure of Tavus over a video that it has becomes a UserError: `beginning` says what it means here, then its cause, Tavus's words and the remedy. */
export async function inWords<T>(beginning: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { happened, remedy } = sentencesFor(error.kind, { operation: "video", isMade: true });
    const said = withSaid(`${beginning} ${happened}`, error.kind, error.words);
    throw new UserError(`${said}\n${remedy} (Incident ${error.incident})`, { cause: error });
  }
}

/** `madeWith`: the tag of the key that made what it is for. */
export async function requireKey(
  deps: { keys: TenantKeys },
  tenantId: string,
  madeWith?: string,
): Promise<TavusKey> {
  const key = await deps.keys.keyMadeWith(tenantId, madeWith);
  if (key) return key;
  const { title, remedy } = sentencesFor(await missingKeyOf(deps, tenantId), { operation: "video" });
  throw new UserError(`${title}. ${remedy}`);
}
