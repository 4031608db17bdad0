import { expect, test } from "vitest";
import { type Fault, namedFaults } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { impatient, openHarness } from "../support/harness/harness.ts";
import { aDraft, aRequest, tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;
const minute = 60_000;
const hour = 60 * minute;
const words = (text: string) => ({ message: text });

const refusals = [
  ["400", { status: 400, body: words("No such model") }, "No such model"],
  ["413", { status: 413, body: words("Too large") }, "Too large"],
  ["422", { status: 422, body: words("Cannot be read") }, "Cannot be read"],
] as const;

const waitsForPeople = [
  ["invalidKey", "invalidKey"],
  ["outOfCredits", "outOfCredits"],
] as const;

const notMade = [
  ["rateLimited", "rateLimited"],
  ["tooManyConversations", "tooManyConversations"],
] as const;

const unknownAndNotMade = [
  ["serverErrors", "unavailable"],
  ["dropBefore", "unavailable"],
  ["hang", "timedOut"],
  ["nonsense", "unexpectedReply"],
  ["emptyReply", "unexpectedReply"],
] as const;

const unknownAndMade = [
  ["serverErrors", "unavailable"],
  ["dropAfter", "unavailable"],
  ["hangAfter", "timedOut"],
  ["nonsense", "unexpectedReply"],
] as const;

forEachEngine((_engine, open) => {
  test.each(
    refusals,
  )("a %s is for good: failed, with Tavus's words, and never sent again", async (_name, fault, said) => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault(fault, create);

    const { persona } = await bot.create();
    expect(persona).toMatchObject({
      link: "failed",
      failure: { cause: "rejected", words: said, incident: expect.stringMatching(/^\w{8}$/) },
      nextAttemptMs: undefined,
      outcomeUnknown: false,
    });

    harness.advance(48 * hour);
    await harness.rest(bot);
    expect(harness.standIn.requests).toHaveLength(1);
  });

  test("a refused persona that is edited is sent anew, without a look", async () => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    const request = aRequest({ draft: aDraft({ replicaId: "rffffffffff" }) });
    const refused = await bot.create(request);

    const { persona } = await bot.create({ ...request, draft: aDraft() });

    expect(refused.persona).toMatchObject({ link: "failed", failure: { words: "Invalid replica_uuid" } });
    expect(persona).toMatchObject({ id: refused.persona.id, link: "linked", failure: undefined });
    expect(harness.requests("list personas")).toEqual([]);
  });

  test("a refused persona that was edited while Tavus refused it is sent anew", async () => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    const request = aRequest();
    harness.standIn.setFault({ ...namedFaults.rejected, delayMs: 200 }, { ...create, times: 1 });

    const first = bot.create(request);
    await harness.until(bot, () => harness.requests("create persona").length === 1);
    const edited = await bot.create({ ...request, draft: aDraft({ name: "Grace" }) });
    await first;

    await harness.until(bot, async () => (await harness.row(edited.persona)).link === "linked");
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test.each(waitsForPeople)("%s waits for people, and the tenant's queue with it", async (fault, cause) => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault(fault, create);

    const { persona } = await bot.create();
    await harness.rest(bot);

    expect(persona).toMatchObject({ link: "pending", failure: { cause }, outcomeUnknown: false });
    expect(await harness.row(persona)).toMatchObject({ tries: 0 });
    expect(await harness.tenants.find(tenant)).toMatchObject({ queuePause: { cause } });
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test.each(notMade)("after %s it is certainly not made: sent again without a look", async (fault, cause) => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault(fault, { ...create, times: 1 });

    const { persona } = await bot.create();
    expect(persona).toMatchObject({ link: "pending", failure: { cause }, outcomeUnknown: false });
    await harness.rest(bot);
    expect(harness.requests("create persona")).toHaveLength(1);

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    expect(harness.requests("list personas")).toEqual([]);
    expect(harness.account.personas).toHaveLength(1);
  });

  test("a refused connection made nothing: sent again without a look", async () => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    await harness.standIn.goOffline();

    const { persona } = await bot.create();
    expect(persona).toMatchObject({
      link: "pending",
      failure: { cause: "unavailable" },
      outcomeUnknown: false,
    });

    await harness.standIn.goOnline();
    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    expect(harness.requests("list personas")).toEqual([]);
  });

  test.each(unknownAndNotMade)("after %s nobody knows: looked for, then sent again", async (fault, cause) => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault(fault, { ...create, times: 1 });

    const { persona } = await bot.create();
    expect(persona).toMatchObject({ link: "pending", failure: { cause }, outcomeUnknown: true });
    await harness.rest(bot);
    expect(harness.standIn.requests).toHaveLength(1);

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked");
    await harness.until(bot, () => harness.requests("get persona").length === 1);
    const asked = harness.standIn.requests.map(({ operation }) => operation);
    // The list is read to the page after its last.
    expect(asked).toEqual([
      "create persona",
      "list personas",
      "list personas",
      "create persona",
      // What Tavus made of it.
      "get persona",
    ]);
    expect(harness.carriers(persona)).toHaveLength(1);
  });

  test.each(
    unknownAndMade,
  )("after %s that Tavus carried out, the lost one is found and linked", async (fault, cause) => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault({ ...namedFaults[fault], workFirst: true }, { ...create, times: 1 });

    const { persona } = await bot.create();
    expect(persona).toMatchObject({ link: "pending", failure: { cause }, outcomeUnknown: true });

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).pushed_revision === 1);
    expect(harness.requests("create persona")).toHaveLength(1);
    expect(harness.carriers(persona)).toEqual([(await harness.row(persona)).tavus_persona_id]);
    expect(await harness.row(persona)).toMatchObject({ link: "linked", failure_kind: null });
  });

  test("an attempt whose process died is looked for when its lease has ended", async () => {
    const harness = await openHarness(open, impatient);
    const [first, second] = [harness.startBot(), harness.startBot()];
    harness.standIn.setFault("hangAfter", { ...create, times: 1 });

    const creating = first.create();
    await harness.until(first, () => harness.account.personas.length === 1);
    first.kill();
    await expect(creating).rejects.toThrow("dead");
    second.worker.start();
    await harness.rest(second);
    expect(harness.requests("list personas")).toEqual([]);

    harness.advance(20_001);
    await harness.until(second, async () => (await harness.rows())[0]?.link === "linked");
    expect(harness.account.personas).toHaveLength(1);
  });

  test.each([
    ["3000", 3000],
    ["86400", 3600],
  ])("a Retry-After of %s s is honoured as %i s", async (header, waitedS) => {
    const harness = await openHarness(open, impatient);
    harness.standIn.setFault({ ...namedFaults.rateLimited, headers: { "retry-after": header } });

    const beforeMs = harness.now();
    const { persona } = await harness.startBot().create();

    const delayMs = (persona.nextAttemptMs ?? 0) - beforeMs;
    expect(delayMs).toBeGreaterThanOrEqual(waitedS * 1000);
    expect(delayMs).toBeLessThan(waitedS * 1000 + minute);
  });

  test("the delays grow: 20 s, 1, 5, 15 minutes, then hourly", async () => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("rateLimited");
    const { persona } = await bot.create();

    for (const [index, delayMs] of [20_000, minute, 5 * minute, 15 * minute, hour, hour].entries()) {
      const { next_attempt_at: next, failed_at: failed } = await harness.row(persona);
      const waitMs = Date.parse(next ?? "") - Date.parse(failed ?? "");
      expect(waitMs / delayMs).toBeGreaterThan(0.79);
      expect(waitMs / delayMs).toBeLessThan(1.21);
      harness.advance(waitMs);
      await harness.until(
        bot,
        async () => (await harness.row(persona)).tries === index + 2,
        `try ${index + 2}`,
      );
    }
  });

  test("after a day of failures it is given up; Retry then looks before it sends", async () => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("serverErrors", create);
    const { persona } = await bot.create();

    for (let tries = 2; tries <= 20; tries += 1) {
      harness.advance(1.2 * hour);
      await harness.until(bot, async () => (await harness.row(persona)).tries === tries);
    }
    expect(await harness.row(persona)).toMatchObject({ link: "pending" });
    harness.advance(2 * hour);
    await harness.until(bot, async () => (await harness.row(persona)).link === "failed");
    await harness.until(bot, () => harness.news.announced.length === 1, "the news");
    expect(harness.news.announced).toMatchObject([{ id: persona.id, link: "failed" }]);
    harness.advance(48 * hour);
    await harness.rest(bot);
    expect(harness.requests("create persona")).toHaveLength(21);

    harness.standIn.clearFaults();
    const looks = harness.requests("list personas").length;
    const retried = await bot.personas.retry(tenant, persona.id);
    expect(retried).toMatchObject({ link: "linked" });
    expect(harness.requests("list personas")).toHaveLength(looks + 2);
    expect(harness.carriers(persona)).toHaveLength(1);
  });

  test.each<[string, Fault, tries: number]>([
    ["has not got its network back yet", { drop: true }, 1],
    ["meets a Tavus that fails", { status: 503 }, 1],
    ["meets a Tavus that failed for hours before", { status: 503 }, 6],
    ["is asked to slow down", { status: 429 }, 1],
  ])("a bot that stood still for days and %s gives nothing up at its first try", async (_what, fault, before) => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault(fault, { ...create, times: before + 1 });
    const { persona } = await bot.create();
    for (let tries = 2; tries <= before; tries += 1) {
      harness.advance(1.2 * hour);
      await harness.until(bot, async () => (await harness.row(persona)).tries === tries);
    }

    harness.advance(72 * hour);
    await harness.until(bot, async () => (await harness.row(persona)).tries === before + 1);
    harness.advance(2 * hour);
    await harness.until(bot, () => harness.news.announced.length > 0, "the news");

    expect(harness.carriers(persona)).toHaveLength(1);
    expect(harness.news.announced).toMatchObject([{ id: persona.id, link: "linked" }]);
  });

  test("days without a key do not count towards giving up", async () => {
    const harness = await openHarness(open, impatient);
    const keyless = harness.startBot({ key: undefined });
    const { persona } = await keyless.create();
    harness.advance(72 * hour);
    const bot = harness.startBot();
    harness.standIn.setFault("serverErrors", create);

    keyless.worker.start();
    const start = async () => Date.parse((await harness.row(persona)).unsettled_since ?? "");
    await harness.until(keyless, async () => (await start()) > harness.now() - hour);
    await keyless.worker.stop(1_000);
    await harness.work(bot);
    await harness.until(bot, () => harness.requests("create persona").length === 1);
    await harness.until(bot, async () => (await harness.row(persona)).tries === 1);

    expect(await harness.row(persona)).toMatchObject({ link: "pending", failure_kind: "unavailable" });
  });

  test("a failure of an older attempt does not overwrite a link", async () => {
    const harness = await openHarness(open, { timeoutMs: 5_000 });
    const [slow, quick] = [harness.startBot(), harness.startBot()];
    harness.standIn.setFault({ ...namedFaults.rejected, delayMs: 1_200 }, { ...create, times: 1 });

    const creating = slow.create();
    await harness.until(slow, () => harness.requests("create persona").length === 1);
    harness.advance(20_001);
    quick.worker.start();
    await harness.until(quick, async () => (await harness.rows())[0]?.link === "linked");
    const { persona } = await creating;

    expect(persona).toMatchObject({ link: "linked", failure: undefined });
  });
});
