import type { Reply } from "../../chat/reply.ts";
import type { SyncVerbs } from "../../personas/sync/sync-verbs.ts";
import { summaryReply } from "./sync-reply.ts";

/**
 * What whoever asked for a sync by this interaction can be told in the place of a process that died before it did. "later": it goes on, and
 * they are told when it has ended. Undefined: it was no sync, or another one has begun since.
 */
export async function knownOfSync(
  personas: Pick<SyncVerbs, "syncAnswer">,
  tenantId: string,
  interactionId: string,
): Promise<Reply | "later" | undefined> {
  const answer = await personas.syncAnswer(tenantId, interactionId);
  switch (answer?.state) {
    case undefined:
      return undefined;
    case "ended":
      return summaryReply(answer.summary);
    case "goesOn":
      return "later";
  }
}
