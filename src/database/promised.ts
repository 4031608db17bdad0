import { handOver, presentPromise } from "../work.ts";
import type { Database } from "./opening/connect.ts";

type Kysely = Database["kysely"];

/**
 * Carries out what makes the queue the one to tell whoever asked for it, in one commit with the end of what they were promised in case
 * this process dies: else they would be told twice, or, had that ended first, perhaps never.
 */
export async function handingOver<Done>(kysely: Kysely, write: (on: Kysely) => Promise<Done>): Promise<Done> {
  const both = async (on: Kysely) => {
    const done = await write(on);
    if (done) await endPromise(on);
    return done;
  };
  const isOneStatement = kysely.isTransaction || !presentPromise();
  return isOneStatement ? both(kysely) : kysely.transaction().execute(both);
}

/** The same in the caller's transaction. */
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
