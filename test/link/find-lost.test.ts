import { expect, test } from "vitest";
import { keyTag } from "../../src/tenants/keys.ts";
import { forEachEngine } from "../support/databases.ts";
import { houseKey, openHouse, otherKey } from "../support/house.ts";
import { aDraft, aRequest, otherTenant, tenant } from "../support/persona-builders.ts";

const create = { operation: "create persona" } as const;
const list = { operation: "list personas" } as const;

forEachEngine((_engine, open) => {
  test("no look begins before the lease has ended, not even for Retry", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropBefore", { ...create, times: 1 });
    const { persona } = await bot.create();

    const retrying = bot.personas.retry(tenant, persona.id);
    house.advance(15_000);
    await house.rest(bot);
    expect(house.standIn.requests).toHaveLength(1);

    house.advance(5_001);
    expect(await retrying).toMatchObject({ link: "linked" });
    expect(house.requests("list personas")).toHaveLength(1);
  });

  test("one reading of the unfiltered list serves all that wait in a tenant", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", create);
    await Promise.all(Array.from({ length: 5 }, () => bot.create()));
    house.standIn.clearFaults();

    house.advance(25_000);
    await house.until(bot, async () => (await house.rows()).every(({ link }) => link === "linked"));

    expect(house.requests("list personas").map(({ query }) => query)).toEqual([{ limit: "100", page: "1" }]);
    expect(house.account.personas).toHaveLength(5);
  });

  test("one that is served along, but not due, is not sent before its time", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("dropBefore", { ...create, times: 2 });
    const { persona: patient } = await bot.create();
    const later = new Date(house.now() + 3_600_000).toISOString();
    await house.database.kysely.updateTable("links").set({ next_attempt_at: later }).execute();
    const { persona: due } = await bot.create();

    house.advance(25_000);
    bot.worker.start();
    await house.until(bot, async () => (await house.row(due)).link === "linked");
    await house.rest(bot);

    expect(await house.row(patient)).toMatchObject({ link: "pending", must_look: 0, next_attempt_at: later });
  });

  test("a found one is adopted and compared, and changed only where it differs", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();

    house.advance(25_000);
    await house.until(bot, async () => (await house.row(persona)).pushed_revision === 1);

    expect(house.requests("get persona")).toHaveLength(1);
    expect(house.requests("patch persona")).toEqual([]);
  });

  test("an edit made before the lost one was found reaches it", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const request = aRequest();
    const { persona } = await bot.create(request);

    const editing = bot.create({ ...request, draft: aDraft({ name: "Grace" }) });
    await house.until(bot, async () => (await house.row(persona)).revision === 2);
    house.advance(25_000);

    expect(await editing).toMatchObject({ isEdit: true, persona: { link: "linked", isBehind: false } });
    expect(house.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test("of several carriers the oldest is adopted and the others are removed", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    const [oldest] = house.account.personas;
    const again = house.account.storePersona(oldest?.document ?? {});

    house.advance(25_000);
    // Noted just after the link; the sweep that `work` brings on must find it.
    await house.until(bot, async () => (await house.row(persona)).surplus_check_at !== null);
    await house.work(bot);

    await house.until(bot, () => house.carriers(persona).length === 1, "the surplus to go");
    expect(house.carriers(persona)).toEqual([oldest?.id]);
    expect(house.account.persona(again.id)).toBeUndefined();
  });

  test.each([
    ["fails", { status: 503 }],
    ["does not add up", { status: 200, body: { data: [], total_count: 7 } }],
    ["has no data", { status: 200, body: {} }],
  ])("a reading that %s decides nothing", async (_name, fault) => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    house.standIn.setFault(fault, list);

    house.advance(25_000);
    await house.until(bot, async () => (await house.row(persona)).tries === 2);
    await house.rest(bot);
    expect(house.requests("create persona")).toHaveLength(1);

    house.standIn.clearFaults();
    house.advance(80_000);
    await house.until(bot, async () => (await house.row(persona)).link === "linked");
    expect(house.account.personas).toHaveLength(1);
  });

  test("a reading that fails costs those that are not due no try", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("dropBefore", { ...create, times: 2 });
    const { persona: patient } = await bot.create();
    const later = new Date(house.now() + 3_600_000).toISOString();
    await house.database.kysely.updateTable("links").set({ next_attempt_at: later }).execute();
    const { persona: due } = await bot.create();
    house.standIn.setFault("serverErrors", list);

    house.advance(25_000);
    bot.worker.start();
    await house.until(bot, async () => (await house.row(due)).tries === 2);
    await house.rest(bot);

    expect(await house.row(patient)).toMatchObject({ tries: 1, next_attempt_at: later });
  });

  test("after a day of readings that fail it is given up; Retry then finds the lost one", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    house.standIn.setFault("serverErrors", list);

    house.advance(25 * 3_600_000);
    await house.until(bot, async () => (await house.row(persona)).link === "failed");
    house.standIn.clearFaults();
    house.advance(1);

    expect(await bot.personas.retry(tenant, persona.id)).toMatchObject({ link: "linked" });
    expect(house.account.personas).toHaveLength(1);
  });

  test("one that is adopted after several lost attempts is checked for surplus of the last one too", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    house.standIn.setFault("dropBefore", { ...create, times: 1 });
    const { persona } = await bot.create();
    house.advance(25_000);
    await house.until(bot, () => house.account.personas.length === 1);
    house.advance(75_000);
    await house.until(bot, async () => (await house.row(persona)).link === "linked");

    await house.until(bot, async () => {
      return JSON.parse((await house.row(persona)).unknown_attempts).length === 2;
    });
    const { surplus_check_at: checkAt } = await house.row(persona);
    expect(Date.parse(checkAt ?? "")).toBeGreaterThan(house.now() + 9.5 * 60_000);
  });

  test("a reading that Tavus refuses for its key pauses the queue, and does not count as a try", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    house.standIn.setFault("invalidKey", list);

    house.advance(25_000);
    await house.until(bot, () => house.requests("list personas").length === 1);
    await house.rest(bot);

    expect(house.requests("list personas")).toHaveLength(1);
    expect(await house.row(persona)).toMatchObject({ link: "pending", must_look: 1, tries: 1 });
    expect(await house.tenants.find(tenant)).toMatchObject({ queuePause: { cause: "invalidKey" } });
    house.standIn.clearFaults();
    house.advance(15 * 60_000);
    await house.until(bot, async () => (await house.row(persona)).link === "linked");
    expect(house.account.personas).toHaveLength(1);
  });

  test("a carrier of a longer list, on pages of any size and order, is found", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    for (let made = 0; made < 30; made += 1) house.account.addPersona({ name: `Other ${made}` });
    Object.assign(house.standIn.behaviour, { order: "shuffled", pageMaximum: 7 });

    house.advance(25_000);
    await house.until(bot, async () => (await house.row(persona)).link === "linked");

    expect(house.requests("create persona")).toHaveLength(1);
  });

  test("another key for the same account finds the lost one", async () => {
    const house = await openHouse(open);
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await house.startBot({ key: houseKey }).create();
    const bot = house.startBot({ key: otherKey });

    house.advance(25_000);
    bot.worker.start();
    await house.until(bot, async () => (await house.row(persona)).link === "linked");

    expect(await house.row(persona)).toMatchObject({ left_behind: 0 });
    expect(house.account.personas).toHaveLength(1);
  });

  test("with another account's key it is made there, and what may remain in the first is said", async () => {
    const house = await openHouse(open, { twoAccounts: true });
    house.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await house.startBot({ key: houseKey }).create();
    const bot = house.startBot({ key: otherKey });

    house.advance(25_000);
    bot.worker.start();
    await house.until(bot, () => house.news.announced.length === 1);

    const [made] = house.standIn.account(otherKey).personas;
    expect(house.news.announced).toMatchObject([
      { id: persona.id, link: "linked", tavusPersonaId: made?.id, leftBehind: true },
    ]);
  });

  test("the same key leaves nothing behind", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    house.standIn.setFault("dropBefore", { ...create, times: 1 });
    const { persona } = await bot.create();

    house.advance(25_000);
    await house.until(bot, async () => (await house.row(persona)).link === "linked");

    expect(await house.row(persona)).toMatchObject({ left_behind: 0 });
  });

  test("a look decides for its own tenant only", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    house.standIn.setFault("dropAfter", { ...create, times: 2 });
    const { persona: mine } = await bot.create();
    const { persona: theirs } = await bot.create(aRequest({ tenantId: otherTenant }));
    house.advance(25_000);
    await house.tenants.pauseQueue(otherTenant, {
      cause: "outOfCredits",
      until: new Date(house.now() + 60_000).toISOString(),
      keyTag: keyTag(houseKey),
    });

    bot.worker.start();
    await house.until(bot, async () => (await house.row(mine)).link === "linked");
    await house.rest(bot);

    expect((await house.row(mine)).tavus_persona_id).toBe(house.carriers(mine)[0]);
    expect(await house.row(theirs)).toMatchObject({ link: "pending", tavus_persona_id: null });
  });
});
