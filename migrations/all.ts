import type { Migration } from "kysely/migration";
import * as personas from "./0001-personas.ts";

/** Every migration in order. A landed one is never changed; a new one is added below it. */
export const migrations: Record<string, Migration> = {
  "0001-personas": personas,
};
