import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkSqliteWrite } from "../../../src/database/sqlite/sqlite-write-check.ts";

function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "write-check-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

test.each([
  ["EACCES", "The database may not be written."],
  ["ESTALE", "The database cannot be written (ESTALE)."],
])("a folder that cannot be looked into (%s) is a verdict, and no failure", async (code, reason) => {
  const path = join(aFolder(), "bot.db");
  const look = () => {
    throw Object.assign(new Error("stat"), { code });
  };

  expect(await checkSqliteWrite(path, look)).toEqual({ ok: false, reason });
});

test("so it is where the folder is gone", async () => {
  const path = join(aFolder(), "gone", "bot.db");

  expect(await checkSqliteWrite(path, () => true)).toEqual({
    ok: false,
    reason: "The database cannot be written (ENOENT).",
  });
});
