import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { errands } from "../../src/main/errands.ts";
import { makeFolder } from "../support/databases.ts";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };

/** A program of ours that a script starts, and the errand it is started for. Others read what is given to them by themselves. */
const calls = Object.values(scripts)
  .flatMap((script) => script.split(" && "))
  .flatMap((call) => {
    const [, program, errand] = /^node (?:.* )?(\S+\.ts)(?: (\S+))?$/.exec(call) ?? [];
    return program === undefined ? [] : [{ program, errand }];
  });

type Ended = { code: unknown; output: string; errors: string; left: string[] };

/** In an empty folder, with a token, so that a bot would start. */
function run(program: string, ...args: string[]): Promise<Ended> {
  const cwd = makeFolder();
  const options = { cwd, env: { PATH: process.env.PATH ?? "", DISCORD_TOKEN: "token" }, timeout: 50_000 };
  return new Promise((ended) => {
    execFile(process.execPath, [resolve(program), ...args], options, (error, output, errors) =>
      ended({ code: error?.code ?? error?.signal ?? 0, output, errors, left: readdirSync(cwd) }),
    );
  });
}

test.each([
  ...new Set(calls.map(({ program }) => program)),
])("%s refuses what it does not know, and says what it takes", async (program) => {
  const mistyped = await run(program, "--chek");
  const asked = await run(program, "--help");

  expect(mistyped).toMatchObject({ code: 1, output: "", left: [] });
  expect(mistyped.errors).toMatch(/^--chek is not known here\. Nothing was done\.\n\nUsage: /);
  expect(asked).toMatchObject({ code: 0, errors: "", left: [] });
  expect(asked.output).toMatch(/^Usage: /);
});

test.each([...errands])("so does %s", async (_name, errand) => {
  expect(await errand.run(["--chek"])).toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/^--chek/),
  });
  expect(await errand.run(["--help"])).toMatchObject({
    exitCode: 0,
    message: expect.stringMatching(/^Usage/),
  });
  expect(await errand.run(["one", "two"])).toMatchObject({
    exitCode: 1,
    message: expect.stringMatching(/: 2 given, /),
  });
});

test("an errand is found by the argument that comes first, and every one has a script", async () => {
  const { errors } = await run("src/main.ts", "--yes", "--restore", "a.db");

  expect(errors).toMatch(/^--yes is not known here/);
  for (const name of errands.keys()) expect(errors).toContain(name);
  const named = calls.flatMap(({ errand }) => errand ?? []);
  expect([...new Set(named)].sort()).toEqual([...errands.keys()].sort());
});
