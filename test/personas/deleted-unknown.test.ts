import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { buttonIn, type PersonaBot, pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aDraft, aRequest } from "../support/personas/persona-builders.ts";
import { answerIn } from "../support/recording-answering.ts";
import { untilTrue } from "../support/until-true.ts";

const draft = aDraft({ name: "Ada" });

async function make({ personas }: PersonaBot): Promise<string> {
  const { persona } = await personas.create(aRequest({ tenantId: workspace, draft }), async () => {});
  return persona.id;
}

/** How a record can be deleted here that does not know what stands in Tavus of it. */
const pasts: Record<string, (bot: PersonaBot) => Promise<string>> = {
  async "unlinked before"(bot) {
    const id = await make(bot);
    await bot.personas.unlink({ tenantId: workspace, id });
    return id;
  },
  async "made by a request whose answer was lost"(bot) {
    bot.standIn.setFault("losesAnswer", { operation: "create persona", times: 1 });
    const id = await make(bot);
    await untilTrue(() => bot.account.personas.length === 1, { what: "it to be made" });
    return id;
  },
};

forEachEngine((_engine, open) => {
  test.each(
    Object.entries(pasts),
  )("what is left in Tavus of one deleted here and %s can be had back after a sync", async (_past, begin) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("u1", "admin");
    const id = await begin(bot);
    const removed = await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: false });
    const tavusId = bot.account.personas[0]?.id ?? "";

    const synced = await bot.personas.sync({ tenantId: workspace, startedBy: "u1", mode: "apply" }, () => {});
    const shown = answerIn(await admin.run("persona-show", { persona: tavusId }));
    await admin.press(buttonIn(shown, "Import"));

    expect(removed.tavus).not.toBe("neverThere");
    expect(synced).toMatchObject({ summary: { deletedHere: { count: 1 }, imported: { count: 0 } } });
    const { personas } = await bot.personas.list(workspace, { filter: "all", search: "" });
    expect(personas).toMatchObject([{ name: "Ada", tavusPersonaId: tavusId, link: "linked" }]);
    expect(bot.account.personas).toHaveLength(1);
    expect(bot.direct.sent).toEqual([]);
  });

  test.each([
    "losesAnswer",
    "dropBefore",
  ] as const)("one deleted here alone while nobody knew whether Tavus had made it (%s) is looked for, and made where it is not, when that is undone", async (fault) => {
    const bot = await startPersonaBot(open, { patienceMs: 100 });
    const admin = bot.person("u1", "admin");
    bot.standIn.setFault(fault, { operation: "create persona", times: 1 });
    await admin.create();
    const deleted = await pressIn(
      admin,
      await admin.run("persona-delete", { persona: "Ada" }),
      "Delete here only",
    );

    await pressIn(admin, deleted, "Undo");
    bot.skip(30_000);

    await expect.poll(async () => (await bot.rows())[0]).toMatchObject({ link: "linked", deleted_at: null });
    expect(bot.account.personas).toHaveLength(1);
  });

  test("one that was unlinked before it is deleted here and in Tavus is not said to have never been there", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("u1", "admin");
    const id = await make(bot);
    await bot.personas.unlink({ tenantId: workspace, id });

    const removed = await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: true, userId: "u1" });
    await bot.worker.stop(5000);
    await bot.kind.removeRemembered();
    await admin.run("persona-status");

    expect(removed.tavus).toBe("unlinked");
    expect(bot.direct.sent).toEqual([]);
    expect(bot.account.personas).toHaveLength(1);
  });
});
