/**
 * A process of its own that, if it runs as root, becomes a user without rights, because root may write to everything.
 * Then it opens the SQLite file of its first argument and prints what was said about it.
 */
import SqliteFile from "better-sqlite3";
import { explainStartError } from "../../src/database/opening/database-errors.ts";
import { openSqlite } from "../../src/database/sqlite/open-sqlite.ts";

const nobody = 65_534;
const file = process.argv[2] ?? "";

// Afterwards this checkout may be out of reach: nothing more can be imported, so the binary is loaded here.
new SqliteFile(":memory:").close();
if (process.getuid?.() === 0) {
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
const outcome = await openSqlite(file).then(
  () => "opened",
  (error: unknown) => explainStartError(error, { place: file }).message,
);
process.stdout.write(outcome);
