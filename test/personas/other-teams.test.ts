import { expect, test } from "vitest";
import { createForgottenTeams } from "../../src/database/forgotten/forget-team.ts";
import { createOwners } from "../../src/database/link/owners.ts";
import { createTenantLifeStore } from "../../src/database/team/tenant-life-store.ts";
import { UserError } from "../../src/errors.ts";
import type { SyncRequest } from "../../src/personas/sync/sync-verbs.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aDraft, aRequest } from "../support/personas/persona-builders.ts";
import { untilTrue } from "../support/until-true.ts";

const secret = "Zanzibar";
const saved = async () => {};

type Made = { id: string; tavusId: string };

async function make(bot: PersonaBot, name = secret, tenantId = workspace): Promise<Made> {
  const draft = aDraft({ name, prompt: `You guard ${secret}.` });
  const { persona } = await bot.personas.create(aRequest({ tenantId, draft }), saved);
  return { id: persona.id, tavusId: persona.tavusPersonaId ?? "" };
}

/** Somebody made it in Tavus; a sync of the first team found it first. */
async function importOne(bot: PersonaBot): Promise<Made> {
  const { id: tavusId } = bot.account.addPersona({ name: secret, systemPrompt: `You guard ${secret}.` });
  await sync(bot, workspace);
  const { personas } = await bot.personas.list(workspace, { filter: "all", search: "" });
  return { id: personas.find(({ tavusPersonaId }) => tavusPersonaId === tavusId)?.id ?? "", tavusId };
}

/** Tavus makes it, and its answer is lost: the first team knows of no id yet. */
async function loseOne(bot: PersonaBot): Promise<Made> {
  const known = new Set(bot.account.personas.map(({ id }) => id));
  bot.standIn.setFault("losesAnswer", { operation: "create persona", times: 1 });
  const { id } = await make(bot);
  await untilTrue(() => bot.account.personas.some(({ id: tavusId }) => !known.has(tavusId)), {
    what: "the lost one to be there",
  });
  return { id, tavusId: bot.account.personas.find(({ id: tavusId }) => !known.has(tavusId))?.id ?? "" };
}

const sync = (bot: PersonaBot, tenantId: string, request: Partial<SyncRequest> = {}) =>
  bot.personas.sync({ tenantId, startedBy: "u1", mode: "apply", ...request }, () => undefined);

/** What a team had to do with a Tavus persona, each way it can have come to an end. */
const pasts: Record<string, (bot: PersonaBot) => Promise<Made>> = {
  "made and linked": (bot) => make(bot),
  imported: importOne,
  "made and unlinked": async (bot) => {
    const made = await make(bot);
    await bot.personas.unlink({ tenantId: workspace, id: made.id });
    return made;
  },
  "imported and unlinked": async (bot) => {
    const made = await importOne(bot);
    await bot.personas.unlink({ tenantId: workspace, id: made.id });
    return made;
  },
  "deleted here only": async (bot) => {
    const made = await make(bot);
    await bot.personas.remove({ tenantId: workspace, id: made.id, alsoInTavus: false });
    return made;
  },
  "unlinked and deleted here": async (bot) => {
    const made = await importOne(bot);
    await bot.personas.unlink({ tenantId: workspace, id: made.id });
    await bot.personas.remove({ tenantId: workspace, id: made.id, alsoInTavus: false });
    return made;
  },
  "made by a request whose answer was lost": loseOne,
  "made by a lost request, and deleted here and in Tavus as soon as that is known": async (bot) => {
    const made = await loseOne(bot);
    await bot.personas.remove({ tenantId: workspace, id: made.id, alsoInTavus: true });
    return made;
  },
  forgotten: async (bot) => {
    const made = await make(bot);
    await createForgottenTeams(bot.database).forget(workspace);
    return made;
  },
  "made by a lost request, and forgotten": async (bot) => {
    const made = await loseOne(bot);
    await createForgottenTeams(bot.database).forget(workspace);
    return made;
  },
  "copied in Tavus by hand": async (bot) => {
    const { id, tavusId } = await make(bot);
    const prompt = String(bot.account.persona(tavusId)?.document.system_prompt);
    return { id, tavusId: bot.account.addPersona({ name: secret, systemPrompt: prompt }).id };
  },
  "the team's that removed the bot": async (bot) => {
    const made = await make(bot);
    const life = createTenantLifeStore(bot.database);
    await life.arrived(workspace);
    await life.left(workspace, "absent");
    return made;
  },
};

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error.message;
  throw new Error("It was not refused.", { cause: error });
}

const inTavus = (bot: PersonaBot) =>
  JSON.stringify(bot.account.personas.map(({ id, document }) => [id, document]));

