import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import { UserError } from "../../errors.ts";
import { isOfOtherKey } from "../../link/not-there.ts";
import { TavusError, type TavusErrorKind } from "../../tavus/errors.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import type { TavusKey } from "../../tenants/keys.ts";
import type { Operation } from "../../warnings/scene.ts";
import type { Account } from "../deps.ts";
import { quoted, requireKey } from "../link-by-hand.ts";

/**
 * The persona as it is in Tavus now. `gone`: Tavus says that there is none. `elsewhere`: it says so under another key than
 * the persona was made with, and may be speaking of another account.
 */
export async function readTheirs(
  deps: Account,
  record: Pick<PersonaRecord, "tenantId" | "link">,
  operation: Operation,
): Promise<TavusPersona | "gone" | "elsewhere"> {
  return readUnder(await requireKey(deps, record.tenantId, operation), deps, record);
}

/** The same under a key that is known. */
export async function readUnder(
  key: TavusKey,
  { accounts }: Pick<Account, "accounts">,
  { tenantId, link }: Pick<PersonaRecord, "tenantId" | "link">,
): Promise<TavusPersona | "gone" | "elsewhere"> {
  try {
    return await accounts.of(tenantId, key).get(link.remoteId ?? "");
  } catch (error) {
    if (!(error instanceof TavusError) || error.kind !== "notFound") throw error;
    return isOfOtherKey(link, key) ? "elsewhere" : "gone";
  }
}

/** What can be done about it, wherever somebody meets one that the present key does not know. */
export const elsewhereRemedy =
  "It was made with another key, and may live on in that key's account. An admin sets that key again with /persona-setup. If the account is the same, /persona-sync finds out whether it is gone.";

export function elsewhere(record: PersonaRecord): UserError {
  return new UserError(
    `Nothing was changed. Tavus does not know ${quoted(record)} under the present key. ${elsewhereRemedy}`,
  );
}

/** Failures that say something of one persona, and nothing of the account or of Tavus: with others one goes on. */
const ofOneAlone: readonly TavusErrorKind[] = ["otherTeams", "unexpectedReply", "forbidden", "rejected"];

export function isOfOneAlone(error: unknown): error is TavusError {
  return error instanceof TavusError && ofOneAlone.includes(error.kind);
}
