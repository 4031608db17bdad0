import { expect, test } from "vitest";
import type { Fault } from "../../sandbox/stand-ins/tavus/faults.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { type Harness, openHarness } from "../support/harness/harness.ts";
import { tenant } from "../support/personas/persona-builders.ts";

const create = { operation: "create persona" } as const;
const patch = { operation: "patch persona" } as const;

async function aLinkedOne(open: OpenDatabase) {
  const harness = await openHarness(open);
  const bot = harness.startBot();
  await harness.work(bot);
  const { persona } = await bot.create();
  const edit = () =>
    bot.personas.edit({ ...editOf(persona), tenantId: tenant, id: persona.id }, async () => undefined);
  return { harness, bot, persona, edit };
}

type Made = Awaited<ReturnType<ReturnType<Harness["startBot"]>["create"]>>["persona"];

function editOf(persona: Made) {
  return { draft: { ...persona, name: "Grace" }, baseRevision: persona.revision };
}

/** Answers that only people can change, and that are no word about the key. */
const refusals: [Fault, string][] = [
  [{ status: 403, body: { error: "Not available on your current plan" } }, "notInPlan"],
  [{ status: 403, body: { error: "Maximum number of personas reached" } }, "limitReached"],
  [{ status: 403, body: { error: "You lack the permission" } }, "forbidden"],
  [{ status: 403, body: { message: "Forbidden" } }, "forbidden"],
];

forEachEngine((_engine, open) => {
  test.each(
    refusals,
  )("a create that meets %j fails for itself, and the queue goes on", async (fault, kind) => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault(fault, { ...create, times: 1 });

    const { persona: refused } = await bot.create();
    const { persona: next } = await bot.create();

    expect(refused).toMatchObject({ link: "failed", failure: { cause: kind }, nextAttemptMs: undefined });
    expect(next.link).toBe("linked");
    expect((await harness.tenants.find(tenant))?.queuePause ?? undefined).toBeUndefined();
  });

  test("a block page on the way pauses nothing, and is tried again", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault({ status: 403, body: "<title>Blocked</title>" }, { ...create, times: 1 });

    const { persona } = await bot.create();
    harness.advance(60_000);
    await harness.work(bot);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked", "the link");

    expect(persona).toMatchObject({ link: "pending", failure: { cause: "blocked", words: "Blocked" } });
    expect((await harness.tenants.find(tenant))?.queuePause ?? undefined).toBeUndefined();
    expect(harness.carriers(persona)).toHaveLength(1);
  });

  test("a create refused with the status of a success is looked for before it is tried again", async () => {
    const harness = await openHarness(open);
    const bot = harness.startBot();
    harness.standIn.setFault(
      { status: 200, body: { error: "Half done" }, workFirst: true },
      { ...create, times: 1 },
    );

    const { persona } = await bot.create();
    harness.advance(60_000);
    await harness.work(bot);
    await harness.until(bot, async () => (await harness.row(persona)).link === "linked", "the link");

    expect(persona).toMatchObject({ link: "pending", outcomeUnknown: true, failure: { words: "Half done" } });
    expect(harness.requests("create persona")).toHaveLength(1);
    expect(harness.carriers(persona)).toHaveLength(1);
  });

  test.each([
    400, 404,
  ])("an edit refused with %i of what stands there is told as refused, never as gone", async (status) => {
    const { harness, bot, persona, edit } = await aLinkedOne(open);
    harness.standIn.setFault({ status, body: { error: "Invalid persona_id" } }, patch);

    const result = await edit();
    const again = await bot.personas.createAgain(tenant, persona.id);

    expect(result.persona).toMatchObject({ link: "linked", isBehind: true, nextAttemptMs: undefined });
    expect(result.persona.failure).toMatchObject({ cause: "forbidden", words: "Invalid persona_id" });
    expect(again.link).toBe("linked");
    expect(harness.account.personas).toHaveLength(1);
  });

  test("an edit of one that is really gone is told so", async () => {
    const { harness, persona, edit } = await aLinkedOne(open);
    harness.standIn.setFault({ delayMs: 100, workFirst: true }, { operation: "get persona", times: 1 });
    const editing = edit();
    await harness.until(harness.startBot(), () => harness.requests("get persona").length === 1);
    harness.account.removePersona(persona.tavusPersonaId ?? "");

    expect((await editing).persona.link).toBe("missing");
  });

  test("an edit that Tavus takes and does not carry out is sent again, and then told once", async () => {
    const { harness, bot, persona, edit } = await aLinkedOne(open);
    harness.standIn.setFault({ status: 200, body: {} }, patch);

    const first = await edit();
    for (let round = 1; round <= 2; round += 1) {
      harness.advance(600_000);
      await harness.work(bot);
      await harness.until(bot, () => harness.requests("patch persona").length > round, "another patch");
      await harness.rest(bot);
    }
    harness.advance(6_000_000);
    await harness.work(bot);
    await harness.rest(bot);

    expect(first.persona).toMatchObject({ isBehind: true, failure: { cause: "notApplied" } });
    expect(first.persona.nextAttemptMs).toBeDefined();
    expect(harness.requests("patch persona")).toHaveLength(3);
    // Then that is how Tavus keeps it, and nothing differs any more.
    expect(await harness.row(persona)).toMatchObject({
      link: "linked",
      next_attempt_at: null,
      pushed_revision: 2,
      kept: expect.stringContaining("name"),
    });
    expect(harness.news.announced.filter(({ id }) => id === persona.id)).toHaveLength(1);
  });
});
