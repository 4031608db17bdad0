import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { commands } from "../../src/commands/all.ts";

test("what the README says to copy is the manifest and nothing else", { timeout: 60_000 }, async () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const [, ...words] = /`(npm run [^`]*slack:manifest)`/.exec(readme)?.[1]?.split(" ") ?? [];

  const { stdout } = await promisify(execFile)("npm", words, {
    env: { ...process.env, SLACK_SIGNING_SECRET: "" },
  });

  const { features } = JSON.parse(stdout);
  const listed = commands.filter(({ isListed }) => isListed !== false);
  expect(features.slash_commands).toHaveLength(listed.length);
});
