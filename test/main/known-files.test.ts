import { execFile } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { makeFolder } from "../support/databases.ts";

const prepareFolder = fileURLToPath(new URL("../../src/main/prepare", import.meta.url));

/** One file is reached on two ways, and has to be loaded once. */
const files = {
  "package.json": '{ "type": "module" }',
  "src/main.ts":
    'import { it } from "./deep/one.ts"; import { same } from "./two.ts"; import data from "./data.json" with { type: "json" }; import packed from "packed"; const late = await import("./two.ts"); console.log(it === same, late.same === it, data.read, packed)',
  "src/deep/one.ts": 'import packed from "packed"; export const it: object = { packed };',
  "src/two.ts": 'export { it as same } from "./deep/one.ts";',
  "src/data.json": '{ "read": "data" }',
  "src/lost.ts": 'await import("./deep/two.ts")',
  "node_modules/packed/package.json": '{ "type": "module", "exports": { "import": "./its.js" } }',
  "node_modules/packed/its.js":
    'import { inner } from "./deep/inner.js"; import old from "old"; export default [inner, old.here].join();',
  "node_modules/packed/deep/inner.js": 'export const inner = "inner";',
  "node_modules/old/package.json": '{ "main": "begin" }',
  "node_modules/old/begin.js": 'exports.here = require("./below").name;',
  "node_modules/old/below/index.js": 'exports.name = "old";',
};

/** A program of that shape in a folder of that name. Returns the folder. */
function makeProgram(name: string): string {
  const folder = join(makeFolder(), name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  cpSync(prepareFolder, join(folder, "src/main/prepare"), { recursive: true });
  return folder;
}

async function start(folder: string, file: string): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ["--import", "./src/main/prepare/prepare.mjs", file],
    { cwd: folder, env: { PATH: process.env.PATH } },
  );
  return stdout + stderr;
}

test("a start loads what Node would, wherever the program lies", async () => {
  const odd = makeProgram("odd # 100% ü (1)");
  const linked = join(makeFolder(), "linked");
  symlinkSync(odd, linked);

  const said = await Promise.all([start(odd, "src/main.ts"), start(linked, "src/main.ts")]);

  expect(said).toEqual(Array(2).fill("true true data inner,old\n"));
});

test("a file that is not there is named", async () => {
  await expect(start(makeProgram("bot"), "src/lost.ts")).rejects.toThrow(/deep\/two\.ts/);
});
