import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { createLookedUp, type Sources } from "../../src/metrics/looked-up.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";

const offline = () => ({ queueSilentForMs: () => 2500, platforms: () => ({ slack: { state: "waiting" } }) });

forEachEngine((engine, open) => {
  test("the queue by state, the oldest that is due and open warnings are looked up at each asking", async () => {
    const bot = await startPersonaBot(open);
    await bot.worker.stop(1000);
    const registry = new Registry();
    const look = createLookedUp(registry, { database: bot.database, ...offline() });
    await look();
    const before = await registry.metrics();
    const nowMs = bot.database.now();
    await storeRows(bot.database, [
      aLinkedRow({ tenant_id: workspace, link: "pending", next_attempt_at: iso(nowMs - 90_000) }),
      aLinkedRow({ tenant_id: workspace, link: "pending", next_attempt_at: iso(nowMs + 60_000) }),
      aLinkedRow({ tenant_id: guild, next_attempt_at: iso(nowMs + 9000), lease_until: iso(nowMs + 9000) }),
      aLinkedRow({ tenant_id: guild, link: "failed" }),
      aLinkedRow({ tenant_id: guild }),
      aLinkedRow({ tenant_id: guild, link: "failed", deleted_at: iso(nowMs) }),
    ]);
    for (const team of [workspace, guild]) {
      await bot.warnings.raise(team, { cause: "outOfCredits" });
    }

    await look();
    const after = await registry.metrics();

    expect(before).not.toContain("personaforge_queue_links{");
    for (const state of ["due", "later", "running", "failed"]) {
      expect(after).toContain(`personaforge_queue_links{kind="persona",state="${state}"} 1`);
    }
    expect(after).not.toContain('state="linked"');
    expect(Number(/^personaforge_queue_oldest_due_seconds (.*)$/m.exec(after)?.[1])).toBeGreaterThanOrEqual(
      90,
    );
    expect(after).toContain('personaforge_warnings_open{cause="outOfCredits"} 2');
    expect(after).toContain("personaforge_queue_silence_seconds 2.5");
    expect(after).toContain('personaforge_platform_connected{platform="slack"} 0');
    expect(after.includes("personaforge_database_pool_connections{")).toBe(engine === "postgres");
  });

  test("the shards held here are named, ready or not, and what was given away is not named any more", async () => {
    const database = await open();
    const registry = new Registry();
    let shards: ReturnType<NonNullable<Sources["shards"]>> = [
      { id: 0, count: 4, isReady: true },
      { id: 3, count: 4, isReady: false },
    ];
    const look = createLookedUp(registry, { database, ...offline(), shards: () => shards });

    await look();
    const before = await registry.metrics();
    shards = [{ id: 3, count: 4, isReady: true }];
    await look();
    const after = await registry.metrics();
    shards = undefined;
    await look();
    const none = await registry.metrics();

    const linesOf = (page: string) => page.match(/^personaforge_discord_shard.* .*$/gm);
    const ready = (shard: number, is: number) => `personaforge_discord_shard_ready{shard="${shard}"} ${is}`;
    expect(linesOf(before)).toEqual([ready(0, 1), ready(3, 0), "personaforge_discord_shards 4"]);
    expect(linesOf(after)).toEqual([ready(3, 1), "personaforge_discord_shards 4"]);
    expect(linesOf(none)).toBeNull();
  });

  test("while the database is away everything else is told, and none of its numbers", async () => {
    const database = await open();
    const registry = new Registry();
    const look = createLookedUp(registry, { database, ...offline() });
    await look();
    await database.close();

    await look();
    const page = await registry.metrics();

    expect(page).toContain("personaforge_database_up 0");
    expect(page).not.toMatch(/^personaforge_queue_oldest_due_seconds \d/m);
    expect(page).toContain("personaforge_queue_silence_seconds 2.5");
  });
});

const iso = (ms: number) => new Date(ms).toISOString();
