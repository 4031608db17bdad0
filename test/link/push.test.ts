import { expect, onTestFinished, test, vi } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, type House, openHouse } from "../support/house.ts";
import { aDraft, aRequest, tenant } from "../support/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";

const patch = { operation: "patch persona" } as const;

/** A linked persona, and what edits it. */
async function makeLinked(house: House, bot: Bot, members = {}) {
  bot.worker.start();
  const request = aRequest({ draft: aDraft(members) });
  const { persona } = await bot.create(request);
  house.advance(1);
  const edit = (changes = {}) => bot.create({ ...request, draft: aDraft({ ...members, ...changes }) });
  return { persona, edit };
}

const saved = async () => {};

forEachEngine((_engine, open) => {
  test("an edit of a linked persona is patched in, and what we do not send is left alone", async () => {
    const house = await openHouse(open);
    const { persona, edit } = await makeLinked(house, house.startBot());
    const id = persona.tavusPersonaId ?? "";
    house.account.changePersona(id, { greeting: "Good evening" });

    await edit({ name: "Grace", voiceEmotion: "curious" });

    expect(house.account.persona(id)?.document).toMatchObject({
      persona_name: "Grace",
      greeting: "Good evening",
      layers: { llm: { model: "tavus-glm-4.7" }, tts: { voice_settings: { emotion: ["curiosity"] } } },
    });
    expect(house.requests("patch persona")).toHaveLength(1);
    expect(await house.row(persona)).toMatchObject({
      revision: 2,
      pushed_revision: 2,
      next_attempt_at: null,
    });
  });

  test("a voice that is normal again is normal in Tavus", async () => {
    const house = await openHouse(open);
    const { persona, edit } = await makeLinked(house, house.startBot(), {
      voiceSpeed: "faster",
      voiceEmotion: "positive",
    });

    await edit({ voiceSpeed: "normal", voiceEmotion: "none" });

    const { document } = house.account.persona(persona.tavusPersonaId ?? "") ?? {};
    expect(document).toMatchObject({ layers: { tts: { voice_settings: {} } } });
    expect(JSON.stringify(document)).not.toMatch(/speed|emotion|positivity/);
  });

  test("an edit made while the create is under way is pushed when that has ended", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    bot.worker.start();
    const request = aRequest();
    house.standIn.setFault({ delayMs: 200 }, { operation: "create persona" });
    const creating = bot.create(request);
    await house.until(bot, () => house.requests("create persona").length === 1);

    const edited = await bot.create({ ...request, draft: aDraft({ name: "Grace" }) });

    expect((await creating).persona.link).toBe("linked");
    expect(edited.persona).toMatchObject({ link: "linked", isBehind: false, name: "Grace" });
    expect(house.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test("an edit made while a push is under way is pushed after it", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, edit } = await makeLinked(house, bot);
    house.standIn.setFault({ delayMs: 200, workFirst: true }, { ...patch, times: 1 });

    const first = edit({ name: "Grace" });
    await house.until(bot, () => house.requests("patch persona").length === 1);
    await Promise.all([first, edit({ name: "Emmy" })]);

    await house.until(bot, async () => (await house.row(persona)).pushed_revision === 3);
    expect(house.account.personas.map(({ document }) => document.persona_name)).toEqual(["Emmy"]);
  });

  test.each([
    "serverErrors",
    "dropAfter",
    "hangAfter",
    "rateLimited",
  ] as const)("a push that meets %s is tried again", async (fault) => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, edit } = await makeLinked(house, bot);
    house.standIn.setFault(fault, { ...patch, times: 1 });

    const { persona: edited } = await edit({ name: "Grace" });
    expect(edited).toMatchObject({ link: "linked", isBehind: true, tavusPersonaId: persona.tavusPersonaId });

    house.advance(25_000);
    await house.until(bot, async () => (await house.row(persona)).pushed_revision === 2);
    expect(await house.row(persona)).toMatchObject({ failure_kind: null, next_attempt_at: null });
    expect(house.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test("an edit that Tavus refuses rests until a person acts, and is told", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, edit } = await makeLinked(house, bot);

    const { persona: edited } = await edit({ replicaId: "rffffffffff" });
    expect(edited).toMatchObject({
      link: "linked",
      isBehind: true,
      failure: { cause: "rejected", words: "Invalid replica_uuid" },
      nextAttemptMs: undefined,
    });
    house.advance(3_600_000 * 48);
    await house.rest(bot);
    expect(house.requests("patch persona")).toHaveLength(1);

    await house.work(bot);
    await house.until(bot, () => house.news.announced.length === 1, "the news");
    house.advance(1);
    expect(
      await bot.personas.changeReplica({ tenantId: tenant, id: persona.id, replicaId: "r79e1c033f" }, saved),
    ).toMatchObject({
      isBehind: false,
    });
  });

  test("a persona that is gone from Tavus is missing, and no second one is made", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, edit } = await makeLinked(house, bot);
    house.account.removePersona(persona.tavusPersonaId ?? "");

    const { persona: edited } = await edit({ name: "Grace" });
    await house.rest(bot);

    expect(edited).toMatchObject({ link: "missing", failure: { cause: "notFound" } });
    expect(house.account.personas).toEqual([]);
    expect(house.requests("create persona")).toHaveLength(1);
  });

  test("unpublished changes in Tavus's own editor are not thrown away", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, edit } = await makeLinked(house, bot);
    const id = persona.tavusPersonaId ?? "";
    house.account.openDraft(id);

    const { persona: edited } = await edit({ name: "Grace" });

    expect(edited).toMatchObject({ isBehind: true, failure: { cause: "conflict" } });
    expect(house.account.persona(id)).toMatchObject({ hasDraft: true, document: { persona_name: "Ada" } });
  });

  test("a push that lacks credits or key pauses the queue like a create", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, edit } = await makeLinked(house, bot);
    house.standIn.setFault("invalidKey", { ...patch, times: 1 });

    await edit({ name: "Grace" });
    await house.rest(bot);
    expect(await house.tenants.find(tenant)).toMatchObject({ queuePause: { cause: "invalidKey" } });
    expect(house.requests("patch persona")).toHaveLength(1);

    house.advance(15 * 60_000);
    await house.until(bot, async () => (await house.row(persona)).pushed_revision === 2);
  });

  test("a push whose lease grew short while it read is not patched, but given back", async () => {
    const house = await openHouse(open);
    const bot = house.startBot();
    const { persona, edit } = await makeLinked(house, bot);
    house.standIn.setFault({ delayMs: 200 }, { operation: "get persona", times: 1 });
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const editing = edit({ name: "Grace" });
    await untilTrue(() => house.requests("get persona").length === 1);

    vi.advanceTimersByTime(9_500);
    await editing;

    expect(house.requests("get persona")).toHaveLength(2);
    expect(house.requests("patch persona")).toHaveLength(1);
    expect(await house.row(persona)).toMatchObject({ pushed_revision: 2 });
  });

  test("a push that a dead process left is done again", async () => {
    const house = await openHouse(open);
    const [first, second] = [house.startBot(), house.startBot()];
    const { persona, edit } = await makeLinked(house, first);
    house.standIn.setFault("hangAfter", { ...patch, times: 1 });
    const editing = edit({ name: "Grace" }).catch(() => undefined);
    await house.until(first, () => house.requests("patch persona").length === 1);
    first.kill();
    await editing;

    house.advance(20_001);
    second.worker.start();

    await house.until(second, async () => (await house.row(persona)).pushed_revision === 2);
    expect(house.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });
});
