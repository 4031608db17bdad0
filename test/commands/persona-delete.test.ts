import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { factsIn, pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";
import { answerIn } from "../support/recording-answering.ts";

forEachEngine((_, open) => {
  async function aBotWithAda() {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create({ name: "Ada" });
    const asked = await admin.run("persona-delete", { persona: "Ada" });
    return { bot, admin, asked };
  }

  test("deleting asks first, naming what goes, and does nothing when kept", async () => {
    const { bot, admin, asked } = await aBotWithAda();

    const kept = await pressIn(admin, asked, "Keep it");

    const [row] = await bot.rows();
    expect(answerIn(asked).title).toBe("Delete “Ada”?");
    expect(factsIn(answerIn(asked))).toEqual({
      "ID here": row?.id,
      "ID in Tavus": bot.account.personas[0]?.id,
    });
    expect(answerIn(kept).title).toBe("Nothing was deleted");
    expect(row?.deleted_at).toBeNull();
  });

  test("here only: the record goes with its texts, Tavus keeps its own, and the answer says under which ID", async () => {
    const { bot, admin, asked } = await aBotWithAda();

    const reply = answerIn(await pressIn(admin, asked, "Delete here only"));
    const listed = answerIn(await admin.run("persona-list"));

    const [row] = await bot.rows();
    expect(reply.text).toBe(
      "It is gone here. It stays in Tavus under the ID below. Import brings back what Tavus has of it. Undo restores all of it for 15 minutes.",
    );
    expect(factsIn(reply)["ID in Tavus"]).toBe(bot.account.personas[0]?.id);
    expect(row).toMatchObject({ prompt: "", tavus_persona_id: bot.account.personas[0]?.id });
    expect(row?.deleted_at).not.toBeNull();
    expect(listed.title).toBe("No personas yet");
  });

  test("here and in Tavus: both go", async () => {
    const { bot, admin, asked } = await aBotWithAda();

    const reply = answerIn(await pressIn(admin, asked, "Delete here and in Tavus"));

    expect(reply).toMatchObject({ title: "“Ada” was deleted", text: "It is gone here and in Tavus." });
    expect(bot.account.personas).toEqual([]);
  });

  test.each([
    [
      "linked to another one",
      async ({ bot, admin }: Awaited<ReturnType<typeof aBotWithAda>>, id: string) => {
        const other = bot.account.addPersona({ name: "Other" });
        await admin.press({ label: "", action: "unlink-yes", state: id });
        await admin.run("persona-link", { persona: id, tavus_id: other.id });
      },
    ],
    [
      "deleted, brought back and so made again",
      async ({ admin }: Awaited<ReturnType<typeof aBotWithAda>>, id: string) => {
        const again = await admin.run("persona-delete", { persona: id });
        await pressIn(admin, await pressIn(admin, again, "Delete here and in Tavus"), "Undo");
      },
    ],
  ])("an old question deletes nothing in Tavus that it has not shown: since %s", async (_what, change) => {
    const scene = await aBotWithAda();
    const [before] = await scene.bot.rows();
    await change(scene, before?.id ?? "");
    const [row] = await scene.bot.rows();
    const inTavus = scene.bot.account.personas.map(({ id }) => id);

    const again = await pressIn(scene.admin, scene.asked, "Delete here and in Tavus");
    const kept = scene.bot.account.personas.map(({ id }) => id);
    const reply = answerIn(await pressIn(scene.admin, again, "Delete here and in Tavus"));

    expect(answerIn(again).title).toBe("Delete “Ada”?");
    expect(answerIn(again).text).toContain(
      `it was linked to ${before?.tavus_persona_id}, and now it is to ${row?.tavus_persona_id}. Nothing was deleted.`,
    );
    expect(kept).toEqual(inTavus);
    expect(reply.text).toBe("It is gone here and in Tavus.");
    expect(scene.bot.account.personas.map(({ id }) => id)).not.toContain(row?.tavus_persona_id);
  });

  test("already gone in Tavus counts as gone", async () => {
    const { bot, admin, asked } = await aBotWithAda();
    bot.account.removePersona(bot.account.personas[0]?.id ?? "");

    const reply = answerIn(await pressIn(admin, asked, "Delete here and in Tavus"));

    expect(reply.text).toBe("It is gone here. In Tavus it was gone already.");
    expect((await bot.rows())[0]?.deleted_at).not.toBeNull();
  });

  test("a failure at Tavus leaves both sides and says so", async () => {
    const { bot, admin, asked } = await aBotWithAda();
    bot.standIn.setFault("invalidKey");

    const reply = answerIn(await pressIn(admin, asked, "Delete here and in Tavus"));

    expect(reply.text).toContain("Nothing was deleted, neither here nor in Tavus. Tavus refused the API key");
    expect(bot.account.personas).toHaveLength(1);
    expect((await bot.rows())[0]?.deleted_at).toBeNull();
  });

  test.each([
    "Delete here only",
    "Delete here and in Tavus",
  ])("%s pressed twice answers twice the same", async (label) => {
    const { bot, admin, asked } = await aBotWithAda();

    const first = answerIn(await pressIn(admin, asked, label));
    const again = answerIn(await pressIn(admin, asked, label));

    expect(again).toEqual(first);
    const deletions = bot.standIn.requests.filter(({ operation }) => operation === "delete persona");
    expect(deletions).toHaveLength(label === "Delete here only" ? 0 : 1);
  });

  test("what was gone in Tavus already is remembered so", async () => {
    const { bot, admin, asked } = await aBotWithAda();
    bot.account.removePersona(bot.account.personas[0]?.id ?? "");

    const first = answerIn(await pressIn(admin, asked, "Delete here and in Tavus"));
    const again = answerIn(await pressIn(admin, asked, "Delete here only"));

    expect(again).toEqual(first);
  });

  test("one that was never linked offers here only, and says that Tavus has none", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    bot.standIn.setFault("rejected", { times: 1 });
    await admin.create();

    const asked = await admin.run("persona-delete", { persona: "Ada" });
    const reply = answerIn(await pressIn(admin, asked, "Delete here only"));

    expect(answerIn(asked).buttons?.map(({ label }) => label)).toEqual(["Keep it", "Delete here only"]);
    expect(reply.text).toBe("It is gone here. It was not in Tavus.");
  });

  async function aBotWithUnsettled() {
    const bot = await startPersonaBot(open);
    const later = "2999-01-01T00:00:00.000Z";
    const lost = { link: "pending", outcome_unknown: 1, lease_until: later, next_attempt_at: later } as const;
    const row = aLinkedRow({ ...lost, tenant_id: workspace, name: "Ada" });
    await storeRows(bot.database, [row]);
    const admin = bot.person("U1", "admin");
    return { admin, asked: await admin.run("persona-delete", { persona: row.id }) };
  }

  test("while nobody knows whether Tavus made it, the answer does not claim that it did not", async () => {
    const { admin, asked } = await aBotWithUnsettled();

    const here = answerIn(await pressIn(admin, asked, "Delete here only"));

    expect(answerIn(asked).text).toContain("Whether Tavus has made it is not known yet.");
    expect(factsIn(answerIn(asked))["ID in Tavus"]).toBe("not known yet");
    expect(here.text).toContain("Whether Tavus has made it is not known: look for its name there");
  });

  test("deleting it in Tavus too is promised for when that is known, also when pressed again", async () => {
    const { admin, asked } = await aBotWithUnsettled();

    const both = answerIn(await pressIn(admin, asked, "Delete here and in Tavus"));
    const again = answerIn(await pressIn(admin, asked, "Delete here and in Tavus"));

    expect(both.text).toContain("as soon as it is, it is deleted there too, and you are told.");
    expect(again).toEqual(both);
  });

  test("deleting is for admins, by the command and by a button", async () => {
    const { bot, asked } = await aBotWithAda();
    const member = bot.person("U1");

    const refused = [
      await member.run("persona-delete", { persona: "Ada" }),
      await pressIn(member, asked, "Delete here only"),
    ];

    expect(refused.map((answering) => answerIn(answering).title)).toEqual(["Not allowed", "Not allowed"]);
    expect((await bot.rows())[0]?.deleted_at).toBeNull();
  });
});
