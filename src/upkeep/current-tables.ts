import type { Database } from "../database/opening/connect.ts";
import { DatabaseStartError } from "../database/opening/database-errors.ts";
import { schemaStanding } from "../database/opening/migrate.ts";
import { OutsideError } from "../errors.ts";

/** Throws a sentence unless this program can work with the tables as they are: an errand does not migrate them by the way. */
export async function refuseUnlessCurrent(database: Database): Promise<void> {
  const standing = await schemaStanding(database);
  if (standing === "newer") throw new DatabaseStartError("newer", database);
  if (standing === "empty" || standing === "behind") {
    throw new OutsideError(
      `The tables of ${database.place} are not up to date. Nothing was changed. Run npm run migrate, then this again.`,
    );
  }
}