forEachEngine((_engine, open) => {
  test.each(
    Object.entries(pasts),
  )("what is another team's, %s, is not there for this one", async (_past, begin) => {
    const bot = await startPersonaBot(open);
    const { id, tavusId } = await begin(bot);
    const mine = await make(bot, "Mine", guild);
    await bot.personas.unlink({ tenantId: guild, id: mine.id });
    const nobodys = bot.account.addPersona({ name: "Nobody's" });
    const before = inTavus(bot);
    const others = bot.account.personas.filter(({ document }) => document.persona_name === secret).length;

    const listed = await bot.personas.listTavusOnly(guild, { search: "", page: 0 });
    const words = [
      await refusalOf(bot.personas.link({ tenantId: guild, id: mine.id, tavusPersonaId: tavusId })),
      await refusalOf(bot.personas.link({ tenantId: guild, id: mine.id, tavusPersonaId: "pffffffffff0" })),
    ];
    const preview = await sync(bot, guild, { mode: "preview" });
    const admin = bot.person("u9", "admin", guild);
    const said = [
      (await admin.run("persona-show", { persona: tavusId })).said,
      (await admin.run("persona-delete", { persona: id })).said,
      (await admin.run("persona-edit", { persona: tavusId })).said,
      (await admin.press({ label: "Import", action: "import-deleted", state: tavusId })).said,
    ];

    expect(listed.personas.map(({ tavusPersonaId }) => tavusPersonaId).sort()).toEqual(
      [mine.tavusId, nobodys.id].sort(),
    );
    expect(words[0]?.replace(tavusId, "ID")).toBe(words[1]?.replace("pffffffffff0", "ID"));
    expect(preview).toMatchObject({ state: "ended", summary: { others, imported: { count: 1 } } });
    expect(JSON.stringify([listed, preview, said])).not.toContain(secret);
    expect(JSON.stringify([listed, preview])).not.toContain(tavusId);
    expect(inTavus(bot)).toBe(before);
    const applied = await sync(bot, guild);
    expect(applied).toMatchObject({ state: "ended", summary: { others, imported: { count: 1 } } });
    expect(JSON.stringify(applied)).not.toContain(secret);
    const rows = await bot.rows();
    expect(rows.filter((row) => row.tenant_id === guild && row.tavus_persona_id === tavusId)).toEqual([]);
    expect(bot.account.persona(tavusId)?.document.persona_name).toBe(secret);
  });

  test("a team's own is its own again after it unlinked, deleted or forgot it", async () => {
    const bot = await startPersonaBot(open);
    const made = await make(bot);
    await bot.personas.unlink({ tenantId: workspace, id: made.id });
    const again = await bot.personas.link({ tenantId: workspace, id: made.id, tavusPersonaId: made.tavusId });
    await createForgottenTeams(bot.database).forget(workspace);

    const result = await sync(bot, workspace);

    expect(again.tavusPersonaId).toBe(made.tavusId);
    expect(result).toMatchObject({ state: "ended", summary: { others: 0, imported: { count: 1 } } });
  });

  test("of two teams that take the same one at the same moment one has it", async () => {
    const bot = await startPersonaBot(open);
    const mine = await Promise.all([workspace, guild].map((tenantId) => make(bot, "Mine", tenantId)));
    for (const [at, tenantId] of [workspace, guild].entries()) {
      await bot.personas.unlink({ tenantId, id: mine[at]?.id ?? "" });
    }
    for (let round = 0; round < 5; round += 1) {
      const free = bot.account.addPersona({ name: `Free ${round}` });
      const links = await Promise.allSettled(
        [workspace, guild].map((tenantId, at) =>
          bot.personas.link({ tenantId, id: mine[at]?.id ?? "", tavusPersonaId: free.id }),
        ),
      );
      expect(links.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const winner = links.findIndex(({ status }) => status === "fulfilled");
      await bot.personas.unlink({ tenantId: [workspace, guild][winner] ?? "", id: mine[winner]?.id ?? "" });
    }
  });

  test("of two syncs at once each takes what the other has not", async () => {
    const bot = await startPersonaBot(open);
    for (let number = 0; number < 30; number += 1) bot.account.addPersona({ name: `Free ${number}` });

    await Promise.all([sync(bot, workspace), sync(bot, guild)]);

    const ids = (await bot.rows()).map((row) => row.tavus_persona_id);
    expect(ids).toHaveLength(30);
    expect(new Set(ids).size).toBe(30);
  });

  test("what a team has made is its own, even if another was quicker to import it", async () => {
    const bot = await startPersonaBot(open);
    const owners = createOwners(bot.database, "persona");
    const take = (tenantId: string, isMade: boolean) =>
      bot.database.kysely
        .transaction()
        .execute((transaction) => owners.take(transaction, tenantId, ["p1"], { isMade }));

    const taken = [await take(guild, false), await take(workspace, true), await take(guild, false)];

    expect(taken.map(({ size }) => size)).toEqual([1, 1, 0]);
    expect(await owners.isOthers(guild, "p1")).toBe(true);
  });

  test("where the operator says so, teams see and link each other's, and a sync leaves them alone", async () => {
    const bot = await startPersonaBot(open, { isAccountShared: true });
    const theirs = await make(bot);
    const mine = await make(bot, "Mine", guild);
    await bot.personas.unlink({ tenantId: guild, id: mine.id });

    const listed = await bot.personas.listTavusOnly(guild, { search: secret, page: 0 });
    const synced = await sync(bot, guild, { mode: "preview" });
    const linked = await bot.personas.link({
      tenantId: guild,
      id: mine.id,
      tavusPersonaId: theirs.tavusId,
    });

    expect(listed.personas).toMatchObject([{ tavusPersonaId: theirs.tavusId, name: secret }]);
    expect(synced).toMatchObject({ state: "ended", summary: { others: 1, imported: { count: 0 } } });
    expect(linked.tavusPersonaId).toBe(theirs.tavusId);
    expect(await bot.personas.compare(linked)).toMatchObject({ kind: "differs" });
  });
});
