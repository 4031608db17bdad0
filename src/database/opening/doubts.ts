import { sql } from "kysely";
import type { Database, DatabaseLocation } from "./connect.ts";
import { exposedData } from "./exposed-data.ts";

/** What is to be said of the place where the data lies: nobody may hear of it until it is too late. */
export async function doubtsAbout(database: Database, location: DatabaseLocation): Promise<string[]> {
  return location.kind === "postgres" ? await doubtsAboutServer(database) : await doubtsAboutFile(location);
}

async function doubtsAboutServer({ kysely, place }: Database): Promise<string[]> {
  const { narrowEncoding } = await import("../postgres/narrow-encoding.ts");
  const { rows } = await sql<{
    encoding: string;
  }>`select current_setting('server_encoding') as encoding`.execute(kysely);
  const narrow = narrowEncoding(rows[0]?.encoding ?? "");
  return narrow ? [`Of the database ${place}: ${narrow.sentence} ${narrow.remedy}`] : [];
}

async function doubtsAboutFile(location: DatabaseLocation & { kind: "sqlite" }): Promise<string[]> {
  const exposed = exposedData(location).map(({ sentence, remedy }) => `${sentence} Close it: ${remedy}`);
  const { fleetingPlace } = await import("../sqlite/fleeting-place.ts");
  const fleeting = fleetingPlace(location.file);
  return fleeting ? [...exposed, `${fleeting.sentence} ${fleeting.remedy}`] : exposed;
}
