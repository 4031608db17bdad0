import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { checkTree } from "../../layers/check-tree.ts";
import { makeFolder } from "../support/databases.ts";

/** What is refused in a tree of these files; those that are only imported need no text. */
function check(sources: Record<string, string>): string[] {
  const root = makeFolder();
  for (const [path, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), source);
  }
  return checkTree(root);
}

test("this repository allows itself nothing that the table does not", () => {
  expect(checkTree(fileURLToPath(new URL("../..", import.meta.url)))).toEqual([]);
});

const ways = [
  'import { a } from "../personas/a.ts";',
  'import type { A } from "../personas/a.ts";',
  'export { a } from "../personas/a.ts";',
  'export type * from "../personas/a.ts";',
  'export const load = () => import("../personas/a.ts");',
  'export type A = import("../personas/a.ts").A;',
];

test.each(ways)("a part that may not know another is refused: %s", (source) => {
  expect(check({ "src/slack/a.ts": source })).toEqual([
    "src/slack/a.ts imports src/personas/a.ts: src/slack may import src/chat only.",
  ]);
});

const forbidden = [
  ["src/discord/a.ts", "../slack/b.ts"],
  ["src/slack/a.ts", "../commands/all.ts"],
  ["src/web/a.ts", "../discord/b.ts"],
  ["src/commands/a/b.ts", "../../tavus/client.ts"],
  ["src/commands/a.ts", "../database/tables.ts"],
  ["src/personas/a.ts", "../chat/member.ts"],
  ["src/link/a.ts", "../commands/all.ts"],
  ["src/replicas/a.ts", "../tenants/keys.ts"],
  ["src/tenants/a.ts", "../warnings/causes.ts"],
  ["src/warnings/a.ts", "../personas/a.ts"],
  ["src/chat/a.ts", "../personas/a.ts"],
  ["src/tavus/a.ts", "../database/tables.ts"],
  ["src/database/a.ts", "../tavus/client.ts"],
  ["src/database/a.ts", "../doctor/doctor.ts"],
  ["src/short-name.ts", "./personas/persona.ts"],
  ["src/log.ts", "./config.ts"],
  ["src/chat/a.ts", "../config.ts"],
  ["src/chat/a.ts", "../config/remedies.ts"],
  ["src/chat/a.ts", "../main/run.ts"],
  ["src/chat/a.ts", "../../sandbox/stand-ins/world.ts"],
  ["src/chat/a.ts", "../../test/support/databases.ts"],
  ["src/chat/a.ts", "../../node_modules/kysely/dist/index.js"],
  ["sandbox/stand-ins/a.ts", "../../src/tavus/client.ts"],
  ["sandbox/page/a.ts", "../../src/errors.ts"],
  ["sandbox/stand-ins/a.ts", "../page/protocol/act.ts"],
  ["sandbox/page/web/a.ts", "../row-watch.ts"],
  ["migrations/a.ts", "../src/database/tables.ts"],
  ["bench/a.ts", "../test/support/databases.ts"],
];

test.each(forbidden)("%s may not import %s", (from, specifier) => {
  const refusals = check({ [from]: `import type { A } from "${specifier}";` });

  expect(refusals).toHaveLength(1);
  expect(refusals[0]).toContain(`${from} imports `);
});

const allowed = [
  ["src/main/a.ts", "../slack/bot.ts"],
  ["src/main/a.ts", "../config.ts"],
  ["src/doctor/a.ts", "../slack/doctor/doctor.ts"],
  ["src/slack/read/a.ts", "../answer/send.ts"],
  ["src/slack/a.ts", "../chat/form/form.ts"],
  ["src/slack/a.ts", "../errors.ts"],
  ["src/commands/a.ts", "../videos/queue.ts"],
  ["src/log.ts", "./log-scrub.ts"],
  ["src/database/a.ts", "../../migrations/all.ts"],
  ["bench/a.ts", "../src/tavus/client.ts"],
  ["test/a.test.ts", "../sandbox/stand-ins/world.ts"],
  ["src/chat/a.ts", "node:fs"],
];

test.each(allowed)("%s may import %s", (from, specifier) => {
  expect(check({ [from]: `import { a } from "${specifier}";` })).toEqual([]);
});

const strangers = [
  ["src/slack/a.ts", "discord.js"],
  ["src/discord/a.ts", "@slack/bolt"],
  ["src/chat/a.ts", "@slack/web-api"],
  ["src/personas/a.ts", "kysely"],
  ["src/personas/a.ts", "kysely/migration"],
  ["src/main/a.ts", "better-sqlite3"],
  ["sandbox/stand-ins/a.ts", "better-sqlite3"],
  ["src/doctor/a.ts", "pg"],
  ["src/discord/a.ts", "node-fetch"],
  ["src/errors.ts", "pg"],
];

test.each(strangers)("%s may not use %s", (from, name) => {
  const refusals = check({ [from]: `export const load = () => import("${name}");` });

  expect(refusals).toHaveLength(1);
  expect(refusals[0]).toContain(`${from} imports ${name}, which may be used in `);
});

test.each([
  ["src/discord/a.ts", "discord.js"],
  ["src/slack/a.ts", "@slack/bolt"],
  ["migrations/a.ts", "kysely/migration"],
  ["src/chat/a.ts", "pgvector"],
])("%s may use %s", (from, name) => {
  expect(check({ [from]: `import { a } from "${name}";` })).toEqual([]);
});

test("a path that is computed as the program runs is refused", () => {
  expect(check({ "src/chat/a.ts": "export const load = (name: string) => import(name);" })).toEqual([
    "src/chat/a.ts imports a path that is computed as it runs; write it out.",
  ]);
});

test.each([
  "src/payments/a.ts",
  "scripts/a.ts",
])("%s is refused until the table has a line for it", (file) => {
  expect(check({ [file]: "export const a = 1;" })).toEqual([`${file} has no line in layers/table.ts.`]);
});

test("values that go round are refused, even between two files", () => {
  const refusals = check({
    "src/chat/a.ts": 'import { b } from "./b.ts";',
    "src/chat/b.ts": 'export const load = () => import("./a.ts");',
  });

  expect(refusals).toEqual(["A ring of imports: src/chat/a.ts, src/chat/b.ts."]);
});

test("types may go round between two files", () => {
  const refusals = check({
    "src/chat/a.ts": 'import { b } from "./b.ts";',
    "src/chat/b.ts": 'import type { A } from "./a.ts";',
  });

  expect(refusals).toEqual([]);
});

test("types that go round among three files are refused", () => {
  const refusals = check({
    "src/chat/a.ts": 'import { b } from "./b.ts";',
    "src/chat/b.ts": 'import { c } from "./c.ts";',
    "src/chat/c.ts": 'import type { A } from "./a.ts";',
    "src/chat/d.ts": 'import { a } from "./a.ts";',
  });

  expect(refusals).toEqual([
    "A ring of imports and types, and more than two files: src/chat/a.ts, src/chat/b.ts, src/chat/c.ts.",
  ]);
});

test("a folder of more than twenty files is refused in src and in the sandbox", () => {
  const files = Array.from({ length: 21 }, (_, number) => number);
  const fill = (folder: string) => Object.fromEntries(files.map((number) => [`${folder}/${number}.css`, ""]));

  expect(check({ ...fill("src/chat"), ...fill("sandbox/page"), ...fill("test") })).toEqual([
    "sandbox/page holds 21 files; 20 are the most.",
    "src/chat holds 21 files; 20 are the most.",
  ]);
});
