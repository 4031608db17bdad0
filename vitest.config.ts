import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { longer } from "./test/support/runner/longer.ts";
import { retriedTests } from "./test/support/runner/retried-tests.ts";
import { SlowFirst } from "./test/support/runner/slow-first.ts";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/postgres.ts"],
    setupFiles: ["test/support/runner/node-http-first.ts"],
    pool: "forks",
    // No test leaves anything behind in a module, and loading them anew for each file was a third of the work.
    isolate: false,
    // Most of what a test makes is gone with it: with room for it, a worker clears up half as often.
    execArgv: ["--min-semi-space-size=16", "--max-semi-space-size=32"],
    // Most tests wait for a process or a timer, so two share a core well. More than eight would run out of PostgreSQL's connections.
    maxWorkers: Math.min(8, Math.max(4, 2 * availableParallelism())),
    sequence: { sequencer: SlowFirst },
    // The default one last, so that its summary is what a run ends with.
    reporters: [retriedTests, "default"],
    // Deadlines are for what never comes: a machine with other work may be ten times as slow.
    expect: { poll: { timeout: 10_000 } },
    // A stall of the machine is no fault of ours. What is random in a test stands in its seed, so a fault of ours
    // comes again; and what needed another try is named at the end, and why.
    retry: 2,
    testTimeout: 60_000 * longer,
    hookTimeout: 60_000,
  },
});
