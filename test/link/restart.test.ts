import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { openHouse } from "../support/house.ts";
import { aRequest } from "../support/persona-builders.ts";

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
    const house = await openHouse(open);
    const [first, second] = [house.startBot(), house.startBot()];
    const request = aRequest();
    house.standIn.setFault(fault, { ...create, times: 1 });
    const creating = first.create(request);
    await house.until(first, () => house.requests("create persona").length === 1);
    first.kill();
    await expect(creating).rejects.toThrow("dead");

    second.worker.start();
    await house.rest(second);
    house.advance(20_001);
    await house.until(second, () => house.news.announced.length === 1, "the news");
    const repeated = await second.create(request);

    expect(await house.rows()).toHaveLength(1);
    expect(house.account.personas.map(({ id }) => id)).toEqual([repeated.persona.tavusPersonaId]);
    expect(repeated.isEdit).toBe(false);
  });

  test("a process that dies right after the row was committed loses nothing", async () => {
    const house = await openHouse(open);
    const [first, second] = [house.startBot(), house.startBot()];
    const creating = first.create(aRequest(), async () => first.kill());
    await expect(creating).rejects.toThrow("dead");

    second.worker.start();
    house.advance(20_001);
    await house.until(second, async () => (await house.rows())[0]?.link === "linked");

    expect(house.account.personas).toHaveLength(1);
  });

  test("a process that dies during a look leaves it to the next", async () => {
    const house = await openHouse(open);
    const [first, second] = [house.startBot(), house.startBot()];
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await first.create();
    house.standIn.setFault({ hang: true }, { operation: "list personas", times: 1 });
    house.advance(25_000);
    first.worker.start();
    await house.until(first, () => house.requests("list personas").length === 1);
    first.kill();

    second.worker.start();
    await house.rest(second);
    expect(house.requests("list personas")).toHaveLength(1);
    house.advance(120_001);

    await house.until(second, async () => (await house.row(persona)).link === "linked");
    expect(house.account.personas).toHaveLength(1);
  });
});
