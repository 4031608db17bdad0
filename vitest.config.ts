import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/postgres.ts"],
    pool: "forks",
    // Most tests wait for a process or a timer, so three share two cores well.
    maxWorkers: 3,
    // Real processes, real leases and a real browser on a shared machine: once may be chance, twice is a fault.
    retry: 1,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
