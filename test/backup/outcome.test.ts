import { expect, test } from "vitest";
import { outcomeOf } from "../../src/backup/outcome.ts";
import { DatabaseStartError } from "../../src/database/opening/database-errors.ts";

test.each([
  'unterminated dollar-quoted string at or near "$$ begin"',
  "no column $& in $`",
])("a cause is told as it was given: %s", async (words) => {
  const failed = new DatabaseStartError("unknown", { place: "bot" }, { cause: new Error(words) });

  const { message } = await outcomeOf({ place: "bot" }, () => Promise.reject(failed));

  expect(message).toBe(`The database bot could not be used. The cause: ${words}`);
});
