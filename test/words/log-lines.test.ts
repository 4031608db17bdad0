import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const sources = readdirSync("src", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"))
  .join("\n");

/** The first column below "The log": each line as it is written, with … for what is not always the same. */
function explainedLines(): string[] {
  const [, part = ""] = readFileSync("docs/operations.md", "utf8").split("\n## The log\n");
  const [table = ""] = part.split("\n## ");
  const cells = [...table.matchAll(/^\| (`.*?`) \|/gm)].map(([, cell = ""]) => cell);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, line = ""]) => line));
}

test.each(explainedLines())("the log writes “%s”, as the operator's table has it", (line) => {
  const parts = line.split("…").map((part) => part.trim());

  expect(parts.filter((part) => !sources.includes(part))).toEqual([]);
});
