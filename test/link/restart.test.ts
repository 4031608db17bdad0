import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { impatient, openHarness } from "../support/harness/harness.ts";
import { aRequest } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;

/** Where a process can die around its request, and what Tavus makes of the request. */
const deaths: [string, Fault][] = [
  ["before Tavus has done anything", { hang: true }],
  ["after Tavus has made it", { hang: true, workFirst: true }],
  ["and Tavus makes it a little later", { delayMs: 250 }],
];

forEachEngine((_engine, open) => {
  test.each(
    deaths,
  )("a process that dies in the middle of a request %s leaves one persona", async (_name, fault) => {
    const harness = await openHarness(open, impatient);
    const [first, second] = [harness.startBot(), harness.startBot()];
    const request = aRequest();
    harness.standIn.setFault(fault, { ...create, times: 1 });
    const creating = first.create(request);
    await harness.until(first, () => harness.requests("create persona").length === 1);
    first.kill();
    await expect(creating).rejects.toThrow("dead");

    second.worker.start();
    await harness.rest(second);
    harness.advance(20_001);
    await harness.until(second, () => harness.news.announced.length === 1, "the news");
    const repeated = await second.create(request);

    expect(await harness.rows()).toHaveLength(1);
    expect(harness.account.personas.map(({ id }) => id)).toEqual([repeated.persona.tavusPersonaId]);
    expect(repeated.isEdit).toBe(false);
  });

  test("a process that dies right after the row was committed loses nothing", async () => {
    const harness = await openHarness(open, impatient);
    const [first, second] = [harness.startBot(), harness.startBot()];
    const creating = first.create(aRequest(), async () => first.kill());
    await expect(creating).rejects.toThrow("dead");

    second.worker.start();
    harness.advance(20_001);
    await harness.until(second, async () => (await harness.rows())[0]?.link === "linked");

    expect(harness.account.personas).toHaveLength(1);
  });

  test("a process that dies during a look leaves it to the next", async () => {
    const harness = await openHarness(open, impatient);
    const [first, second] = [harness.startBot(), harness.startBot()];
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await first.create();
    harness.standIn.setFault({ hang: true }, { operation: "list personas", times: 1 });
    harness.advance(25_000);
    first.worker.start();
    await harness.until(first, () => harness.requests("list personas").length === 1);
    first.kill();

    second.worker.start();
    await harness.rest(second);
    expect(harness.requests("list personas")).toHaveLength(1);
    harness.advance(120_001);

    await harness.until(second, async () => (await harness.row(persona)).link === "linked");
    expect(harness.account.personas).toHaveLength(1);
  });
});
