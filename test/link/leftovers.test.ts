import { expect, test } from "vitest";
import { createLinkQueue } from "../../src/database/link/link-queue.ts";
import { personaKind } from "../../src/database/persona/persona-record.ts";
import { keyTag } from "../../src/tenants/keys.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { type PersonaBot, pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { untilTrue } from "../support/until-true.ts";
import { key } from "../tavus/setup.ts";

const ownKey = "0123456789abcdef0123456789abcdef";
const nextKey = "fedcba9876543210fedcba9876543210";

forEachEngine((_, open) => {
  test("what a lost request made for a forgotten team is removed with the team's own key, which then goes too", async () => {
    const bot = await startPersonaBot(open, { otherKeys: [ownKey] });
    await bot.services.teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);
    bot.standIn.setFault("losesAnswer", { operation: "create persona", times: 1 });
    await bot.person("U1", "admin").create();
    const made = personasOfOwnKey(bot).length;

    await forget(bot);
    bot.skip(31_000);
    await bot.kind.removeLeftovers();
    const kept = await leftovers(bot);
    const left = personasOfOwnKey(bot).length;
    bot.skip(16 * 60_000);
    await bot.kind.removeLeftovers();

    expect([made, left]).toEqual([1, 0]);
    expect(kept).toHaveLength(1);
    expect(await leftovers(bot)).toEqual([]);
  });

  test("the same where the team's own key was replaced by another of that account before it was forgotten", async () => {
    const bot = await startPersonaBot(open, { otherKeys: [ownKey] });
    const { teamKeys } = bot.services;
    await teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);
    bot.standIn.setFault("losesAnswer", { operation: "create persona", times: 1 });
    await bot.person("U1", "admin").create();
    const { keys } = bot.standIn.account(ownKey);
    keys.add(nextKey);
    await teamKeys.store({ tenantId: workspace, userId: "U1", value: nextKey }, null);
    keys.delete(ownKey);

    await forget(bot);
    bot.skip(31_000);
    await bot.kind.removeLeftovers();

    expect(bot.standIn.account(nextKey).personas).toEqual([]);
  });

  test("what was lost under the operator's key is removed there, also when its record was linked under the team's own key since", async () => {
    const bot = await lostUnderTheOperatorsKey(open);

    await forget(bot);
    bot.skip(31_000);
    await bot.kind.removeLeftovers();

    expect([bot.account.personas.length, personasOfOwnKey(bot).length]).toEqual([0, 1]);
  });

  test("the same where the team's own key was replaced once more, so that nobody has the noted one", async () => {
    const bot = await lostUnderTheOperatorsKey(open);
    const { teamKeys } = bot.services;
    bot.standIn.accounts.find(({ keys }) => keys.has(ownKey))?.keys.add(nextKey);
    await teamKeys.store({ tenantId: workspace, userId: "U1", value: nextKey }, null);

    await forget(bot);
    bot.skip(31_000);
    await bot.kind.removeLeftovers();

    expect(bot.account.personas).toEqual([]);
  });

  test("the same is looked for while the team is there", async () => {
    const bot = await lostUnderTheOperatorsKey(open);

    bot.skip(11 * 60_000);
    bot.worker.start();
    await untilTrue(() => bot.account.personas.length === 0);

    expect(personasOfOwnKey(bot)).toHaveLength(1);
  });

  test("the same is looked for where its record was deleted in Tavus too before anybody knew", async () => {
    const bot = await lostBeforeItsOwnKey(open);
    const [{ id = "" } = {}] = await bot.rows();
    const { tavus } = await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: true });

    await bot.kind.removeRemembered();
    bot.skip(16 * 60_000);
    await bot.kind.removeRemembered();

    expect([tavus, (await bot.personas.findRemoved(workspace, id))?.tavus]).toEqual(["whenKnown", "deleted"]);
    expect(bot.account.personas).toEqual([]);
  });

  test("a key that Tavus takes no more ends no search under the operator's, where what is lost may come a while later", async () => {
    const bot = await lostUnderTheOperatorsKey(open);
    const document = bot.account.personas[0]?.document ?? {};
    await forget(bot);
    bot.standIn.accounts.find(({ keys }) => keys.has(ownKey))?.keys.delete(ownKey);

    bot.skip(31_000);
    await bot.kind.removeLeftovers();
    const kept = await leftovers(bot);
    bot.account.storePersona(document);
    bot.skip(16 * 60_000);
    await bot.kind.removeLeftovers();

    expect(kept).toHaveLength(1);
    expect(bot.account.personas).toEqual([]);
    expect(await leftovers(bot)).toEqual([]);
  });

  test.each([
    ["the operator's, which the team no longer uses", "operator", 0],
    ["the team's own, which it will replace", "own", 1],
  ] as const)("where Tavus refuses a key, %s, the search for surplus ends only without the operator's", async (_what, refused, awaited) => {
    const bot = await lostUnderTheOperatorsKey(open);
    const own = bot.standIn.accounts.find(({ keys }) => keys.has(ownKey));
    (refused === "own" ? own : bot.account)?.keys.clear();

    for (const minutes of [11, 11, 11]) {
      bot.skip(minutes * 60_000);
      await checkSurplus(bot);
    }

    const checks = await bot.database.kysely
      .selectFrom("links")
      .select("surplus_check_at")
      .where("surplus_check_at", "is not", null)
      .execute();
    expect(checks).toHaveLength(awaited);
  });

  test("what Tavus refuses to delete keeps neither the others there nor the team's key here", async () => {
    const bot = await startPersonaBot(open, { otherKeys: [ownKey] });
    await bot.services.teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);
    bot.standIn.setFault("losesAnswer", { operation: "create persona", times: 2 });
    await bot.person("U1", "admin").create();
    await bot.person("U1", "admin").create();
    await forget(bot);
    bot.standIn.setFault(
      { status: 403, body: { error: "You lack the permission" } },
      { operation: "delete persona", times: 1 },
    );

    bot.skip(31_000);
    await bot.kind.removeLeftovers();
    const stayed = personasOfOwnKey(bot).length;
    bot.standIn.setFault(
      { status: 403, body: { error: "You lack the permission" } },
      { operation: "delete persona" },
    );
    bot.skip(16 * 60_000);
    await bot.kind.removeLeftovers();

    expect(stayed).toBe(1);
    expect(await leftovers(bot)).toEqual([]);
  });

  test("a look that began before the last request must have ended is not the last", async () => {
    const bot = await startPersonaBot(open);
    bot.standIn.setFault("losesAnswer", { operation: "create persona", times: 1 });
    await bot.person("U1", "admin").create();
    await forget(bot);
    bot.skip(14 * 60_000);
    const stop = bot.standIn.onEvent(({ kind, request }) => {
      if (kind === "request" && request.operation === "list personas") bot.skip(60_000);
    });

    await bot.kind.removeLeftovers();
    stop();
    const during = await leftovers(bot);
    bot.skip(2 * 60_000);
    await bot.kind.removeLeftovers();

    expect(during).toHaveLength(1);
    expect(await leftovers(bot)).toEqual([]);
  });

  test("what the team knew of stays in Tavus, and so does a copy that somebody made of it", async () => {
    const bot = await startPersonaBot(open);
    await bot.person("U1", "admin").create();
    await bot.toldBatch.flush();
    const document = bot.account.personas[0]?.document ?? {};
    bot.account.storePersona(document);

    await forget(bot);
    bot.skip(31_000);
    await bot.kind.removeLeftovers();

    expect(bot.account.personas).toHaveLength(2);
  });
});

