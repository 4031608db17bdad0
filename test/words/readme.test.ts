import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { causes } from "../../src/warnings/causes.ts";
import { operations } from "../../src/warnings/scene.ts";
import { titleOf } from "../../src/warnings/sentences.ts";

/** What stands in the first column below "What each warning means"; titles that share a row are told apart by a dot. */
function explainedTitles(): string[] {
  const [, part = ""] = readFileSync("README.md", "utf8").split("## What each warning means");
  const [table = ""] = part.split("\n## ");
  const cells = [...table.matchAll(/^\| ([^|]+) \|/gm)].map(([, cell = ""]) => cell);
  return cells.flatMap((cell) => cell.split(" · ")).map((title) => title.trim());
}

test.each(causes)("README explains every title that %s has, word for word", (cause) => {
  const titles = operations.map((operation) => titleOf(cause, operation));

  expect(explainedTitles()).toEqual(expect.arrayContaining(titles));
});
