import { expect, onTestFinished, test, vi } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine } from "../support/databases.ts";
import { type Bot, type Harness, impatient, openHarness } from "../support/harness/harness.ts";
import { aDraft, aRequest, tenant } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";

const patch = { operation: "patch persona" } as const;

/** A linked persona, and what edits it. */
async function makeLinked(harness: Harness, bot: Bot, members = {}) {
  bot.worker.start();
  const request = aRequest({ draft: aDraft(members) });
  const { persona } = await bot.create(request);
  harness.advance(1);
  const edit = (changes = {}) => bot.create({ ...request, draft: aDraft({ ...members, ...changes }) });
  return { persona, edit };
}

const saved = async () => {};

forEachEngine((_engine, open) => {
  test("an edit of a linked persona is patched in, and what we do not send is left alone", async () => {
    const harness = await openHarness(open);
    const { persona, edit } = await makeLinked(harness, harness.startBot(), { model: "tavus-glm-4.7" });
    const id = persona.tavusPersonaId ?? "";
    harness.account.changePersona(id, { greeting: "Good evening" });

    await edit({ name: "Grace", voiceEmotion: "curious" });

    expect(harness.account.persona(id)?.document).toMatchObject({
      persona_name: "Grace",
      greeting: "Good evening",
      layers: { llm: { model: "tavus-glm-4.7" }, tts: { voice_settings: { emotion: ["curious"] } } },
    });
    expect(harness.requests("patch persona")).toHaveLength(1);
    expect(await harness.row(persona)).toMatchObject({
      revision: 2,
      pushed_revision: 2,
      next_attempt_at: null,
    });
  });

  test("a voice that is normal again is normal in Tavus", async () => {
    const harness = await openHarness(open);
    const { persona, edit } = await makeLinked(harness, harness.startBot(), {
      voiceSpeed: "faster",
      voiceEmotion: "positive",
    });

    await edit({ voiceSpeed: "normal", voiceEmotion: "none" });

    const { document } = harness.account.persona(persona.tavusPersonaId ?? "") ?? {};
    expect(document).toMatchObject({ layers: { tts: { voice_settings: {} } } });
    expect(JSON.stringify(document)).not.toMatch(/speed|emotion|happy/);
  });

  test("an edit made while the create is under way is pushed when that has ended", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const request = aRequest();
    harness.standIn.setFault({ delayMs: 200 }, { operation: "create persona" });
    const creating = bot.create(request);
    await harness.until(bot, () => harness.requests("create persona").length === 1);

    const edited = await bot.create({ ...request, draft: aDraft({ name: "Grace" }) });

    expect((await creating).persona.link).toBe("linked");
    expect(edited.persona).toMatchObject({ link: "linked", isBehind: false, name: "Grace" });
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test.each([
    ["is refused", { status: 400, body: { error: "There was an error" } }],
    ["meets unpublished changes", { status: 409, body: { conflict: "maker_changes" } }],
    ["meets a Tavus that fails", { status: 503 }],
  ] as [
    string,
    Fault,
  ][])("an edit made while a push is under way that %s is pushed after it", async (_what, fault) => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, edit } = await makeLinked(harness, bot);
    harness.standIn.setFault({ ...fault, delayMs: 300 }, { ...patch, times: 1 });
    const first = edit({ name: "Refused" });
    await harness.until(bot, () => harness.requests("patch persona").length === 1);

    await Promise.all([first, edit({ name: "Grace" })]);

    await harness.until(bot, async () => (await harness.row(persona)).pushed_revision === 3);
    expect(await harness.row(persona)).toMatchObject({
      name: "Grace",
      failure_kind: null,
      next_attempt_at: null,
    });
    const { document } = harness.account.persona(persona.tavusPersonaId ?? "") ?? {};
    expect(document).toMatchObject({ persona_name: "Grace" });
  });

  test("an edit made while a push is under way is pushed after it", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, edit } = await makeLinked(harness, bot);
    harness.standIn.setFault({ delayMs: 200, workFirst: true }, { ...patch, times: 1 });

    const first = edit({ name: "Grace" });
    await harness.until(bot, () => harness.requests("patch persona").length === 1);
    await Promise.all([first, edit({ name: "Emmy" })]);

    await harness.until(bot, async () => (await harness.row(persona)).pushed_revision === 3);
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Emmy"]);
  });

  test.each([
    "serverErrors",
    "dropAfter",
    "hangAfter",
    "rateLimited",
    ...[408, 421, 423, 425, 429, 449, 499].map((status): Fault => ({ status, body: { message: "Later" } })),
  ] as const)("a push that meets %j is tried again", async (fault) => {
    const harness = await openHarness(open, impatient);
    const bot = harness.startBot();
    const { persona, edit } = await makeLinked(harness, bot);
    harness.standIn.setFault(fault, { ...patch, times: 1 });

    const { persona: edited } = await edit({ name: "Grace" });
    expect(edited).toMatchObject({ link: "linked", isBehind: true, tavusPersonaId: persona.tavusPersonaId });

    harness.advance(25_000);
    await harness.until(bot, async () => (await harness.row(persona)).pushed_revision === 2);
    expect(await harness.row(persona)).toMatchObject({ failure_kind: null, next_attempt_at: null });
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });

  test("an edit that Tavus refuses rests until a person acts, and is told", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, edit } = await makeLinked(harness, bot);

    const { persona: edited } = await edit({ replicaId: "rffffffffff" });
    expect(edited).toMatchObject({
      link: "linked",
      isBehind: true,
      failure: { cause: "rejected", words: "Invalid replica_uuid" },
      nextAttemptMs: undefined,
    });
    harness.advance(3_600_000 * 48);
    await harness.rest(bot);
    expect(harness.requests("patch persona")).toHaveLength(1);

    await harness.work(bot);
    await harness.until(bot, () => harness.news.announced.length === 1, "the news");
    harness.advance(1);
    expect(
      await bot.personas.changeReplica({ tenantId: tenant, id: persona.id, replicaId: "r79e1c033f" }, saved),
    ).toMatchObject({
      isBehind: false,
    });
  });

  test("a persona that is gone from Tavus is missing, and no second one is made", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, edit } = await makeLinked(harness, bot);
    harness.account.removePersona(persona.tavusPersonaId ?? "");

    const { persona: edited } = await edit({ name: "Grace" });
    await harness.rest(bot);

    expect(edited).toMatchObject({ link: "missing", failure: { cause: "notFound" } });
    expect(harness.account.personas).toEqual([]);
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("unpublished changes in Tavus's own editor are not thrown away", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, edit } = await makeLinked(harness, bot);
    const id = persona.tavusPersonaId ?? "";
    harness.account.openDraft(id);

    const { persona: edited } = await edit({ name: "Grace" });

    expect(edited).toMatchObject({ isBehind: true, failure: { cause: "conflict" } });
    expect(harness.account.persona(id)).toMatchObject({ hasDraft: true, document: { persona_name: "Ada" } });
  });

  test("a push that lacks credits or key pauses the queue like a create", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, edit } = await makeLinked(harness, bot);
    harness.standIn.setFault("invalidKey", { ...patch, times: 1 });

    await edit({ name: "Grace" });
    await harness.rest(bot);
    expect(await harness.tenants.find(tenant)).toMatchObject({ queuePause: { cause: "invalidKey" } });
    expect(harness.requests("patch persona")).toHaveLength(1);

    harness.advance(15 * 60_000);
    await harness.until(bot, async () => (await harness.row(persona)).pushed_revision === 2);
  });

  test("a push whose lease grew short while it read is not patched, but given back", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const { persona, edit } = await makeLinked(harness, bot);
    harness.standIn.setFault({ delayMs: 200 }, { operation: "get persona", times: 1 });
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const editing = edit({ name: "Grace" });
    // The first one read what was made.
    await untilTrue(() => harness.requests("get persona").length === 2);

    vi.advanceTimersByTime(9_500);
    await editing;

    // Given back, read again, and read once more after it was sent.
    expect(harness.requests("get persona")).toHaveLength(4);
    expect(harness.requests("patch persona")).toHaveLength(1);
    expect(await harness.row(persona)).toMatchObject({ pushed_revision: 2 });
  });

  test("a push that a dead process left is done again", async () => {
    const harness = await openHarness(open, impatient);
    const [first, second] = [harness.startBot(), harness.startBot()];
    const { persona, edit } = await makeLinked(harness, first);
    harness.standIn.setFault("hangAfter", { ...patch, times: 1 });
    const editing = edit({ name: "Grace" }).catch(() => undefined);
    await harness.until(first, () => harness.requests("patch persona").length === 1);
    first.kill();
    await editing;

    harness.advance(20_001);
    second.worker.start();

    await harness.until(second, async () => (await harness.row(persona)).pushed_revision === 2);
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
  });
});
