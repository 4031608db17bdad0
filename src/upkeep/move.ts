import { existsSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { type Outcome, outcomeOf } from "../backup/outcome.ts";
import { isAbsent, readAddress, readLocation } from "../backup/place.ts";
import {
  connectDatabase,
  type Database,
  type DatabaseLocation,
  describePlace,
  whereaboutsOf,
} from "../database/opening/connect.ts";
import { migrateToLatest, schemaStanding } from "../database/opening/migrate.ts";
import { inMemory } from "../database/sqlite/sqlite-files.ts";
import { OutsideError } from "../errors.ts";

/** `npm run move -- <address>`: copies everything from DATABASE_URL's database there, with the bot stopped. What is there stays. */
export async function move(
  address: string,
  environment?: Record<string, string | undefined>,
): Promise<Outcome> {
  const from = readLocation(environment);
  if (!from.ok) return { exitCode: 1, message: from.message };
  const to = readAddress(address, "the address to move to", environment);
  if (!to.ok) return { exitCode: 1, message: to.message };
  if (identity(from) === identity(to)) return { exitCode: 1, message: sameAs(describePlace(from)) };
  if (to.kind === "sqlite" && to.file === inMemory) {
    return { exitCode: 1, message: `What is moved to ${inMemory} is gone at once. Name a file.` };
  }
  if (isAbsent(from)) {
    return { exitCode: 1, message: `There is no database at ${from.file} to move.` };
  }
  return outcomeOf(whereaboutsOf(from), () =>
    opened(from, (source) => opened(to, (target) => moveBetween(source, target))),
  );
}

async function moveBetween(source: Database, target: Database): Promise<string> {
  // A newer version may have tables that this one does not know, and would leave behind.
  if ((await schemaStanding(source)) !== "current") {
    throw new OutsideError(
      `The tables of ${source.place} are not those of this version. Nothing was changed. Run npm run migrate with the version that the bot runs, then move.`,
    );
  }
  const { isSameDatabase } = await import("../database/move/same-database.ts");
  // Each of the two would wait for ever for what the other one holds.
  if (await isSameDatabase(source, target)) throw new OutsideError(sameAs(target.place));
  await migrateToLatest(target);
  const { moveAll } = await import("../database/move/move.ts");
  const moved = Object.entries(await moveAll(source, target));
  const lines = moved.map(
    ([table, { count, checksum }]) => `  ${table.padEnd(16)} ${String(count).padStart(9)}  ${checksum}`,
  );
  return [
    `Moved everything from ${source.place} to ${target.place}, and read it back: rows and checksum of each table are the same on both sides.`,
    ...lines,
    `Set DATABASE_URL to the new address and start the bot. ${source.place} is as it was: keep it until you are sure, and start no bot on it.`,
  ].join("\n");
}

async function opened<Result>(
  location: DatabaseLocation,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await connectDatabase(location, { isAlone: true });
  return work(database).finally(() => database.close());
}

function identity(location: DatabaseLocation): string {
  if (location.kind === "postgres") return describePlace(location);
  return existsSync(location.file) ? realpathSync(location.file) : resolve(location.file);
}

function sameAs(place: string): string {
  return `${place} is what DATABASE_URL names already. Name another one to move to.`;
}
