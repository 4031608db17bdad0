import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { platforms, reads } from "../support/black-box/black-box-chat.ts";
import { create, somebody } from "../support/black-box/black-box-people.ts";
import { portOf, type Run, insideTest as test } from "../support/black-box/black-box-run.ts";

const timeout = 60_000;
const token = "a-token-for-prometheus";
const on = { PORT: "0", METRICS_TOKEN: token };

const ask = (run: Run, authorization?: string) =>
  fetch(`http://127.0.0.1:${portOf(run)}/metrics`, authorization ? { headers: { authorization } } : {});

async function scrape(run: Run): Promise<string> {
  return (await ask(run, `Bearer ${token}`)).text();
}

/** The value on the line that begins so; undefined where there is none. */
function lineValue(page: string, start: string): number | undefined {
  const line = page.split("\n").find((candidate) => candidate.startsWith(`${start} `));
  return line === undefined ? undefined : Number(line.slice(start.length + 1));
}

test("what people do on both platforms and what Tavus answers is counted, and nothing says whose it was", {
  timeout,
}, async ({ startRun }) => {
  const run = await startRun(on);
  run.world.tavus.setFault("rateLimited", { operation: "create persona", times: 1 });
  const people = platforms.map((platform) => somebody(run, platform));
  await Promise.all(people.map((chat) => create(chat, `Ada of ${chat.platform}`)));
  await Promise.all(people.map((chat) => reads(chat, `“Ada of ${chat.platform}” is ready`, 40_000)));

  const page = await scrape(run);

  for (const platform of ["discord", "slack"]) {
    const form = `platform="${platform}",kind="form",command="persona-create",outcome="answered"`;
    expect(lineValue(page, `personaforge_interactions_total{${form}}`)).toBe(1);
    expect(
      lineValue(page, `personaforge_interaction_duration_seconds_count{platform="${platform}",kind="form"}`),
    ).toBe(1);
    expect(
      lineValue(page, `personaforge_interaction_age_seconds_count{platform="${platform}"}`),
    ).toBeGreaterThanOrEqual(2);
    expect(lineValue(page, `personaforge_platform_connected{platform="${platform}"}`)).toBe(1);
  }
  const created = 'personaforge_tavus_requests_total{operation="create persona"';
  expect(lineValue(page, `${created},outcome="ok"}`)).toBe(2);
  expect(lineValue(page, `${created},outcome="rateLimited"}`)).toBe(1);
  expect(lineValue(page, "personaforge_database_up")).toBe(1);
  expect(lineValue(page, 'personaforge_discord_shard_ready{shard="0"}')).toBe(1);
  expect(lineValue(page, "personaforge_discord_shards")).toBe(1);
  expect(page).toMatch(
    /personaforge_build_info\{version="[\d.]+",node="24[\d.]+",database="SQLite",migration="0/,
  );
  expect(page).toMatch(/nodejs_eventloop_lag_p99_seconds \d/);
  const names = [...run.rows().map(({ name, id }) => [name, id]), "T0SANDBOX", "per_"].flat();
  for (const name of names) expect(page).not.toContain(String(name));
});

test("every metric that an alert asks for is there, and the alerts cover what the manual names", {
  timeout,
}, async ({ startRun }) => {
  const run = await startRun(on);
  const alerts = readFileSync(new URL("../../docs/prometheus-alerts.yml", import.meta.url), "utf8");
  const manual = readFileSync(new URL("../../docs/operations.md", import.meta.url), "utf8");
  const asked = new Set(alerts.match(/\b(personaforge|nodejs)_[a-z0-9_]+/g));

  const page = await scrape(run);

  expect(asked.size).toBeGreaterThanOrEqual(6);
  for (const name of asked) expect(page).toContain(`# TYPE ${name} `);
  // A bot that does not run has no metric that could be wrong.
  expect(alerts).toContain("expr: absent(personaforge_build_info)");
  for (const [, alert] of alerts.matchAll(/alert: (\w+)/g)) expect(manual).toContain(`\`${alert}\``);
});

test("nobody reads it without the token", { timeout }, async ({ startRun }) => {
  const run = await startRun(on);

  const refused = await Promise.all(
    [undefined, token, `Bearer ${token}x`, `Bearer ${token.slice(1)}`, `Basic ${token}`, "Bearer "].map(
      (given) => ask(run, given),
    ),
  );

  expect(refused.map(({ status }) => status)).toEqual(refused.map(() => 401));
  expect(refused[0]?.headers.get("www-authenticate")).toBe("Bearer");
});

test("where no token is set there is no such page", { timeout }, async ({ startRun }) => {
  const run = await startRun({ PORT: "0" });

  expect((await ask(run, "Bearer ")).status).toBe(404);
});
