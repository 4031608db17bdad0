import { migrations } from "../../migrations/all.ts";
import packageFile from "../../package.json" with { type: "json" };
import type { Services } from "../commands/services.ts";
import type { Database } from "../database/opening/connect.ts";

/** What runs here, for whoever reports or looks for a mistake. */
export function describeProgram({ engine }: Pick<Database, "engine">): Services["program"] {
  return {
    name: packageFile.name,
    version: packageFile.version,
    node: process.versions.node,
    database: engine === "sqlite" ? "SQLite" : "PostgreSQL",
    migration: Object.keys(migrations).toSorted().at(-1) ?? "none",
  };
}
