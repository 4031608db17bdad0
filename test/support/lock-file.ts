import SqliteFile from "better-sqlite3";
import { untilTrue } from "./until-true.ts";

/**
 * Locks a database as another program does, until `rollback` is run on what it returns. The bot may be in this very process, so that
 * to wait for it here would hold it up.
 */
export async function lockFile(databaseFile: string): Promise<SqliteFile.Database> {
  const locker = new SqliteFile(databaseFile, { timeout: 0 });
  const isTaken = () => {
    try {
      return locker.exec("begin immediate") !== undefined;
    } catch {
      return false;
    }
  };
  await untilTrue(isTaken, { what: "nothing to be open in the database" });
  return locker;
}
