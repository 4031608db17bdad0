import { expect, test } from "vitest";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { type House, openHouse } from "../support/house.ts";
import { tenant } from "../support/persona-builders.ts";

const create = { operation: "create persona" } as const;
const minute = 60_000;

/** Deleted "here and in Tavus" while its create is under way. */
async function deleteUnsettled(open: OpenDatabase, fault: Parameters<House["standIn"]["setFault"]>[0]) {
  const house = await openHouse(open);
  const bot = house.startBot();
  house.standIn.setFault(fault, { ...create, times: 1 });
  const creating = bot.create();
  await house.until(bot, () => house.requests("create persona").length === 1);
  const [row] = await house.rows();
  const id = row?.id ?? "";
  const request = { tenantId: tenant, id, alsoInTavus: true };
  const removed = await bot.personas.remove(request);
  await creating;
  const fate = async () => (await bot.personas.findRemoved(tenant, id))?.tavus;
  /** Restarts the queue, which begins with a sweep. */
  const sweepUntil = async (wanted: string) => {
    await house.work(bot);
    await house.until(bot, async () => (await fate()) === wanted, `the fate ${wanted}`);
  };
  return { house, bot, id, request, removed, fate, sweepUntil };
}

forEachEngine((_engine, open) => {
  test("an answer that comes after the deletion is carried out: it is deleted in Tavus", async () => {
    const { house, bot, request, removed, sweepUntil } = await deleteUnsettled(open, { delayMs: 200 });
    expect(removed.tavus).toBe("whenKnown");
    expect(house.account.personas).toHaveLength(1);

    await sweepUntil("deleted");

    expect(house.account.personas).toEqual([]);
    expect((await bot.personas.remove(request)).tavus).toBe("deleted");
    expect(house.requests("delete persona")).toHaveLength(1);
  });

  test("what a lost request has made is found by its record line and deleted", async () => {
    const { house, bot, sweepUntil, fate } = await deleteUnsettled(open, "hangAfter");
    await house.work(bot);
    await house.rest(bot);
    // Its lease still runs.
    expect([await fate(), house.account.personas.length]).toEqual(["whenKnown", 1]);

    house.advance(25_000);
    await sweepUntil("deleted");

    expect(house.account.personas).toEqual([]);
    expect(house.requests("create persona")).toHaveLength(1);
  });

  test("a request that finishes minutes later is still caught", async () => {
    const { house, bot, id, sweepUntil, fate } = await deleteUnsettled(open, "hang");
    house.advance(25_000);
    await house.work(bot);
    await house.until(bot, () => house.requests("list personas").length > 0);
    await house.rest(bot);
    expect(await fate()).toBe("whenKnown");

    house.account.addPersona({ systemPrompt: `Late.\n\n[record ${id}]` });
    house.advance(15 * minute);
    await sweepUntil("deleted");

    expect(house.account.personas).toEqual([]);
  });

  test("where nothing turns up it was never there, and nothing is made", async () => {
    const { house, sweepUntil } = await deleteUnsettled(open, "hang");

    house.advance(16 * minute);
    await sweepUntil("neverThere");

    expect(house.requests("create persona")).toHaveLength(1);
    expect(house.requests("delete persona")).toEqual([]);
  });

  test("somebody's own copy of it stays", async () => {
    const { house, id, sweepUntil } = await deleteUnsettled(open, "hangAfter");
    const createdAt = "2020-01-01T00:00:00.000Z";
    const copy = house.account.addPersona({ systemPrompt: `Copy.\n\n[record ${id}]`, createdAt });

    house.advance(25_000);
    await sweepUntil("deleted");

    expect(house.account.personas.map((persona) => persona.id)).toEqual([copy.id]);
  });

  test("while Tavus fails it waits, and another process goes on", async () => {
    const { house, bot, fate } = await deleteUnsettled(open, "hangAfter");
    house.advance(25_000);
    const repair = house.standIn.setFault("serverErrors");
    await house.work(bot);
    await house.rest(bot);
    expect(await fate()).toBe("whenKnown");
    repair();
    bot.kill();

    house.advance(6 * minute);
    const other = house.startBot();
    other.worker.start();
    await house.until(other, () => house.account.personas.length === 0, "the deletion");
  });

  test("deleted here only, what a lost request makes stays", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("hangAfter", { ...create, times: 1 });
    const { persona } = await bot.create();

    const { tavus } = await bot.personas.remove({ tenantId: tenant, id: persona.id, alsoInTavus: false });
    house.advance(16 * minute);
    await house.work(bot);
    await house.rest(bot);

    expect(tavus).toBe("unknown");
    expect(house.account.personas).toHaveLength(1);
  });
});
