/** A process of its own, for it is started with a limit of file sizes: prints what each errand says that writes a file of SQLite. */
import { backUp } from "../../src/backup/back-up.ts";
import { restore } from "../../src/backup/restore.ts";
import { move } from "../../src/upkeep/move.ts";

const [file, backup] = process.argv.slice(2);
const environment = { DATABASE_URL: `file:${file}` };
const said = [
  await backUp(`${file}.copy`, { environment }),
  await restore({ backup, isSure: true }, { environment }),
  await move(`file:${file}.moved`, environment),
];
process.stdout.write(JSON.stringify(said));
