import type { Link } from "../database/link/link-record.ts";
import type { TavusKey } from "../tenants/keys.ts";

/** The answer "not there" under another key than it was made with says nothing: it may live on in another account. */
export function isOfOtherKey({ keyTag }: Pick<Link, "keyTag">, key: Pick<TavusKey, "tag">): boolean {
  return keyTag !== undefined && keyTag !== key.tag;
}