/** A lost create has made one in the operator's account; then the team brings a key of another account. */
async function lostBeforeItsOwnKey(open: OpenDatabase): Promise<PersonaBot> {
  const bot = await startPersonaBot(open, { otherKeys: [ownKey] });
  bot.standIn.setFault("losesAnswer", { operation: "create persona", times: 1 });
  await bot.person("U1", "admin").create();
  await bot.worker.stop(1000);
  bot.skip(25_000);
  await bot.services.teamKeys.store({ tenantId: workspace, userId: "U1", value: ownKey }, null);
  return bot;
}

/** The same; its record was linked since to one of the account whose key the team has brought. */
async function lostUnderTheOperatorsKey(open: OpenDatabase): Promise<PersonaBot> {
  const bot = await lostBeforeItsOwnKey(open);
  const own = bot.standIn.accounts.find(({ keys }) => keys.has(ownKey));
  const tavusPersonaId = own?.addPersona({ name: "Ada", systemPrompt: "You are Ada." }).id ?? "";
  const [{ id = "" } = {}] = await bot.rows();
  await bot.personas.link({ tenantId: workspace, id, tavusPersonaId });
  return bot;
}

/** As the worker does. */
async function checkSurplus({ kind, database }: PersonaBot): Promise<void> {
  const due = await createLinkQueue(database, [personaKind]).claimSurplusChecks(50, 600_000);
  await kind.removeSurplus(
    due,
    [ownKey, key].map((value) => ({ value, tag: keyTag(value) })),
  );
}

async function forget(bot: PersonaBot): Promise<void> {
  const admin = bot.person("U1", "admin");
  const exported = await pressIn(admin, await admin.run("persona-forget"), "Export everything");
  await pressIn(admin, exported, "I have the file: delete all");
}

const leftovers = ({ database }: PersonaBot) => database.kysely.selectFrom("leftovers").selectAll().execute();

const personasOfOwnKey = ({ standIn }: PersonaBot) =>
  standIn.accounts.find(({ keys }) => keys.has(ownKey))?.personas ?? [];
