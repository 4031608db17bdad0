import { createHash } from "node:crypto";
import { operatorRecord } from "../../database/team/operator-record.ts";
import type { StateStore } from "../../database/team/state-store.ts";

const { owner } = operatorRecord;

type Memory = { state: Pick<StateStore, "get" | "set">; botToken: string };

/**
 * Whose a bot token is, kept from one start to the next: the queue goes on before Slack has answered, and the
 * workspace of that token uses the operator's Tavus key.
 */
export async function rememberWorkspace({ state, botToken }: Memory, tenantId: string): Promise<void> {
  await state.set(owner, nameOf(botToken), tenantId);
}

/** Undefined for a token that was never let in. */
export async function recallWorkspace({ state, botToken }: Memory): Promise<string | undefined> {
  return state.get(owner, nameOf(botToken));
}

/** A token is a secret, its hash is none. */
function nameOf(botToken: string): string {
  return `slack-workspace ${createHash("sha256").update(botToken).digest("hex").substring(0, 16)}`;
}
