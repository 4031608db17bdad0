import { type Outcome, outcomeOf } from "../backup/outcome.ts";
import { readLocation } from "../backup/place.ts";
import { connectDatabase, whereaboutsOf } from "../database/opening/connect.ts";
import { migrateToLatest } from "../database/opening/migrate.ts";

/** `npm run migrate`: what the bot's start does with the tables, as a step of its own before a release. Can be repeated. */
export async function migrate(environment?: Record<string, string | undefined>): Promise<Outcome> {
  const location = readLocation(environment);
  if (!location.ok) return { exitCode: 1, message: location.message };
  const at = whereaboutsOf(location);
  const { place } = at;
  return outcomeOf(at, async () => {
    const database = await connectDatabase(location);
    const { done, isAhead } = await migrateToLatest(database).finally(() => database.close());
    if (isAhead)
      return `The tables of ${place} are a newer version's, which lets this one go on. Nothing was changed.`;
    return `The tables of ${place} are up to date (${done.length === 0 ? "they were before" : done.join(", ")}).`;
  });
}
