import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { versionFailure } from "../../src/main/prepare/node-version.mjs";

const project = fileURLToPath(new URL("../..", import.meta.url));
const prepare = "./src/main/prepare/prepare.mjs";

/** What a process prints that is started in the project's folder, by the Node that runs the tests. */
async function node(args: string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  const options = { cwd: project, env: { PATH: process.env.PATH, ...env } };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return stdout;
}

/** Prints how large the young space is, and how large after much has outlived a collection. */
const growth = `
  import { youngBytes } from ${JSON.stringify(new URL("../../src/main/prepare/young-space.mjs", import.meta.url).href)};
  const begun = youngBytes();
  const kept = [];
  for (let round = 0; round < 200; round += 1) kept.push(Array.from({ length: 100 }, () => new Array(1000).fill(round)));
  console.log(JSON.stringify({ begun, grown: youngBytes(), kept: kept.length }));`;

async function growthWith(args: string[], env?: NodeJS.ProcessEnv) {
  const printed = await node([...args, "--input-type=module", "--eval", growth], env);
  return JSON.parse(printed) as { begun: number; grown: number };
}

const mb = 1024 * 1024;

test("a start sets aside 16 MB for what is new, and never more, where Node by itself takes four times as much", async () => {
  const prepared = await growthWith(["--import", prepare]);
  const plain = await growthWith([]);

  expect(prepared).toMatchObject({ begun: 16 * mb, grown: 16 * mb });
  expect(plain.begun).toBeLessThan(16 * mb);
  expect(plain.grown).toBeGreaterThan(16 * mb);
});

test("where whoever hosts it has set less, that stays", async () => {
  const { begun, grown } = await growthWith(["--import", prepare], {
    NODE_OPTIONS: "--max-semi-space-size=2",
  });

  expect([begun, grown]).toEqual([4 * mb, 4 * mb]);
});

const tellsOfCompiler = `data:text/javascript,process.on("exit",()=>console.log(process.moduleLoadList.some((name)=>name.includes("amaro"))))`;

test("npm start finds main.ts compiled by the start before, so that no compiler is loaded", async () => {
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const [program, ...args] = String(scripts.start).split(" ");
  const start = () => node([...args.slice(0, -1), "--import", tellsOfCompiler, ...args.slice(-1), "--check"]);

  await start();
  const second = await start();

  expect(program).toBe("node");
  expect(second.trim().split("\n").at(-1)).toBe("false");
});

test.each([
  ["20.20.2", true],
  ["22.18.0", true],
  ["24.0.0", false],
  ["25.1.0-nightly", false],
])("that Node %s is too old to read the bot's files is said: %s", (version, isSaid) => {
  expect(versionFailure(version)?.includes(version) ?? false).toBe(isSaid);
});

/** What only who works on the program runs. */
const contributors = ["bench"];

test("every script says so: an older Node shows a stack for the first file that it cannot read", () => {
  const { scripts } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    scripts: Record<string, string>;
  };
  const ours = Object.entries(scripts).filter(([, call]) => /\.ts\b/.test(call) && /^node /.test(call));
  const silent = ours.filter(
    ([, call]) => !/ --import \.\/src\/main\/prepare\/(prepare|node-version)\.mjs /.test(call),
  );

  expect(ours.length).toBeGreaterThan(10);
  expect(silent.map(([name]) => name).filter((name) => !contributors.includes(name))).toEqual([]);
});
