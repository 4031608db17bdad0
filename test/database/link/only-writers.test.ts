import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { transitions } from "../../../src/database/link/transitions.ts";
import { writesOfLinks } from "./link-writes.ts";

const source = new URL("../../../src/", import.meta.url);

/** What happens to a link, and how one begins. */
const writers = [
  "database/link/change.ts",
  "database/link/link-births.ts",
  "database/persona/persona-imports.ts",
  // In a backup that is put in the database's place.
  "database/backup/look-again.ts",
  // What a clock that was set back has left too far ahead.
  "database/times-ahead.ts",
];

function filesIn(folder: string): { path: string; text: string }[] {
  const paths = readdirSync(new URL(folder, source), { recursive: true, encoding: "utf8" });
  return paths
    .filter((path) => path.endsWith(".ts"))
    .map((path) => `${folder}${path}`)
    .map((path) => ({ path, text: readFileSync(new URL(path, source), "utf8") }));
}

const files = [...filesIn("database/"), ...filesIn("link/")];

test("only what carries out the transitions, and births, write a link's state, lease, next attempt and search", () => {
  const found = files
    .filter(({ path }) => !writers.includes(path))
    .flatMap(({ path, text }) => writesOfLinks(text).map((write) => `${path}: ${write}`));

  expect(files.length).toBeGreaterThan(50);
  expect(found).toEqual([]);
});

test.each(writers)("%s is found to write them", (path) => {
  const text = files.find((file) => file.path === path)?.text ?? "";

  expect(writesOfLinks(text)).not.toEqual([]);
});

test.each([
  'kysely.updateTable("links").set({ state: "linked" })',
  'kysely.updateTable("links").set("state", "linked")',
  'kysely.updateTable("links").set({ ...noFailure, tries: (1 + 1), lease_until: null })',
  'kysely.updateTable("links").set({ outcome_unknown })',
  'kysely.updateTable("links").set(\n  {\n    next_attempt_at: sql`null`,\n  })',
  'changeOne(kysely, { name: "seen", ...key }).set({ "outcome_unknown": 0 })',
  'kysely.insertInto("links").values({ tenant_id, state: "pending" })',
  'on.updateTable("warnings").set({ tries: 0 }); on.updateTable("links").set({ lease_until: null })',
  'function columns() { return { revision: 1, state: "linked" }; }',
  "const free = { lease_until: null, outcome_unknown: 0 };",
  "sql`update links set tries = 0, state = 'failed' where revision = 1`",
  "sql`update links\n set next_attempt_at = null`",
  "sql`insert into links (state) values ('linked') on conflict do update set state = 'linked'`",
])("such a write is found: %s", (text) => {
  expect(writesOfLinks(text)).not.toEqual([]);
});

test.each([
  'kysely.updateTable("warnings").set({ lease_until: null })',
  'kysely.updateTable("links").set({ told_at: at }).where("state", "=", "linked").where("outcome_unknown", "=", 1)',
  "kysely.updateTable(\"links\").set({ key_tag: sql`case when state = 'pending' then 1 else 0 end` })",
  "type Row = { lease_until: string; state: LinkState };",
  "return { state: row.state, outcomeUnknown: row.outcome_unknown === 1, leaseUntilMs: readTime(row.lease_until) };",
  "sql`update links set tries = 0`; sql`select state from links where state = 'failed'`",
  '// kysely.updateTable("links").set({ state: "linked" })',
])("what only reads them, or is about another table, is not: %s", (text) => {
  expect(writesOfLinks(text)).toEqual([]);
});

test("every transition is carried out by some store", () => {
  const stores = files.filter(({ path }) => !path.endsWith("/transitions.ts"));
  const unused = Object.keys(transitions).filter(
    (name) => !stores.some(({ text }) => text.includes(`"${name}"`)),
  );

  expect(unused).toEqual([]);
});
