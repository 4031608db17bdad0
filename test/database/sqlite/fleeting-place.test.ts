import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { fleetingPlace } from "../../../src/database/sqlite/fleeting-place.ts";
import { runMain } from "../../support/black-box/start-main.ts";
import { makeFolder } from "../../support/databases.ts";

const overlay = 0x794c7630;
const ext4 = 0xef53;

/** Where the kernel keeps files in memory. */
function makeFleetingFolder(): string {
  const folder = mkdtempSync("/dev/shm/personaforge-test-");
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a file in memory is told as one that is gone after a restart, whether or not it is there yet", () => {
  const file = join(makeFleetingFolder(), "data", "bot.db");

  expect(fleetingPlace(file)?.sentence).toMatch(
    /bot\.db lies in memory \(tmpfs\).*all that people save is gone/,
  );
});

test("a link is judged by where it leads", () => {
  const link = join(makeFolder(), "bot.db");
  symlinkSync(join(makeFleetingFolder(), "bot.db"), link);

  expect(fleetingPlace(link)?.sentence).toContain("lies in memory");
});

test.each<[string, (path: string, file: string) => number | undefined, RegExp | undefined]>([
  ["in the layer of a container", () => overlay, /lies in the layer of a container/],
  [
    "mounted by itself in one",
    (path, file) => (path === file ? ext4 : overlay),
    /mounted by itself, and what SQLite keeps beside it \(-wal\) lies in the layer/,
  ],
  ["on a volume", () => ext4, undefined],
  ["where the system does not tell", () => undefined, undefined],
])("a file %s", (_where, kindOf, sentence) => {
  const file = join(makeFolder(), "bot.db");
  writeFileSync(file, "");

  const found = fleetingPlace(file, (path) => kindOf(path, file));

  expect(found?.sentence ?? "").toMatch(sentence ?? /^$/);
});

test("a database that is memory alone is none of these: its setting says so already", () => {
  expect(fleetingPlace(":memory:", () => overlay)).toBeUndefined();
});

test("the doctor says it before the first start", async () => {
  const folder = makeFleetingFolder();

  const { output, errors } = await runMain(["--doctor"], {}, folder);

  expect(output + errors).toMatch(/note +Place +data\/personaforge\.db lies in memory/);
  expect(existsSync(join(folder, "data"))).toBe(false);
});
