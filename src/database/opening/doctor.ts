import { badAsTold } from "../../finding.ts";
import { type DatabaseLocation, whereaboutsOf } from "./connect.ts";
import { explainStartError } from "./database-errors.ts";
import type { DatabaseExamination } from "./doctor-examination.ts";

/** Looks at the database without migrating it, making it or writing to it. */
export async function examineDatabase(
  location: DatabaseLocation,
  now: () => number,
): Promise<DatabaseExamination> {
  try {
    if (location.kind === "sqlite") {
      const { examineSqlite } = await import("./doctor-sqlite.ts");
      return await examineSqlite(location.file);
    }
    const { examinePostgres } = await import("./doctor-postgres.ts");
    return await examinePostgres(location, now);
  } catch (error) {
    const { message } = explainStartError(error, whereaboutsOf(location));
    return { findings: [badAsTold(location.kind === "sqlite" ? "File" : "Server", message)] };
  }
}
