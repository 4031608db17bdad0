import { handOver, presentAnswer, presentAsker, presentPromise } from "../work.ts";
import type { LinkKey } from "./link/link-record.ts";
import type { Database } from "./opening/connect.ts";
import { personaKind } from "./persona/persona-record.ts";

type Kysely = Database["kysely"];
/** What is asked for, and of which kind it is. */
type Subject = LinkKey & { kind: string };

/**
 * Carries out what makes the queue the one to tell whoever asked for it, in one commit with the end of what they were promised in case
 * this process dies: else they would be told twice, or, had that ended first, perhaps never.
 */
export async function handingOver<Done>(
  kysely: Kysely,
  subject: Subject,
  write: (on: Kysely) => Promise<Done>,
): Promise<Done> {
  const both = async (on: Kysely) => {
    const done = await write(on);
    if (done) await endPromiseOf(on, subject);
    return done;
  };
  const isOneStatement = kysely.isTransaction || !presentPromise();
  return isOneStatement ? both(kysely) : kysely.transaction().execute(both);
}

/**
 * The same in the caller's transaction. Where it is not known where the answer stands, the queue tells the maker alone: whoever else has
 * asked is still promised theirs.
 */
export async function endPromiseOf(on: Kysely, { kind, tenantId, id }: Subject): Promise<void> {
  const asker = presentAsker();
  if (asker === undefined || presentAnswer() !== undefined) return endPromise(on);
  // Nothing else is asked for again: a room or a link outside is its asker's from the first.
  const made = await on
    .selectFrom(kind === personaKind ? "personas" : "videos")
    .select("created_by")
    .where("tenant_id", "=", tenantId)
    .where("id", "=", id)
    .executeTakeFirst();
  if (made?.created_by === asker) await endPromise(on);
}

/** The same where whoever asks is the maker. */
export async function endPromise(on: Kysely): Promise<void> {
  handOver();
  const promise = presentPromise();
  if (!promise) return;
  await on
    .deleteFrom("owed")
    .where("tenant_id", "=", promise.tenantId)
    .where("delivery_id", "=", promise.deliveryId)
    .execute();
}
