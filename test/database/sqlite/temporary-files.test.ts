import { sql } from "kysely";
import { expect, test } from "vitest";
import { within } from "../../../src/database/backup/sound-file.ts";
import { openSqlite } from "../../support/databases.ts";

/** https://www.sqlite.org/pragma.html#pragma_temp_store */
const memory = 2;

test("what SQLite keeps meanwhile is kept in memory, so that it needs no folder for that", async () => {
  const { kysely, place } = await openSqlite();

  const { rows } = await sql`pragma temp_store`.execute(kysely);
  const errand = within(place, (opened) => opened.pragma("temp_store", { simple: true }));

  expect([rows, errand]).toEqual([[{ temp_store: memory }], memory]);
});
