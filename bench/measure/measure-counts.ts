import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";
import type { Row } from "../table.ts";
import type { Workshop } from "../workshop.ts";

/** The tests that count: what they note of a test is `expectAtMost`'s. */
const countingTests = ["test/main/counted-statements.test.ts", "test/personas/sync/counts.test.ts"];

type Counted = { what: string; count: number; most: number };
type Report = {
  testResults: { assertionResults: { meta?: { counted?: Counted[] } }[] }[];
};

/** What is counted in the tests, statements and transactions, beside what it may be. Rejects where a test could not be run. */
export async function measureCounts(workshop: Workshop): Promise<Row[]> {
  const file = workshop.path("counts.json");
  const run = ["vitest", "run", ...countingTests, "--reporter=json", `--outputFile=${file}`];
  // A count that is too high fails its test, and is shown all the same.
  const failed = await promisify(execFile)("npx", run).then(
    () => undefined,
    (error: unknown) => error,
  );
  const report: Report = await readFile(file, "utf8").then(JSON.parse, () => Promise.reject(failed));
  const counted = report.testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .flatMap(({ meta }) => meta?.counted ?? []);
  if (counted.length === 0) throw failed ?? new Error("nothing was counted");
  return counted.map(({ what, count, most }) => ({ what, unit: "×", ours: count, target: most }));
}
