import type { TavusConversation } from "../tavus/calls/conversation-calls.ts";
import type { TavusClient } from "../tavus/client.ts";
import { TavusError } from "../tavus/errors.ts";
import { isWhole } from "../tavus/lists/list-reading.ts";
import { mayMeanGone } from "../tavus/prove.ts";

/** `isThere`: Tavus knows it, and says that it has ended. */
export type ConfirmedEnd = { isThere: true; conversation: TavusConversation } | { isThere: false };

/**
 * Ends a room, and believes it once it is read: what ending an ended one answers is not documented. Throws TavusError where it
 * goes on, or nobody can say.
 */
export async function confirmEnd(
  { conversations }: Pick<TavusClient, "conversations">,
  apiKey: string,
  remoteId: string,
): Promise<ConfirmedEnd> {
  const refusal = await unlessTavusError(conversations.end(apiKey, remoteId));
  const seen = await readOrGone({ conversations }, apiKey, remoteId);
  // One answer alone may be a mistake of Tavus's, and the room would go on with nobody to end it.
  if (!seen && refusal && !mayMeanGone(refusal)) throw refusal;
  if (!seen) return { isThere: false };
  if (seen.isOver) return { isThere: true, conversation: seen };
  // That there is none to end was a mistake, of which nobody is to read that the persona is gone.
  if (refusal && refusal.kind !== "notFound") throw refusal;
  const operation = "end conversation";
  throw new TavusError({ kind: "notApplied", operation, reached: "maybe", cause: refusal });
}

/**
 * Undefined: this key's account has no such room. One that goes on costs minutes, so a single answer that it is not there, whether or
 * not it names the room, is not believed: it must not be among those that go on either.
 */
export async function readOrGone(
  { conversations }: Pick<TavusClient, "conversations">,
  apiKey: string,
  remoteId: string,
): Promise<TavusConversation | undefined> {
  try {
    return await conversations.get(apiKey, remoteId);
  } catch (error) {
    if (error instanceof TavusError && mayMeanGone(error))
      return findActive({ conversations }, apiKey, remoteId);
    throw error;
  }
}

/** Throws TavusError where it was not seen and not all could be. */
async function findActive(
  { conversations }: Pick<TavusClient, "conversations">,
  apiKey: string,
  remoteId: string,
): Promise<TavusConversation | undefined> {
  let found: TavusConversation | undefined;
  const list = await conversations.readActive(apiKey, (rows) => {
    found ??= rows.find(({ id, isOver }) => id === remoteId && !isOver);
  });
  if (found || isWhole(list)) return found;
  throw new TavusError({ kind: "unexpectedReply", operation: "list conversations", reached: "maybe" });
}

async function unlessTavusError(work: Promise<void>): Promise<TavusError | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof TavusError) return error;
    throw error;
  }
}
