import { type Exposure, exposedFiles } from "../../private-files.ts";
import { fileBehind } from "../sqlite/file-behind.ts";
import { filesOfSqlite } from "../sqlite/sqlite-files.ts";
import type { DatabaseLocation } from "./connect.ts";

/** What other users of this machine may do with what is stored, as far as files can tell: those that a link leads to, too. */
export function exposedData(location: DatabaseLocation): Exposure[] {
  if (location.kind === "postgres") return [];
  return exposedFiles(filesOfSqlite(fileBehind(location.file)).all).map(({ sentence, remedy }) => ({
    sentence: `${sentence} Prompts lie in it in clear.`,
    remedy,
  }));
}
