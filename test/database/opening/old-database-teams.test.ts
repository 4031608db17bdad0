import { sql } from "kysely";
import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { factsIn, type PersonaBot, pressIn } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { untilTrue } from "../../support/until-true.ts";
import { key } from "../../tavus/setup.ts";
import { idOf, old, startOldBot, tavusIdOf, team } from "./old-database.ts";

const minute = 60_000;

/** How many rows of this team each table holds that has any, whatever tables there are by now. */
async function rowsOf({ database: { kysely } }: PersonaBot, tenantId: string) {
  const counts: { [table: string]: number } = {};
  for (const { name, columns } of await kysely.introspection.getTables()) {
    if (!columns.some((column) => column.name === "tenant_id")) continue;
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(name)} where tenant_id = ${tenantId}`.execute(kysely);
    if (Number(rows[0]?.count) > 0) counts[name] = Number(rows[0]?.count);
  }
  return counts;
}

forEachEngine((engine) => {
  test("/persona-status of an old database shows its warnings, its last sync and what is left of the day", async () => {
    const bot = await startOldBot(engine);
    const status = async (tenantId: typeof team | `discord:${number}`) =>
      factsIn(answerIn(await bot.person("U1", "admin", tenantId).run("persona-status")));

    const facts = await status(team);
    expect(facts).toMatchObject({
      "Automatic sync": "Every 24 hours, next 2026-11-21 03:00 UTC",
      "Last sync":
        "Ended 2026-11-18 14:00 UTC: 0 imported, 0 linked, 0 created, 4 changed in Tavus, 2 gone in Tavus, by",
      "Left today": expect.stringContaining("New personas: 56 of 60 for you, 196 of 200 for the team"),
    });
    expect(facts["Open warnings"]).toContain("2 times since 2026-11-18 14:00 UTC");
    expect(facts["Open warnings"]).not.toContain("Invalid Tavus API key");
    expect((await status("discord:100"))["Last sync"]).toContain(
      "Interrupted, and goes on by itself; begun 2026-11-20 11:59",
    );
    expect((await status("discord:300"))["Tavus key"]).toContain("None");
    expect(await bot.services.settings.of(team)).toMatchObject({
      channel: { id: "C9", setBy: "U1", closedAt: null },
      managers: ["U1", "U2"],
    });
  });

  test("queues of an old database go on with credits, with a key, and with the team's return", async () => {
    const bot = await startOldBot(engine);
    const { personas, worker, services } = bot;
    const find = (tenantId: string, state: string) => personas.find(tenantId, idOf(state));
    const untilLinked = (tenantId: string, state: string) =>
      untilTrue(
        async () => {
          worker.wake();
          const persona = await find(tenantId, state);
          return persona?.link === "linked" && !persona.isBehind;
        },
        { what: `${state} to be linked` },
      );
    await untilLinked(team, "dieda");
    expect(await find("discord:100", "broke")).toMatchObject({ failure: { cause: "outOfCredits" } });
    bot.skip(6 * minute);
    for (const state of ["broke", "rich"]) await untilLinked("discord:100", state);
    expect(await find("slack:T4", "gonedue")).toMatchObject({ failure: { cause: "rateLimited" } });
    await services.life.arrived("slack:T4");
    await untilLinked("slack:T4", "gonedue");
    expect(await find("discord:300", "nokey")).toMatchObject({ failure: { cause: "noKey" } });
    await services.teamKeys.store({ tenantId: "discord:300", userId: "7003", value: key }, null);
    await untilLinked("discord:300", "nokey");
  });

  test("/persona-forget exports all of an old database's team and leaves nothing of it, and all of others", async () => {
    const bot = await startOldBot(engine);
    const others = old.personas.map(({ tenantId }) => tenantId).filter((tenantId) => tenantId !== team);
    const rowsOfOthers = () => Promise.all([...new Set(others)].map((tenantId) => rowsOf(bot, tenantId)));
    await bot.worker.stop(2_000);
    const before = await rowsOfOthers();
    const admin = bot.person("U1", "admin", team);

    const exported = await pressIn(admin, await admin.run("persona-forget"), "Export everything");
    await pressIn(admin, exported, "I have the file: delete all");

    const { personas } = JSON.parse(String(answerIn(exported).files?.[0]?.text));
    const mine = [...old.personas, ...old.removed.map(({ persona }) => persona)].filter(
      ({ tenantId }) => tenantId === team,
    );
    expect(personas.map(({ id }: { id: string }) => id)).toEqual(mine.map(({ id }) => id).sort());
    const theirs = { id: idOf("theirs"), tavusPersonaId: tavusIdOf("theirs"), link: "linked" };
    const updatedAt = "2026-11-18T14:00:00.000Z";
    expect(personas).toContainEqual(expect.objectContaining({ ...theirs, updatedAt }));
    await bot.services.audit.flush();
    const { forgotten, leftovers: _searchedFor, ...left } = await rowsOf(bot, team);
    expect([forgotten, left]).toEqual([1, { tenants: 1 }]);
    expect(await rowsOfOthers()).toEqual(before);
  });
});
