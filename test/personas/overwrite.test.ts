import { expect, test } from "vitest";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { openHouse } from "../support/house.ts";
import { aDraft, aRequest, tenant } from "../support/persona-builders.ts";

const patch = { operation: "patch persona" } as const;

/** Edited here while somebody edits it in Tavus. */
async function makeConflict(open: OpenDatabase) {
  const house = await openHouse(open);
  const bot = house.startBot();
  bot.worker.start();
  const request = aRequest();
  const { persona } = await bot.create(request);
  const tavusId = persona.tavusPersonaId ?? "";
  house.account.openDraft(tavusId);
  house.advance(1);
  await bot.create({ ...request, draft: aDraft({ name: "Grace" }) });
  house.advance(1);
  return { house, bot, id: persona.id, tavusId };
}

forEachEngine((_engine, open) => {
  test("the edit goes over the unpublished changes, and its person is not told twice", async () => {
    const { house, bot, id, tavusId } = await makeConflict(open);

    const result = await bot.personas.overwrite(tenant, id);
    await house.work(bot);
    await house.rest(bot);

    expect(result).toMatchObject({ name: "Grace", isBehind: false, failure: undefined });
    expect(house.account.persona(tavusId)).toMatchObject({
      hasDraft: false,
      document: { persona_name: "Grace" },
    });
    expect(house.news.announced).toEqual([]);
  });

  test("two presses at once are one request and one outcome", async () => {
    const { house, bot, id } = await makeConflict(open);
    const other = house.startBot();

    const results = await Promise.all([bot, other].map(({ personas }) => personas.overwrite(tenant, id)));

    expect(results.map(({ isBehind }) => isBehind)).toEqual([false, false]);
    expect(house.requests("patch persona")).toHaveLength(2);
  });

  test("force holds for that one push: what comes after a lost one is refused as before", async () => {
    const { house, bot, id, tavusId } = await makeConflict(open);
    house.standIn.setFault("serverErrors", { ...patch, times: 1 });

    const failed = await bot.personas.overwrite(tenant, id);
    house.advance(90_000);
    await house.until(bot, async () => {
      const { failure_kind } = await house.row({ tenantId: tenant, id });
      return failure_kind === "conflict";
    });

    expect(failed).toMatchObject({ isBehind: true, failure: { cause: "unavailable" } });
    expect(house.account.persona(tavusId)).toMatchObject({
      hasDraft: true,
      document: { persona_name: "Ada" },
    });
  });

  test("a process that dies while overwriting leaves it to the queue, which does not force", async () => {
    const { house, bot, id, tavusId } = await makeConflict(open);
    house.standIn.setFault("hang", { ...patch, times: 1 });
    void bot.personas.overwrite(tenant, id).catch(() => undefined);
    await house.until(bot, () => house.requests("patch persona").length === 2);
    bot.kill();

    house.advance(20_001);
    const other = house.startBot();
    other.worker.start();
    await house.until(other, () => house.requests("patch persona").length === 3);
    await house.rest(other);

    expect(house.account.persona(tavusId)).toMatchObject({ hasDraft: true });
    expect(await house.row({ tenantId: tenant, id })).toMatchObject({ failure_kind: "conflict" });
  });

  test("without a key nothing is sent, and the sentence says why", async () => {
    const { house, id } = await makeConflict(open);
    const keyless = house.startBot({ key: undefined });

    await expect(keyless.personas.overwrite(tenant, id)).rejects.toThrow("TAVUS_API_KEY not configured");
    expect(house.requests("patch persona")).toHaveLength(1);
  });
});
