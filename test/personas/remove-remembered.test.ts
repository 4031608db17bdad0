import { expect, test } from "vitest";
import type { Fault, FaultName } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { openHarness } from "../support/harness/harness.ts";
import { tenant } from "../support/personas/persona-builders.ts";

const hour = 3_600_000;
const deletion = { operation: "delete persona" } as const;

/** `timeoutMs`: shorter where a request is to be waited out; a busy machine takes most of a second for others, too. */
async function aLinkedOne(open: OpenDatabase, timeoutMs = 2_000) {
  const harness = await openHarness(open, { timeoutMs });
  const bot = harness.startBot();
  const { persona } = await bot.create();
  const { id, tavusPersonaId = "" } = persona;
  const request = { tenantId: tenant, id, alsoInTavus: true, userId: "U9" };
  const remove = (by = bot) => by.personas.remove(request);
  const fate = async (by = bot) => (await by.personas.findRemoved(tenant, id))?.tavus;
  const isInTavus = () => harness.account.persona(tavusPersonaId) !== undefined;
  /** Later, the queue is started anew, which begins with a sweep. What it was at until then has ended in its own time. */
  const startLater = async (afterMs: number, by = bot) => {
    await by.worker.stop(20_000);
    harness.advance(afterMs);
    by.worker.start();
  };
  const sweep = async (afterMs: number, wanted: string, by = bot) => {
    await startLater(afterMs, by);
    await harness.until(by, async () => (await fate(by)) === wanted, `the fate ${wanted}`);
  };
  /** The same until it has failed so often. */
  const fail = async (afterMs: number, wanted: number) => {
    await startLater(afterMs);
    const row = harness.database.kysely.selectFrom("links").select("tries").where("subject_id", "=", id);
    await harness.until(bot, async () => (await row.executeTakeFirstOrThrow()).tries === wanted);
  };
  return { harness, bot, id, tavusPersonaId, remove, fate, isInTavus, fail, sweep };
}

/** Tavus could not be asked, did not answer, or not so that it can be believed, and nothing was done. */
const passing: (FaultName | Fault)[] = [
  "serverErrors",
  "rateLimited",
  "dropBefore",
  "hang",
  "nonsense",
  { status: 200, body: { success: false } },
  { status: 200 },
  { status: 403, body: "<title>Blocked</title>" },
  { status: 423, body: { message: "Later" } },
  { status: 425 },
];

/** Only people can change that. */
const lasting: (FaultName | Fault)[] = [
  "invalidKey",
  "outOfCredits",
  { status: 403, body: { error: "Not available on your current plan" } },
  { status: 403, body: { error: "You lack the permission" } },
  { status: 409, body: { error: "It is in use" } },
  { status: 400, body: { error: "Invalid persona_id" } },
  { status: 404, body: { message: "Persona not found" } },
];

