import { chmodSync, chownSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { isOwn } from "../../src/main/prepare/compile-cache.mjs";
import { runMain } from "../support/black-box/start-main.ts";
import { makeFolder } from "../support/databases.ts";

test("a folder that is not there yet is made for its owner alone", () => {
  const folder = join(makeFolder(), "deep", "compiled");

  expect(isOwn(folder)).toBe(true);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

const nobody = 65_534;
const runsAsRoot = process.getuid?.() === 0;

test.each<[string, (folder: string) => void, boolean]>([
  ["that is its owner's alone", (folder) => mkdirSync(folder, { mode: 0o700 }), true],
  ["that others may only read", (folder) => mkdirSync(folder, { mode: 0o755 }), true],
  ["that everybody may write to", (folder) => makeOpen(folder, 0o777), false],
  ["that everybody may write to, but not delete in", (folder) => makeOpen(folder, 0o1777), false],
  ["that a group may write to", (folder) => makeOpen(folder, 0o770), false],
  ["that is a link", (folder) => makeLink(folder), false],
  ["that is a file", (folder) => writeFileSync(folder, ""), false],
])("of a folder %s it is known whether code may be kept in it", (_what, make, expected) => {
  const folder = join(makeFolder(), "compiled");
  make(folder);

  expect(isOwn(folder)).toBe(expected);
});

test.runIf(runsAsRoot)("no code is taken from somebody else's folder", () => {
  const folder = join(makeFolder(), "compiled");
  mkdirSync(folder, { mode: 0o700 });
  chownSync(folder, nobody, nobody);

  expect(isOwn(folder)).toBe(false);
});

function makeOpen(folder: string, mode: number): void {
  mkdirSync(folder);
  chmodSync(folder, mode);
}

function makeLink(folder: string): void {
  const elsewhere = join(makeFolder(), "elsewhere");
  mkdirSync(elsewhere, { mode: 0o700 });
  symlinkSync(elsewhere, folder);
}

test("a start leaves nothing in the shared temporary folder, and takes nothing from it", async () => {
  const shared = makeFolder();

  const { exitCode } = await runMain(["--check"], { TMPDIR: shared });

  expect([exitCode, readdirSync(shared)]).toEqual([0, []]);
});
