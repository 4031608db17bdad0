import type { Database } from "../database/opening/connect.ts";
import { DatabaseStartError } from "../database/opening/database-errors.ts";
import { schemaStanding } from "../database/opening/migrate.ts";
import { OutsideError } from "../errors.ts";

/**
 * Throws a sentence unless the tables are those of this program: an errand does not migrate them by the way, and says of all that is there
 * what it knows of its own alone.
 */
export async function refuseUnlessCurrent(database: Database): Promise<void> {
  const standing = await schemaStanding(database);
  if (standing === "newer") throw new DatabaseStartError("newer", database);
  if (standing === "ahead") {
    throw new OutsideError(
      `The tables of ${database.place} are a newer version's, and hold what this one does not know. Nothing was changed. Run this again with that version.`,
    );
  }
  if (standing === "empty" || standing === "behind") {
    throw new OutsideError(
      `The tables of ${database.place} are not up to date. Nothing was changed. Run npm run migrate, then this again.`,
    );
  }
}
