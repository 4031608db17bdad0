import { expect, test } from "vitest";
import { UserError } from "../../src/errors.ts";
import { forEachEngine } from "../support/databases.ts";
import { openHarness } from "../support/harness/harness.ts";
import { aDraft, aRequest, otherTenant, tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;

const saved = async () => {};

forEachEngine((_engine, open) => {
  test("Retry sends what waits at once", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona } = await bot.create();

    expect(await bot.personas.retry(tenant, persona.id)).toMatchObject({ link: "linked" });
    expect(harness.requests("create persona")).toHaveLength(2);
    await harness.rest(bot);
    expect(harness.news.announced).toEqual([]);
  });

  test("Retry while a request is under way sends no second one", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault({ delayMs: 200 }, create);
    const creating = bot.create();
    await harness.until(bot, () => harness.requests("create persona").length === 1);
    const [row] = await harness.rows();

    const retries = await Promise.all([
      bot.personas.retry(tenant, row?.id ?? ""),
      bot.personas.retry(tenant, row?.id ?? ""),
    ]);
    await harness.rest(bot);

    expect(retries).toMatchObject([{ link: "linked" }, { link: "linked" }]);
    expect((await creating).persona.link).toBe("linked");
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("Retry answers with the new failure, not the old one", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("rateLimited", { ...create, times: 1 });
    const { persona } = await bot.create();
    harness.standIn.setFault("outOfCredits", { ...create, times: 1 });
    harness.advance(1);

    const retried = await bot.personas.retry(tenant, persona.id);

    expect(retried).toMatchObject({ link: "pending", failure: { cause: "outOfCredits" } });
  });

  test("what Tavus had made and Retry found is said to be found until it was compared, and not to lack a change", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    harness.standIn.setFault("losesAnswer", { ...create, times: 1 });
    const { persona } = await bot.create();
    const readable = harness.standIn.setFault("unreachable", { operation: "get persona" });

    const retried = await bot.personas.retry(tenant, persona.id);
    readable();
    harness.advance(60_000);

    expect(retried).toMatchObject({ link: "linked", isBehind: true, isFound: true });
    await harness.rest(bot);
    expect(await bot.personas.lookUp(tenant, persona.id)).toMatchObject({
      persona: { isBehind: false, isFound: false },
    });
  });

  test("Retry without a key answers so at once", async () => {
    const harness = await openHarness(open, { key: undefined });
    const bot = harness.startBot();
    bot.worker.start();
    const { persona } = await bot.create();
    harness.advance(1);

    const retried = await bot.personas.retry(tenant, persona.id);

    expect(retried).toMatchObject({ link: "pending", failure: { cause: "noKey" } });
  });

  test("Retry of a persona in step changes nothing", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const { persona } = await bot.create();

    expect(await bot.personas.retry(tenant, persona.id)).toEqual(persona);
    await harness.rest(bot);
    expect(harness.standIn.requests.map(({ operation }) => operation)).toEqual([
      "create persona",
      "get persona",
    ]);
  });

  test("Retry of what is not there, or another tenant's, is explained", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona } = await bot.create();

    await expect(bot.personas.retry(tenant, "per_2222222222")).rejects.toThrow(UserError);
    await expect(bot.personas.retry(otherTenant, persona.id)).rejects.toThrow(UserError);
    await expect(
      bot.personas.changeReplica({ tenantId: otherTenant, id: persona.id, replicaId: "" }, saved),
    ).rejects.toThrow(UserError);
  });

  test("a refused replica is changed, and the persona made with the other", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const { persona } = await bot.create(aRequest({ draft: aDraft({ replicaId: "rffffffffff" }) }));
    harness.advance(1);

    const changed = await bot.personas.changeReplica(
      { tenantId: tenant, id: persona.id, replicaId: "rc9cff32ceba" },
      saved,
    );

    expect(changed).toMatchObject({ link: "linked", replicaId: "rc9cff32ceba", failure: undefined });
    expect(harness.account.personas.map(({ document }) => document.default_replica_id)).toEqual([
      "rc9cff32ceba",
    ]);
  });

  test("an empty replica leaves the choice to Tavus", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const { persona } = await bot.create(aRequest({ draft: aDraft({ replicaId: "rffffffffff" }) }));
    harness.advance(1);

    await bot.personas.changeReplica({ tenantId: tenant, id: persona.id, replicaId: "" }, saved);

    expect(harness.account.personas[0]?.document).not.toHaveProperty("default_replica_id");
  });
});
