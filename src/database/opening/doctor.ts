import { badAsTold, type ClockReading, type Finding } from "../../doctor/finding.ts";
import { type DatabaseLocation, describePlace } from "./connect.ts";
import { explainStartError } from "./database-errors.ts";

/** What teams have stored, as far as an examination needs it. */
export type StoredSettings = { tenantId: string; channelId: string | null; sealedKey: string | null };

export type DatabaseExamination = {
  findings: Finding[];
  clock?: ClockReading | undefined;
  /** Of the teams that the bot is with; undefined when they cannot be read. */
  settings?: StoredSettings[] | undefined;
};

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
    return await examinePostgres(location.url, now);
  } catch (error) {
    const { message } = explainStartError(error, describePlace(location));
    return { findings: [badAsTold(location.kind === "sqlite" ? "File" : "Server", message)] };
  }
}
