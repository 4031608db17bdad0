import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { makeFolder } from "./support/databases.ts";

const asNobody = fileURLToPath(new URL("./support/env-file-as-nobody.ts", import.meta.url));

/** What is said about a file of settings with these rights, beside settings that are set; without any it is not there. */
function saidOf(rights?: number, ...settings: string[]): string {
  const folder = makeFolder();
  chmodSync(folder, 0o755);
  const file = join(folder, ".env");
  if (rights !== undefined) writeFileSync(file, "DATABASE_URL=postgres://bot:secret@host.example/bot\n");
  if (rights !== undefined) chmodSync(file, rights);
  return execFileSync(process.execPath, [asNobody, file, ...settings], { encoding: "utf8" });
}

test("settings that lie there and cannot be read are no settings that are not there", () => {
  expect(saidOf(0o000)).toMatch(/\.env cannot be read by this user.* Nothing was done\. Let this user/);
  expect([saidOf(0o444), saidOf()]).toEqual(["", ""]);
});

test.each([
  ["DISCORD_TOKEN", true],
  ["SLACK_CLIENT_ID", true],
  ["SLACK_API_URL", false],
  ["PORT", false],
])("what a supervisor has read from it for the bot counts: with %s set, %s", (name, isEnough) => {
  expect(/What this process was started with is used/.test(saidOf(0o000, name))).toBe(isEnough);
});

test("every script that reads settings reads them in the way that is looked at", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const reading = Object.values(scripts).filter((script) => script.includes("--env-file"));

  expect(reading.length).toBeGreaterThan(5);
  for (const script of reading) expect(script).toContain("node --env-file-if-exists=.env ");
});
