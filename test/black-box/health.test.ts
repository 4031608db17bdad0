import { renameSync } from "node:fs";
import { expect, onTestFinished } from "vitest";
import { portOf, type Run, insideTest as test } from "../support/black-box/black-box-run.ts";
import { lockFile } from "../support/lock-file.ts";

const timeout = 60_000;

async function ask(run: Run, path: string) {
  const response = await fetch(`http://127.0.0.1:${portOf(run)}${path}`);
  const report: unknown = await response.json();
  return { status: response.status, report };
}

/** Answers are kept for two seconds. */
const soon = { timeout: 8000, interval: 300 };

test("health follows the database: locked, free again, its file gone", { timeout }, async ({ startRun }) => {
  const run = await startRun({ PORT: "0" });
  const statusOf = (path: string) => async () => (await ask(run, path)).status;
  expect(await ask(run, "/ready")).toMatchObject({
    status: 200,
    report: {
      status: "ok",
      database: { ok: true },
      queue: { ok: true },
      platforms: { discord: { state: "connected" }, slack: { state: "connected" } },
    },
  });

  const other = await lockFile(run.databaseFile);
  onTestFinished(() => void other.close());
  await expect.poll(statusOf("/health"), soon).toBe(503);
  const locked = await Promise.all(["/live", "/health", "/ready"].map((path) => ask(run, path)));
  other.exec("rollback");
  await expect.poll(statusOf("/ready"), soon).toBe(200);
  renameSync(run.databaseFile, `${run.databaseFile}.gone`);
  await expect.poll(statusOf("/health"), soon).toBe(503);
  const gone = await ask(run, "/ready");
  renameSync(`${run.databaseFile}.gone`, run.databaseFile);
  await expect.poll(statusOf("/health"), soon).toBe(200);

  expect(locked.map(({ status }) => status)).toEqual([200, 503, 503]);
  expect(locked[2]?.report).toMatchObject({
    database: { ok: false, reason: expect.stringContaining("locked") },
  });
  expect(gone).toMatchObject({
    status: 503,
    report: { database: { reason: expect.stringContaining("deleted") } },
  });
});

test("a platform that is lost is said with its time, and readiness waits for the last one", {
  timeout,
}, async ({ startRun }) => {
  const run = await startRun({ PORT: "0", DISCORD_TOKEN: undefined });
  run.world.slack.fail("apps.connections.open", { status: 503, times: 1000 });

  run.world.slack.cutSockets();

  await expect.poll(async () => (await ask(run, "/ready")).status, soon).toBe(503);
  expect(await ask(run, "/health")).toMatchObject({
    status: 200,
    report: {
      status: "unavailable",
      platforms: {
        slack: { state: "disconnected", since: expect.stringMatching(/Z$/), reason: expect.any(String) },
      },
    },
  });
});
