import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

/** Which chat libraries a process holds that has loaded this module of ours. */
async function librariesWith(module: string): Promise<string[]> {
  const address = JSON.stringify(new URL(`../../../src/main/${module}`, import.meta.url).href);
  const source = `import { createRequire } from "node:module";
    await import(${address});
    const files = Object.keys(createRequire(${address}).cache);
    process.stdout.write(JSON.stringify(["discord.js", "@slack/bolt"].filter((name) => files.some((file) => file.includes("node_modules/" + name + "/")))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", source]);
  return JSON.parse(stdout);
}

test.each([
  ["run.ts", []],
  ["start.ts", []],
  ["platforms/keep-discord.ts", ["discord.js"]],
  ["platforms/keep-slack.ts", ["@slack/bolt"]],
])("%s brings the libraries of no other chat", async (module, libraries) => {
  expect(await librariesWith(module)).toEqual(libraries);
});
