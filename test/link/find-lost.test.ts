import { expect, test } from "vitest";
import { keyTag } from "../../src/tenants/keys.ts";
import { forEachEngine } from "../support/databases.ts";
import { harnessKey, openHarness, otherKey } from "../support/harness/harness.ts";
import { aDraft, aRequest, otherTenant, tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;
const list = { operation: "list personas" } as const;

forEachEngine((_engine, open) => {
  test.each([
    "dropBefore",
    { status: 503 },
  ] as const)("Retry after %o looks at once and says when it looks again; nothing is sent before the lease has ended", async (fault) => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault(fault, { ...create, times: 1 });
    const { persona } = await bot.create();
    const leaseEndMs = Date.parse((await harness.row(persona)).lease_until ?? "");
    harness.advance(3_000);

    const retried = await bot.personas.retry(tenant, persona.id);
    expect(retried).toMatchObject({
      link: "pending",
      outcomeUnknown: true,
      failure: { cause: "notSeenYet" },
      nextAttemptMs: leaseEndMs,
    });
    harness.advance(leaseEndMs - harness.now() - 500);
    await harness.rest(bot);
    expect(harness.requests("create persona")).toHaveLength(1);

    harness.advance(500);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    expect(harness.requests("create persona")).toHaveLength(2);
  });

  test("Retry finds at once what the lost request has made", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.advance(1);

    expect(await bot.personas.retry(tenant, persona.id)).toMatchObject({ link: "linked" });
    expect(harness.account.personas).toHaveLength(1);
  });

  test("Retry while Tavus cannot be read tells that failure, and not the one before", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault({ status: 503 }, create);
    const { persona } = await bot.create();
    harness.standIn.setFault({ status: 503 }, list);
    harness.advance(1);

    const retried = await bot.personas.retry(tenant, persona.id);

    expect(retried).toMatchObject({ link: "pending", failure: { cause: "unavailable" } });
    expect(retried.failure?.incident).not.toBe(persona.failure?.incident);
    expect(retried.nextAttemptMs).toBeGreaterThan(harness.now());
  });

  test("nothing is looked for while the request is still under way", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault({ delayMs: 300 }, { ...create, times: 1 });
    const creating = bot.create();
    await harness.until(bot, () => harness.requests("create persona").length === 1);
    const [row] = await harness.rows();

    await bot.personas.retry(tenant, row?.id ?? "");

    expect((await creating).persona.link).toBe("linked");
    expect(harness.requests("list personas")).toEqual([]);
  });

  test("one reading of the unfiltered list serves all that wait in a tenant", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", create);
    await Promise.all(Array.from({ length: 5 }, () => bot.create()));
    harness.standIn.clearFaults();

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.rows()).every(({ link }) => link === "linked"));

    expect(harness.requests("list personas").map(({ query }) => query.page)).toEqual(["1", "2"]);
    expect(harness.account.personas).toHaveLength(5);
  });

  test("one that is served along, but not due, is not sent before its time", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("dropBefore", { ...create, times: 2 });
    const { persona: patient } = await bot.create();
    const later = new Date(harness.now() + 3_600_000).toISOString();
    await harness.database.kysely.updateTable("links").set({ next_attempt_at: later }).execute();
    const { persona: due } = await bot.create();

    harness.advance(25_000);
    bot.worker.start();
    await harness.until(bot, async () => (await harness.row(due)).link === "linked");
    await harness.rest(bot);

    expect(await harness.row(patient)).toMatchObject({
      link: "pending",
      outcome_unknown: 0,
      next_attempt_at: later,
    });
  });

  test("a found one is adopted and compared, and changed only where it differs", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).pushed_revision === 1);

    expect(harness.requests("get persona")).toHaveLength(1);
    expect(harness.requests("patch persona")).toEqual([]);
  });

  test("an edit made before the lost one was found reaches it", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const request = aRequest();
    const { persona } = await bot.create(request);

    const editing = bot.create({ ...request, draft: aDraft({ name: "Grace" }) });
    await harness.until(bot, async () => (await harness.row(persona)).revision === 2);
    harness.advance(25_000);

    expect(await editing).toMatchObject({ isEdit: true, persona: { link: "linked", isBehind: false } });
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test("of several carriers the oldest is adopted and the others are removed", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    const [oldest] = harness.account.personas;
    const again = harness.account.storePersona(oldest?.document ?? {});

    harness.advance(25_000);
    // Noted with the link; the sweep that `work` brings on passes a row by that is being written.
    await harness.until(bot, async () => (await harness.row(persona)).told_at !== null);
    await harness.work(bot);

    await harness.until(bot, () => harness.carriers(persona).length === 1, "the surplus to go");
    expect(harness.carriers(persona)).toEqual([oldest?.id]);
    expect(harness.account.persona(again.id)).toBeUndefined();
  });

  test("one that somebody has linked to another record is that one's, and the lost one is made anew", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const { persona: other } = await bot.create();
    await bot.personas.unlink({ tenantId: tenant, id: other.id });
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    const [taken = ""] = harness.carriers(persona);
    await bot.personas.link({ tenantId: tenant, id: other.id, tavusPersonaId: taken });

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    expect((await harness.row(other)).tavus_persona_id).toBe(taken);
    expect((await harness.row(persona)).tavus_persona_id).not.toBe(taken);
    expect(harness.requests("list personas").length).toBeLessThan(10);
    harness.advance(16 * 60_000);
    await harness.work(bot);
    await harness.until(bot, async () => (await harness.row(persona)).surplus_check_at === null);
    expect(harness.account.persona(taken)).toBeDefined();
  });

  test.each([
    ["fails", { status: 503 }],
    ["does not add up", { status: 200, body: { data: [], total_count: 7 } }],
    ["has no data", { status: 200, body: {} }],
  ])("a reading that %s decides nothing", async (_name, fault) => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.standIn.setFault(fault, list);

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).tries === 2);
    await harness.rest(bot);
    expect(harness.requests("create persona")).toHaveLength(1);

    harness.standIn.clearFaults();
    harness.advance(80_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    expect(harness.account.personas).toHaveLength(1);
  });

  test("a reading that fails costs those that are not due no try", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("dropBefore", { ...create, times: 2 });
    const { persona: patient } = await bot.create();
    const later = new Date(harness.now() + 3_600_000).toISOString();
    await harness.database.kysely.updateTable("links").set({ next_attempt_at: later }).execute();
    const { persona: due } = await bot.create();
    harness.standIn.setFault("serverErrors", list);

    harness.advance(25_000);
    bot.worker.start();
    await harness.until(bot, async () => (await harness.row(due)).tries === 2);
    await harness.rest(bot);

    expect(await harness.row(patient)).toMatchObject({ tries: 1, next_attempt_at: later });
  });

  test("after a day of readings that fail it is given up; Retry then finds the lost one", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.standIn.setFault("serverErrors", list);

    for (let tries = 2; tries <= 20; tries += 1) {
      harness.advance(1.25 * 3_600_000);
      await harness.until(bot, async () => (await harness.row(persona)).tries === tries);
    }
    harness.advance(1.25 * 3_600_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "failed");
    harness.standIn.clearFaults();
    harness.advance(1);

    expect(await bot.personas.retry(tenant, persona.id)).toMatchObject({ link: "linked" });
    expect(harness.account.personas).toHaveLength(1);
  });

  test("one that is adopted after several lost attempts is checked for surplus of the last one too", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    harness.standIn.setFault("dropBefore", { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).tries === 2);
    harness.advance(75_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    await harness.until(bot, async () => {
      return JSON.parse((await harness.row(persona)).unknown_attempts).length === 2;
    });
    const { surplus_check_at: checkAt } = await harness.row(persona);
    expect(Date.parse(checkAt ?? "")).toBeGreaterThan(harness.now() + 9.5 * 60_000);
  });

  test("a reading that Tavus refuses for its key pauses the queue, and does not count as a try", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.standIn.setFault("invalidKey", list);

    harness.advance(25_000);
    await harness.until(bot, () => harness.requests("list personas").length === 1);
    await harness.rest(bot);

    expect(harness.requests("list personas")).toHaveLength(1);
    expect(await harness.row(persona)).toMatchObject({ link: "pending", outcome_unknown: 1, tries: 1 });
    expect(await harness.tenants.find(tenant)).toMatchObject({ queuePause: { cause: "invalidKey" } });
    harness.standIn.clearFaults();
    harness.advance(15 * 60_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    expect(harness.account.personas).toHaveLength(1);
  });

  test("a carrier of a longer list, on pages of any size and order, is found", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await bot.create();
    for (let made = 0; made < 30; made += 1) harness.account.addPersona({ name: `Other ${made}` });
    Object.assign(harness.standIn.behaviour, { order: "shuffled", pageMaximum: 7 });

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("another key for the same account finds the lost one", async () => {
    const harness = await openHarness(open);
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await harness.startBot({ key: harnessKey }).create();
    const bot = harness.startBot({ key: otherKey });

    harness.advance(25_000);
    bot.worker.start();
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    expect(await harness.row(persona)).toMatchObject({ left_behind: 0 });
    expect(harness.account.personas).toHaveLength(1);
  });

  test("with another account's key it is made there, and what may remain in the first is said", async () => {
    const harness = await openHarness(open, { twoAccounts: true });
    harness.standIn.setFault("dropAfter", { ...create, times: 1 });
    const { persona } = await harness.startBot({ key: harnessKey }).create();
    const bot = harness.startBot({ key: otherKey });

    harness.advance(25_000);
    bot.worker.start();
    await harness.until(bot, () => harness.news.announced.length === 1);

    const [made] = harness.standIn.account(otherKey).personas;
    expect(harness.news.announced).toMatchObject([
      { id: persona.id, link: "linked", tavusPersonaId: made?.id, leftBehind: true },
    ]);
  });

  test("the same key leaves nothing behind", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("dropBefore", { ...create, times: 1 });
    const { persona } = await bot.create();

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");

    expect(await harness.row(persona)).toMatchObject({ left_behind: 0 });
  });

  test("a look decides for its own tenant only", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault("dropAfter", { ...create, times: 2 });
    const { persona: mine } = await bot.create();
    const { persona: theirs } = await bot.create(aRequest({ tenantId: otherTenant }));
    harness.advance(25_000);
    await harness.tenants.pauseQueue(otherTenant, {
      cause: "invalidKey",
      until: new Date(harness.now() + 60_000).toISOString(),
      keyTag: keyTag(harnessKey),
    });

    bot.worker.start();
    await harness.until(bot, async () => (await harness.row(mine)).link === "linked");
    await harness.rest(bot);

    expect((await harness.row(mine)).tavus_persona_id).toBe(harness.carriers(mine)[0]);
    expect(await harness.row(theirs)).toMatchObject({ link: "pending", tavus_persona_id: null });
  });
});
