import { expect, test } from "vitest";
import { createHealth, type HealthOptions } from "../../src/main/health.ts";
import type { PlatformHealth } from "../../src/main/platforms/connection-state.ts";

const since = "2026-11-28T07:00:00.000Z";
const connected: PlatformHealth = { state: "connected", since };
const away: PlatformHealth = { state: "waiting", since, reason: "The platform is away.", nextTry: since };

async function healthOf(change: Partial<HealthOptions> = {}) {
  const health = createHealth({
    database: { checkWrite: async () => ({ ok: true }) },
    queueSilentForMs: () => 900,
    longestDueMs: async () => 0,
    platforms: () => ({ discord: connected, slack: connected }),
    ...change,
  });
  const { report, ...verdict } = await health();
  return { ...verdict, status: report.status, report };
}

const locked = { checkWrite: async () => ({ ok: false, reason: "The database is locked." }) as const };

test.each([
  ["all is well", {}, { isHealthy: true, isReady: true, status: "ok" }],
  [
    "the database takes no write",
    { database: locked },
    { isHealthy: false, isReady: false, status: "unavailable" },
  ],
  ["the queue is not read", { queueSilentForMs: () => 61_000 }, { isHealthy: true, isReady: false }],
  ["what is due is not done", { longestDueMs: async () => 601_000 }, { isHealthy: true, isReady: false }],
  [
    "the queue cannot be asked",
    { longestDueMs: async () => Promise.reject(new Error("locked")) },
    { isHealthy: true, isReady: false },
  ],
  [
    "one of two platforms is away",
    { platforms: () => ({ discord: away, slack: connected }) },
    { isHealthy: true, isReady: true, status: "degraded" },
  ],
  [
    "a platform lacks something",
    { platforms: () => ({ discord: { ...connected, impaired: "No commands." } }) },
    { isHealthy: true, isReady: true, status: "degraded" },
  ],
  ["no platform is there", { platforms: () => ({ slack: away }) }, { isHealthy: true, isReady: false }],
] satisfies [
  string,
  Partial<HealthOptions>,
  object,
][])("when %s, it says so", async (_what, change, verdict) => {
  expect(await healthOf(change)).toMatchObject(verdict);
});

test("the report names why, and since when", async () => {
  const { report } = await healthOf({
    database: locked,
    queueSilentForMs: () => 119_000,
    platforms: () => ({ discord: away }),
  });

  expect(report).toEqual({
    status: "unavailable",
    database: { ok: false, reason: "The database is locked." },
    queue: { ok: false, reason: "The queue has not been read for 2 min." },
    platforms: { discord: away },
  });
});

test("asked often, the database is written to once", async () => {
  let writes = 0;
  const health = createHealth({
    database: {
      async checkWrite() {
        writes += 1;
        return { ok: true };
      },
    },
    queueSilentForMs: () => 0,
    longestDueMs: async () => 0,
    platforms: () => ({}),
  });

  await Promise.all([health(), health(), health()]);

  expect(writes).toBe(1);
});
