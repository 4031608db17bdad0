import { expect, test } from "vitest";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { openHarness } from "../support/harness/harness.ts";
import { aDraft, aRequest, tenant } from "../support/personas/persona-builders.ts";

const patch = { operation: "patch persona" } as const;

/** Edited here while somebody edits it in Tavus. */
async function makeConflict(open: OpenDatabase) {
  const harness = await openHarness(open);
  const bot = harness.startBot();
  bot.worker.start();
  const request = aRequest();
  const { persona } = await bot.create(request);
  const tavusId = persona.tavusPersonaId ?? "";
  harness.account.openDraft(tavusId);
  harness.advance(1);
  await bot.create({ ...request, draft: aDraft({ name: "Grace" }) });
  harness.advance(1);
  return { harness, bot, id: persona.id, tavusId };
}

forEachEngine((_engine, open) => {
  test("the edit goes over the unpublished changes, and its person is not told twice", async () => {
    const { harness, bot, id, tavusId } = await makeConflict(open);

    const result = await bot.personas.overwrite({ tenantId: tenant, id });
    await harness.work(bot);
    await harness.rest(bot);

    expect(result).toMatchObject({ name: "Grace", isBehind: false, failure: undefined });
    expect(harness.account.persona(tavusId)).toMatchObject({
      hasDraft: false,
      document: { persona_name: "Grace" },
    });
    expect(harness.news.announced).toEqual([]);
  });

  test("two presses at once are one request and one outcome", async () => {
    const { harness, bot, id } = await makeConflict(open);
    const other = harness.startBot();

    const results = await Promise.all(
      [bot, other].map(({ personas }) => personas.overwrite({ tenantId: tenant, id })),
    );

    expect(results.map(({ isBehind }) => isBehind)).toEqual([false, false]);
    expect(harness.requests("patch persona")).toHaveLength(2);
  });

  test("force holds for that one push: what comes after a lost one is refused as before", async () => {
    const { harness, bot, id, tavusId } = await makeConflict(open);
    harness.standIn.setFault("serverErrors", { ...patch, times: 1 });

    const failed = await bot.personas.overwrite({ tenantId: tenant, id });
    harness.advance(90_000);
    await harness.until(bot, async () => {
      const { failure_kind } = await harness.row({ tenantId: tenant, id });
      return failure_kind === "conflict";
    });

    expect(failed).toMatchObject({ isBehind: true, failure: { cause: "unavailable" } });
    expect(harness.account.persona(tavusId)).toMatchObject({
      hasDraft: true,
      document: { persona_name: "Ada" },
    });
  });

  test("a process that dies while overwriting leaves it to the queue, which does not force", async () => {
    const { harness, bot, id, tavusId } = await makeConflict(open);
    harness.standIn.setFault("hang", { ...patch, times: 1 });
    void bot.personas.overwrite({ tenantId: tenant, id }).catch(() => undefined);
    await harness.until(bot, () => harness.requests("patch persona").length === 2);
    bot.kill();

    harness.advance(20_001);
    const other = harness.startBot();
    other.worker.start();
    await harness.until(other, () => harness.requests("patch persona").length === 3);
    await harness.rest(other);

    expect(harness.account.persona(tavusId)).toMatchObject({ hasDraft: true });
    expect(await harness.row({ tenantId: tenant, id })).toMatchObject({ failure_kind: "conflict" });
  });

  test("without a key nothing is sent, and the sentence says why", async () => {
    const { harness, id } = await makeConflict(open);
    const keyless = harness.startBot({ key: undefined });

    await expect(keyless.personas.overwrite({ tenantId: tenant, id })).rejects.toThrow(
      "TAVUS_API_KEY not configured",
    );
    expect(harness.requests("patch persona")).toHaveLength(1);
  });
});
