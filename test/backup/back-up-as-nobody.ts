/**
 * A process of its own that, if it runs as root, becomes a user without rights, because root may look into everything. Then it backs
 * up the SQLite file of its first argument to its second, and prints whether that is absent and what was said about it.
 */
import SqliteFile from "better-sqlite3";
import { isAbsent } from "../../src/backup/place.ts";
import { backUpSqlite } from "../../src/database/backup/back-up-sqlite.ts";
import { explainStartError } from "../../src/database/opening/database-errors.ts";

const nobody = 65_534;
const [file = "", target = ""] = process.argv.slice(2);

// Afterwards this checkout may be out of reach: nothing more can be imported, so the binary is loaded here.
new SqliteFile(":memory:").close();
if (process.getuid?.() === 0) {
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
const said = await backUpSqlite(file, target).then(
  () => "backed up",
  (error: unknown) => explainStartError(error, { place: file }).message,
);
process.stdout.write(`${isAbsent({ kind: "sqlite", file }) ? "absent" : "there"}: ${said}`);
