import { expect, onTestFinished, test, vi } from "vitest";
import { UserError } from "../../src/errors.ts";
import { keyTag } from "../../src/tenants/keys.ts";
import { forEachEngine } from "../support/databases.ts";
import { harnessKey, openHarness } from "../support/harness/harness.ts";
import { aDraft, aRequest, otherTenant, tenant } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";

/** An answer that comes long after a look that began meanwhile, and a client that still waits for it. */
const lateMs = 1_200;
const patience = { timeoutMs: 5_000 };

forEachEngine((_engine, open) => {
  test("a persona is committed before Tavus is asked", async () => {
    const harness = await openHarness(open);
    let seen = { rows: 0, requests: 1 };

    await harness.startBot().create(aRequest(), async () => {
      seen = { rows: (await harness.rows()).length, requests: harness.standIn.requests.length };
    });

    expect(seen).toEqual({ rows: 1, requests: 0 });
  });

  test("a persona is made in Tavus and linked, with the documented body and its record line", async () => {
    const harness = await openHarness(open);
    const draft = aDraft({ replicaId: "r90bbd427f71", voiceSpeed: "faster" });

    const { persona, isEdit } = await harness.startBot().create(aRequest({ draft }));

    const [made] = harness.account.personas;
    expect(persona).toMatchObject({ link: "linked", tavusPersonaId: made?.id, isBehind: false });
    expect(isEdit).toBe(false);
    expect(harness.requests("create persona").map(({ body }) => body)).toEqual([
      {
        persona_name: "Ada",
        pipeline_mode: "full",
        system_prompt: expect.stringMatching(
          new RegExp(`^You are Ada\\.[^]*\\n\\n\\[record ${persona.id}\\]$`),
        ),
        default_replica_id: "r90bbd427f71",
        layers: {
          tts: { tts_engine: "cartesia", voice_settings: { speed: 1.2 } },
        },
      },
    ]);
  });

  test("an attempt is on record before its request, with a lease of 20 seconds", async () => {
    const harness = await openHarness(open);
    const beforeMs = harness.now();
    harness.standIn.setFault({ delayMs: 200 });

    const creating = harness.startBot().create();
    await untilTrue(() => harness.requests("create persona").length === 1);
    const [row] = await harness.rows();
    await creating;

    expect(row).toMatchObject({
      link: "pending",
      attempt: 1,
      sent_revision: 1,
      key_tag: keyTag(harnessKey),
      outcome_unknown: 1,
    });
    const startedMs = Date.parse(row?.attempt_started_at ?? "");
    expect(startedMs).toBeGreaterThanOrEqual(beforeMs);
    expect(Date.parse(row?.lease_until ?? "") - startedMs).toBe(20_000);
  });

  test("an answer leaves the row in step and free", async () => {
    const harness = await openHarness(open);

    const { persona } = await harness.startBot().create();

    expect(await harness.row(persona)).toMatchObject({
      link: "linked",
      pushed_revision: 1,
      lease_until: null,
      outcome_unknown: 0,
      next_attempt_at: null,
      failure_kind: null,
    });
  });

  test("the same form sent again gets the same answer and makes nothing", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const request = aRequest();
    const first = await bot.create(request);

    const second = await bot.create(request);

    expect(second).toEqual({ ...first, isNew: false, isShared: true });
    expect(await harness.rows()).toHaveLength(1);
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("two deliveries of one form at the same instant make one persona and get one answer", async () => {
    const harness = await openHarness(open);
    const [one, other] = [harness.startBot(), harness.startBot()];
    const request = aRequest();
    harness.standIn.setFault({ delayMs: 100 });

    const results = await Promise.all([one.create(request), other.create(request), one.create(request)]);

    const [made] = harness.account.personas;
    expect(results.map(({ persona }) => persona.tavusPersonaId)).toEqual([made?.id, made?.id, made?.id]);
    expect(results.map(({ isEdit }) => isEdit)).toEqual([false, false, false]);
    expect(await harness.rows()).toHaveLength(1);
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("the same form with other values is an edit, said to be one and taken to Tavus", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const request = aRequest();
    const { persona } = await bot.create(request);

    const edited = await bot.create({ ...request, draft: aDraft({ name: "Grace" }) });

    expect(edited).toMatchObject({
      isEdit: true,
      persona: { id: persona.id, name: "Grace", tavusPersonaId: persona.tavusPersonaId, isBehind: false },
    });
    expect(harness.account.personas.map(({ document }) => document.persona_name)).toEqual(["Grace"]);
    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("an edit sent twice is one revision", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    bot.worker.start();
    const request = aRequest();
    await bot.create(request);
    const edit = { ...request, draft: aDraft({ name: "Grace" }) };

    const results = await Promise.all([bot.create(edit), bot.create(edit)]);

    expect(results.filter(({ isEdit }) => isEdit)).toHaveLength(1);
    expect(await harness.rows()).toMatchObject([{ revision: 2, name: "Grace" }]);
  });

  test("two tenants with the same form id have a persona each", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const request = aRequest();

    const mine = await bot.create(request);
    const theirs = await bot.create({ ...request, tenantId: otherTenant });

    expect(theirs.isEdit).toBe(false);
    expect(theirs.persona.id).not.toBe(mine.persona.id);
    expect(await bot.personas.find(otherTenant, mine.persona.id)).toBeUndefined();
    expect(harness.account.personas).toHaveLength(2);
  });

  test("a form whose persona was deleted makes no second one", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const request = aRequest();
    await bot.create(request);
    await harness.database.kysely.updateTable("personas").set({ deleted_at: "2030" }).execute();

    await expect(bot.create(request)).rejects.toThrow(UserError);

    expect(harness.requests("create persona")).toHaveLength(1);
  });

  test("when the form cannot be acknowledged the row stays and the queue makes the persona", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const broken = async () => {
      throw new Error("gone");
    };

    await expect(bot.create(aRequest(), broken)).rejects.toThrow("gone");
    expect(harness.standIn.requests).toEqual([]);
    harness.advance(20_001);
    bot.worker.start();

    await harness.until(bot, async () => (await harness.rows())[0]?.link === "linked");
    expect(harness.account.personas).toHaveLength(1);
  });

  test("sixteen at once reach Tavus two at a time", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    const delayMs = 60;
    harness.standIn.setFault({ delayMs });

    const results = await Promise.all(Array.from({ length: 16 }, () => bot.create()));

    expect(results.every(({ persona }) => persona.link === "linked")).toBe(true);
    const arrivals = harness.requests("create persona").map(({ at }) => at);
    expect(arrivals).toHaveLength(16);
    const thirdAfter = arrivals.slice(2).map((at, index) => at - (arrivals[index] ?? 0));
    expect(Math.min(...thirdAfter)).toBeGreaterThanOrEqual(delayMs - 5);
  });

  test("one that waited in line until its lease was short is given back unsent and made later", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault({ delayMs: 1_000 }, { times: 2 });
    vi.useFakeTimers({ toFake: ["performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const inLine = [bot.create(), bot.create(), bot.create()];
    const underWay = () => harness.requests("create persona").length;
    await untilTrue(async () => (await harness.rows()).length === 3 && underWay() === 2);

    vi.advanceTimersByTime(9_500);
    const results = await Promise.all(inLine);
    vi.useRealTimers();

    const late = results.map(({ persona }) => persona).find(({ link }) => link === "pending");
    expect(late).toMatchObject({ failure: { cause: "inLine" }, outcomeUnknown: false });
    expect(harness.requests("create persona")).toHaveLength(2);
    bot.worker.start();
    await harness.until(bot, async () => (await harness.rows()).every(({ link }) => link === "linked"));
    expect(harness.requests("list personas")).toEqual([]);
    expect(harness.account.personas).toHaveLength(3);
  });

  test("an answer that comes after the lease is kept", async () => {
    const harness = await openHarness(open);
    harness.standIn.setFault({ delayMs: 200 });

    const creating = harness.startBot().create();
    await untilTrue(() => harness.requests("create persona").length === 1);
    harness.advance(3_600_000);

    const { persona } = await creating;
    expect(persona).toMatchObject({ link: "linked", tavusPersonaId: harness.account.personas[0]?.id });
  });

  test("an answer that comes after the look has found the same one changes nothing", async () => {
    const harness = await openHarness(open, patience);
    const [slow, quick] = [harness.startBot(), harness.startBot()];
    harness.standIn.setFault({ delayMs: lateMs, workFirst: true }, { operation: "create persona" });

    const creating = slow.create();
    await untilTrue(() => harness.account.personas.length === 1);
    harness.advance(20_001);
    quick.worker.start();
    await harness.until(quick, async () => (await harness.rows())[0]?.link === "linked");
    const { persona } = await creating;

    expect(persona.tavusPersonaId).toBe(harness.account.personas[0]?.id);
    expect(await harness.row(persona)).toMatchObject({ surplus_check_at: null, unknown_attempts: "[]" });
  });

  test("an answer for a persona that is linked to another by now is surplus, and removed", async () => {
    const harness = await openHarness(open, patience);
    const [slow, quick] = [harness.startBot(), harness.startBot()];
    harness.standIn.setFault({ delayMs: lateMs }, { operation: "create persona", times: 1 });

    const creating = slow.create();
    await untilTrue(() => harness.requests("create persona").length === 1);
    harness.advance(20_001);
    quick.worker.start();
    await harness.until(quick, async () => (await harness.rows())[0]?.link === "linked");
    const { persona } = await creating;
    expect(harness.carriers(persona)).toHaveLength(2);

    await harness.work(quick);
    await harness.until(quick, () => harness.carriers(persona).length === 1, "the surplus to go");
    expect(harness.carriers(persona)).toEqual([(await harness.row(persona)).tavus_persona_id]);
    await harness.until(quick, () => harness.news.removals.length === 1);
    expect(harness.news.removals).toEqual([{ id: persona.id, count: 1 }]);
  });

  test("the key of a tenant without one is missed, not sent without", async () => {
    const harness = await openHarness(open, { key: undefined });

    const { persona } = await harness.startBot().create();

    expect(persona).toMatchObject({ link: "pending", failure: { cause: "noKey" }, outcomeUnknown: false });
    expect(harness.standIn.requests).toEqual([]);
    expect(await harness.tenants.find(tenant)).toMatchObject({
      queuePause: { cause: "noKey", keyTag: null },
    });
  });
});
