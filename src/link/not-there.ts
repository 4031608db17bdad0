import { newForMs } from "../database/link/change.ts";
import type { Link } from "../database/link/link-record.ts";
import { TavusError } from "../tavus/errors.ts";
import type { TavusKey, TenantKeys } from "../tenants/keys.ts";

/** The answer "not there" under another key than it was made with says nothing: it may live on in another account. */
export function isOfOtherKey({ keyTag }: Pick<Link, "keyTag">, key: Pick<TavusKey, "tag">): boolean {
  return keyTag !== undefined && keyTag !== key.tag;
}

/**
 * The key that it was made with, where the team or the operator still has that: for what is not there under the present one.
 * Undefined: nobody has it here any more.
 */
export async function keyOfItsOwn(
  keys: Pick<TenantKeys, "keyMadeWith">,
  { tenantId, keyTag }: Pick<Link, "tenantId" | "keyTag">,
): Promise<TavusKey | undefined> {
  const madeWith = await keys.keyMadeWith(tenantId, keyTag);
  return madeWith && !isOfOtherKey({ keyTag }, madeWith) ? madeWith : undefined;
}

/** Whether Tavus has said so lately that it has it, and has not shown it yet, that it may do so a moment later. */
export function isJustMade(
  { writtenMs, attempt, base }: Pick<Link, "writtenMs" | "attempt" | "base">,
  nowMs: number,
): boolean {
  // What no attempt of ours has made stood in Tavus before.
  const isNew = attempt > 0 && writtenMs !== undefined && Math.abs(nowMs - writtenMs) < newForMs;
  return isNew && !wasShown(base);
}

/** What Tavus held stands in `base` before a slash, as `personas/content/agreed.ts` writes it; only personas have one. */
function wasShown(base: string | undefined): boolean {
  return base !== undefined && /":"[^/]/.test(base);
}

/**
 * What Tavus's word is worth that there is nothing of what it has just made and not shown yet: nothing. Who counted it as gone would
 * leave it to itself, and what people can talk with goes on to cost minutes. `said`: how Tavus said so.
 */
export function notThereYet(operation: string, said?: TavusError): TavusError {
  const { status, words } = said ?? {};
  const answered = status === undefined ? {} : { status };
  return new TavusError({
    kind: "unexpectedReply",
    operation,
    ...answered,
    words,
    reached: "maybe",
    cause: said,
  });
}
