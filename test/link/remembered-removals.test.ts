import { expect, test } from "vitest";
import { GoneError } from "../../src/errors.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { type Harness, impatient, openHarness } from "../support/harness/harness.ts";
import { tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;
const minute = 60_000;

/** Deleted "here and in Tavus" while its create is under way. */
async function deleteUnsettled(open: OpenDatabase, fault: Parameters<Harness["standIn"]["setFault"]>[0]) {
  const harness = await openHarness(open, impatient);
  const bot = harness.startBot();
  harness.standIn.setFault(fault, { ...create, times: 1 });
  const creating = bot.create().catch((error: unknown) => error);
  await harness.until(bot, () => harness.requests("create persona").length === 1);
  const [row] = await harness.rows();
  const id = row?.id ?? "";
  const request = { tenantId: tenant, id, alsoInTavus: true };
  const removed = await bot.personas.remove(request);
  const answer = await creating;
  const fate = async () => (await bot.personas.findRemoved(tenant, id))?.tavus;
  /** Restarts the queue, which begins with a sweep. */
  const sweepUntil = async (wanted: string) => {
    await harness.work(bot);
    await harness.until(bot, async () => (await fate()) === wanted, `the fate ${wanted}`);
  };
  return { harness, bot, id, request, removed, answer, fate, sweepUntil };
}

forEachEngine((_engine, open) => {
  test("an answer that comes after the deletion is carried out: it is deleted in Tavus", async () => {
    const { harness, bot, request, removed, answer, sweepUntil } = await deleteUnsettled(open, {
      delayMs: 300,
    });
    expect([removed.tavus, answer]).toEqual(["whenKnown", expect.any(GoneError)]);
    expect(harness.account.personas).toHaveLength(1);

    await sweepUntil("deleted");

    expect(harness.account.personas).toEqual([]);
    expect((await bot.personas.remove(request)).tavus).toBe("deleted");
    expect(harness.requests("delete persona")).toHaveLength(1);
  });

  test("what a lost request has made is found by its record line and deleted", async () => {
    const { harness, bot, sweepUntil, fate } = await deleteUnsettled(open, "hangAfter");
    await harness.work(bot);
    await harness.rest(bot);
    // Its lease still runs.
    expect([await fate(), harness.account.personas.length]).toEqual(["whenKnown", 1]);

    harness.advance(25_000);
    await sweepUntil("deleted");

    expect(harness.account.personas).toEqual([]);
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("one that is also looked for as a second one goes once, and is told once", async () => {
    const { harness, id, sweepUntil } = await deleteUnsettled(open, "hangAfter");
    const at = new Date(harness.now()).toISOString();
    await harness.database.kysely
      .updateTable("links")
      .set({ surplus_check_at: at, unknown_attempts: JSON.stringify([at]) })
      .execute();
    harness.advance(12 * minute);

    await sweepUntil("deleted");

    expect(harness.requests("delete persona")).toHaveLength(1);
    expect(harness.news.removals).toEqual([]);
    expect(harness.news.fates).toEqual([{ id, kind: "deleted", userId: "u1" }]);
  });

  test("a request that finishes minutes later is still caught", async () => {
    const { harness, bot, id, sweepUntil, fate } = await deleteUnsettled(open, "hang");
    harness.advance(25_000);
    await harness.work(bot);
    await harness.until(bot, () => harness.requests("list personas").length > 0);
    await harness.rest(bot);
    expect(await fate()).toBe("whenKnown");

    harness.account.addPersona({ systemPrompt: `Late.\n\n[record ${id}]` });
    harness.advance(15 * minute);
    await sweepUntil("deleted");

    expect(harness.account.personas).toEqual([]);
  });

  test("where nothing turns up it was never there, and nothing is made", async () => {
    const { harness, sweepUntil } = await deleteUnsettled(open, "hang");

    harness.advance(16 * minute);
    await sweepUntil("neverThere");

    expect(harness.requests("create persona")).toHaveLength(1);
    expect(harness.requests("delete persona")).toEqual([]);
  });

  test("somebody's own copy of it stays", async () => {
    const { harness, id, sweepUntil } = await deleteUnsettled(open, "hangAfter");
    const createdAt = "2020-01-01T00:00:00.000Z";
    const copy = harness.account.addPersona({ systemPrompt: `Copy.\n\n[record ${id}]`, createdAt });

    harness.advance(25_000);
    await sweepUntil("deleted");

    expect(harness.account.personas.map((persona) => persona.id)).toEqual([copy.id]);
  });

  test("while Tavus fails it waits, and another process goes on", async () => {
    const { harness, bot, fate } = await deleteUnsettled(open, "hangAfter");
    harness.advance(25_000);
    const repair = harness.standIn.setFault("serverErrors");
    await harness.work(bot);
    await harness.rest(bot);
    expect(await fate()).toBe("whenKnown");
    repair();
    bot.kill();

    harness.advance(6 * minute);
    const other = harness.startBot();
    other.worker.start();
    await harness.until(other, () => harness.account.personas.length === 0, "the deletion");
  });

  test("who was held up over a deletion that another process has carried out does not tell of it again", async () => {
    const { harness, bot, id } = await deleteUnsettled(open, "hangAfter");
    bot.kill();
    harness.advance(25_000);
    const [late, other] = [harness.startBot({ timeoutMs: 5000 }), harness.startBot()];
    harness.standIn.setFault({ delayMs: 600 }, { operation: "delete persona", times: 1 });
    late.worker.start();
    await harness.until(late, () => harness.requests("delete persona").length === 1, "the first process");

    harness.advance(6 * minute);
    other.worker.start();
    await harness.until(other, () => harness.news.fates.length > 0, "the other process");
    await late.worker.stop(5000);

    expect(harness.news.fates).toMatchObject([{ id, kind: "deleted" }]);
    expect((await other.personas.findRemoved(tenant, id))?.tavus).toBe("deleted");
  });

  test("deleted here only, what a lost request makes stays", async () => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    harness.standIn.setFault("hangAfter", { ...create, times: 1 });
    const { persona } = await bot.create();

    const { tavus } = await bot.personas.remove({ tenantId: tenant, id: persona.id, alsoInTavus: false });
    harness.advance(16 * minute);
    await harness.work(bot);
    await harness.rest(bot);

    expect(tavus).toBe("unknown");
    expect(harness.account.personas).toHaveLength(1);
  });
});
