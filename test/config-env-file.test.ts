import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { fillFromEnvFile, unreadEnvFile } from "../src/config/env-file.ts";
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

test.each([
  ["UTF-16 as PowerShell writes it", "\ufeffPORT=1\r\n", "utf16le", true],
  ["UTF-16 without a mark in front", "PORT=1\n", "utf16le", true],
  ["UTF-8", "PORT=1\n", "utf8", false],
  ["UTF-8 with a mark in front", "\ufeffPORT=1\r\n", "utf8", false],
] as const)("of a file in %s nothing is read without a word", (_encoding, text, encoding, isRefused) => {
  const file = join(makeFolder(), ".env");
  writeFileSync(file, Buffer.from(text, encoding));

  const unread = unreadEnvFile(() => [], [`--env-file-if-exists=${file}`]);

  expect(unread !== undefined).toBe(isRefused);
  if (isRefused) expect(unread?.refusal).toMatch(/is written in UTF-16.*Nothing was done\. Save it as UTF-8/);
});

test("a link to settings that are not there is no settings that nobody made", () => {
  const file = join(makeFolder(), ".env");
  symlinkSync("/nowhere/.env", file);
  const options = [`--env-file-if-exists=${file}`];

  const [alone, withPlatform] = [[], ["DISCORD_TOKEN"]].map((set) => unreadEnvFile(() => set, options));

  expect(alone?.refusal).toMatch(/\.env is a link to what is not there.* Nothing was done\. Mount or make/);
  expect([withPlatform?.refusal, withPlatform?.note]).toEqual([
    undefined,
    expect.stringContaining("a link to what is not there"),
  ]);
  expect(fillFromEnvFile({ PORT: "" }, options)).toBeUndefined();
});

test.each([
  "",
  "\ufeff",
])("what is set to nothing counts as unset: the file says it, with %o in front, and the log says that", (mark) => {
  const file = join(makeFolder(), ".env");
  writeFileSync(
    file,
    `${mark}DATABASE_URL="file:kept/bot.db" # here\nPORT=8080\nPUBLIC_URL=\nHOME=/nowhere\n`,
  );
  const environment = { DATABASE_URL: '""', PORT: "9090", PUBLIC_URL: "", LOG_LEVEL: "", HOME: "" };

  const note = fillFromEnvFile(environment, [`--env-file-if-exists=${file}`]);

  expect(environment).toEqual({
    DATABASE_URL: "file:kept/bot.db",
    PORT: "9090",
    PUBLIC_URL: "",
    LOG_LEVEL: "",
    HOME: "",
  });
  expect(note).toMatch(/^DATABASE_URL: set to nothing where this was started, .*\.env says is used/);
  expect(fillFromEnvFile({ PORT: "9090" }, [`--env-file-if-exists=${file}`])).toBeUndefined();
});

test("a script finds the database that the file names, though its variable is set to nothing", () => {
  const folder = makeFolder();
  writeFileSync(join(folder, ".env"), "DATABASE_URL=file:kept/bot.db\n");
  const args = ["--env-file-if-exists=.env", join(process.cwd(), "src/main.ts"), "--migrate"];

  const said = execFileSync(process.execPath, args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env.PATH, DATABASE_URL: "" },
  });

  expect(said).toContain("kept/bot.db");
  expect([existsSync(join(folder, "kept/bot.db")), existsSync(join(folder, "data"))]).toEqual([true, false]);
});

test("a pipe that was read once, as managers of secrets make one, is not waited for", () => {
  const folder = makeFolder();
  execFileSync("mkfifo", [join(folder, ".env")]);
  const look = `
    const { fillFromEnvFile, unreadEnvFile } = await import("${join(process.cwd(), "src/config/env-file.ts")}");
    const options = ["--env-file-if-exists=.env"];
    console.log([fillFromEnvFile({ PORT: "" }, options), unreadEnvFile(() => [], options)]);`;

  const said = execFileSync(process.execPath, ["--input-type=module", "--eval", look], {
    cwd: folder,
    encoding: "utf8",
    timeout: 5000,
  });

  expect(said).toBe("[ undefined, undefined ]\n");
});

test("every script that reads settings reads them in the way that is looked at", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
  const reading = Object.values(scripts).filter((script) => script.includes("--env-file"));

  expect(reading.length).toBeGreaterThan(5);
  for (const script of reading) expect(script).toContain("node --env-file-if-exists=.env ");
});