forEachEngine((_engine, open) => {
  test.each(
    passing,
  )("a deletion that met %j is remembered, carried out later and told to whoever asked", async (fault) => {
    const { harness, id, remove, fate, isInTavus, sweep } = await aLinkedOne(
      open,
      fault === "hang" ? 1_000 : undefined,
    );
    const repair = harness.standIn.setFault(fault, deletion);

    expect((await remove()).tavus).toBe("onItsWay");
    expect([await fate(), isInTavus()]).toEqual(["onItsWay", true]);
    expect((await remove()).tavus).toBe("onItsWay");
    repair();
    await sweep(60_000, "deleted");

    expect(isInTavus()).toBe(false);
    expect(harness.news.fates).toEqual([{ id, kind: "deleted", userId: "U9" }]);
  });

  test.each(lasting)("a deletion that met %j leaves both sides as they are", async (fault) => {
    const { harness, bot, id, remove, isInTavus } = await aLinkedOne(open);
    harness.standIn.setFault(fault, deletion);

    await expect(remove()).rejects.toThrow("Nothing was deleted, neither here nor in Tavus.");

    expect(isInTavus()).toBe(true);
    expect(await bot.personas.find(tenant, id)).toMatchObject({ link: "linked" });
  });

  test.each([
    "hangAfter",
    "dropAfter",
  ] as const)("a deletion whose answer was lost (%s) is looked for and said to be done", async (fault) => {
    const { harness, remove, isInTavus } = await aLinkedOne(open, 1_000);
    harness.standIn.setFault(fault, deletion);

    expect((await remove()).tavus).toBe("deleted");
    expect(isInTavus()).toBe(false);
  });

  test("a deletion whose answer was lost, in a Tavus that cannot be read either, is settled later", async () => {
    const { harness, remove, sweep } = await aLinkedOne(open, 1_000);
    harness.standIn.setFault("serverErrors");
    harness.standIn.setFault("hangAfter", { ...deletion, times: 1 });

    expect((await remove()).tavus).toBe("onItsWay");
    harness.standIn.clearFaults();
    await sweep(60_000, "deleted");

    expect(harness.news.fates.map(({ kind }) => kind)).toEqual(["deleted"]);
  });

  test("what Tavus has not deleted in a day stays there, and that is told; it can be brought back", async () => {
    const { harness, bot, id, tavusPersonaId, remove, isInTavus, fail, sweep } = await aLinkedOne(open);
    harness.standIn.setFault("serverErrors", deletion);
    await remove();
    for (let tries = 1; tries <= 20; tries += 1) await fail(1.25 * hour, tries);
    await sweep(2 * hour, "kept");

    expect(isInTavus()).toBe(true);
    expect(harness.news.fates).toEqual([{ id, kind: "kept", userId: "U9" }]);
    harness.standIn.clearFaults();
    expect((await bot.personas.importDeleted(tenant, id, "U9")).tavusPersonaId).toBe(tavusPersonaId);
  });

  test("a bot that stood still for days does not give a deletion up at its first try", async () => {
    const { harness, remove, isInTavus, fail, sweep } = await aLinkedOne(open);
    harness.standIn.setFault("serverErrors", deletion);
    await remove();

    await fail(72 * hour, 1);
    harness.standIn.clearFaults();
    await sweep(2 * hour, "deleted");

    expect(isInTavus()).toBe(false);
    expect(harness.news.fates.map(({ kind }) => kind)).toEqual(["deleted"]);
  });

  test("what Tavus then refuses to delete is not tried for a day", async () => {
    const { harness, remove, sweep } = await aLinkedOne(open);
    harness.standIn.setFault({ status: 403, body: { error: "You lack the permission" } }, deletion);
    harness.standIn.setFault("serverErrors", { ...deletion, times: 1 });
    await remove();

    await sweep(60_000, "kept");

    expect(harness.news.fates.map(({ kind }) => kind)).toEqual(["kept"]);
  });

  test("one that is refused does not hold up another", async () => {
    const { harness, bot, remove } = await aLinkedOne(open);
    const { persona: other } = await bot.create();
    harness.standIn.setFault("serverErrors", deletion);
    await remove();
    await bot.personas.remove({ tenantId: tenant, id: other.id, alsoInTavus: true });
    harness.standIn.clearFaults();
    harness.standIn.setFault(
      { status: 403, body: { error: "You lack the permission" } },
      { ...deletion, times: 1 },
    );

    harness.advance(60_000);
    await harness.work(bot);
    await harness.until(bot, () => harness.news.fates.length === 2, "both fates");

    expect(harness.news.fates.map(({ kind }) => kind).sort()).toEqual(["deleted", "kept"]);
    // Which of the two comes first is the database's choice.
    expect(harness.account.personas).toHaveLength(1);
  });

  test("another process goes on with it, and under the key of another account nothing is claimed", async () => {
    const { harness, bot, remove, fate, isInTavus } = await aLinkedOne(open);
    harness.standIn.setFault("serverErrors", deletion);
    await remove();
    bot.kill();
    harness.standIn.clearFaults();

    harness.advance(60_000);
    const other = harness.startBot();
    await harness.work(other);
    await harness.until(other, async () => (await fate(other)) === "deleted", "the deletion");
    expect(isInTavus()).toBe(false);
  });
});
