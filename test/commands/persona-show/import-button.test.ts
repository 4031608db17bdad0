import { expect, test } from "vitest";
import type { Reply } from "../../../src/chat/reply.ts";
import { rowsOfBot } from "../../support/black-box/rows-of-bot.ts";
import { forEachEngine } from "../../support/databases.ts";
import { factsIn, guild, pressIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn } from "../../support/recording-answering.ts";

const linesOf = ({ items = [] }: Reply) => items.map(({ text }) => text);

forEachEngine((_, open) => {
  async function aBotWithDeleted(label = "Delete here only") {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create();
    const tavusId = bot.account.personas[0]?.id ?? "";
    await pressIn(admin, await admin.run("persona-delete", { persona: "Ada" }), label);
    return { bot, admin, tavusId };
  }

  test.each([
    "id",
    "tavus_persona_id",
  ] as const)("one deleted here is found by its %s and imported once", async (column) => {
    const { bot, admin, tavusId } = await aBotWithDeleted();
    const [tombstone] = await bot.rows();

    const shown = await admin.run("persona-show", { persona: tombstone?.[column] ?? "" });
    const first = answerIn(await pressIn(admin, shown, "Import"));
    const again = answerIn(await pressIn(admin, shown, "Import"));

    expect(answerIn(shown).title).toBe("“Ada” was deleted");
    expect(first.title).toBe("“Ada” is here again");
    expect(factsIn(first)["ID in Tavus"]).toBe(tavusId);
    expect(again).toEqual(first);
    const here = (await bot.rows()).filter(({ deleted_at }) => deleted_at === null);
    expect(here).toMatchObject([{ tavus_persona_id: tavusId, link: "linked", prompt: "You are Ada." }]);
  });

  test.each([
    "typed here",
    "imported by a sync",
  ])("one %s that came back by Undo is not told as imported", async (from) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    if (from === "typed here") await admin.create({ traits: "Kind" });
    else {
      bot.account.addPersona({ name: "Ada" });
      await admin.run("persona-sync");
    }
    const deleted = await pressIn(
      admin,
      await admin.run("persona-delete", { persona: "Ada" }),
      "Delete here only",
    );
    await pressIn(admin, deleted, "Undo");

    const reply = answerIn(await pressIn(admin, deleted, "Import"));

    expect(reply).toMatchObject({
      title: "“Ada” is here",
      text: "It is linked to what Import would bring back, so nothing was done.",
    });
    expect(await bot.rows()).toMatchObject([{ deleted_at: null, link: "linked" }]);
  });

  test("nor is another record that was linked by hand to what it had in Tavus", async () => {
    const { bot, admin, tavusId } = await aBotWithDeleted();
    const shown = await admin.run("persona-show", { persona: tavusId });
    await storeRows(bot.database, [aLinkedRow({ tenant_id: workspace, name: "Bob", link: "failed" })]);
    await admin.run("persona-link", { persona: "Bob", tavus_id: tavusId });

    const reply = answerIn(await pressIn(admin, shown, "Import"));

    expect(reply.title).toBe("“Bob” is here");
  });

  test("a persona that has its ID as a name does not stand in the way", async () => {
    const { bot, admin, tavusId } = await aBotWithDeleted();
    const shown = await admin.run("persona-show", { persona: tavusId });
    await storeRows(bot.database, [aLinkedRow({ tenant_id: workspace, name: tavusId.toUpperCase() })]);

    const reply = answerIn(await pressIn(admin, shown, "Import"));

    expect(reply.title).toBe("“Ada” is here again");
  });

  test("other commands say that it was deleted, and offer the same", async () => {
    const { admin, tavusId } = await aBotWithDeleted();

    for (const command of ["persona-edit", "persona-delete", "persona-link"]) {
      const reply = answerIn(await admin.run(command, { persona: tavusId }));
      expect(reply.buttons?.map(({ label }) => label)).toEqual(["Import"]);
    }
  });

  test("a member is shown it without the button, and may not press it", async () => {
    const { bot, tavusId } = await aBotWithDeleted();
    const member = bot.person("U1");

    const shown = answerIn(await member.run("persona-show", { persona: tavusId }));
    const pressed = answerIn(await member.press({ label: "", action: "import-deleted", state: tavusId }));

    expect(shown.text).toBe("It is gone here. It stays in Tavus under the ID below.");
    expect(shown.buttons).toBeUndefined();
    expect(pressed.title).toBe("Not allowed");
  });

  test("what went in Tavus too has nothing to import; what Tavus has deleted since says so", async () => {
    const both = await aBotWithDeleted("Delete here and in Tavus");
    const here = await aBotWithDeleted();
    const shown = await here.admin.run("persona-show", { persona: here.tavusId });
    here.bot.account.removePersona(here.tavusId);

    const gone = answerIn(await both.admin.run("persona-show", { persona: both.tavusId }));
    const pressed = answerIn(
      await both.admin.press({ label: "", action: "import-deleted", state: both.tavusId }),
    );
    const failed = answerIn(await pressIn(here.admin, shown, "Import"));

    expect(gone.text).toBe("It is gone here and in Tavus.");
    expect(gone.buttons).toBeUndefined();
    expect(pressed.text).toContain("There is nothing to bring back under this ID.");
    expect(failed.text).toContain("Tavus has deleted this persona too.");
  });

  test("another team finds nothing under the ID, and brings nothing back", async () => {
    const { bot, tavusId } = await aBotWithDeleted();
    const before = await rowsOfBot(bot);
    const stranger = bot.person("U1", "admin", guild);

    const shown = answerIn(await stranger.run("persona-show", { persona: tavusId }));
    const pressed = answerIn(await stranger.press({ label: "", action: "import-deleted", state: tavusId }));

    expect(shown.text).toContain("There are none yet");
    expect(pressed.text).toContain("nothing to bring back");
    expect(await rowsOfBot(bot)).toEqual(before);
  });

  test("In Tavus only lists what was deleted here, marked, on every page of a thousand", async () => {
    const bot = await startPersonaBot(open);
    for (let number = 1001; number <= 2000; number += 1) bot.account.addPersona({ name: `P ${number}` });
    const deleted_at = "2026-01-01T00:00:00.000Z";
    const odd = bot.account.personas.filter((_persona, index) => index % 50 === 1);
    await storeRows(
      bot.database,
      odd.map(({ id }) => aLinkedRow({ tenant_id: workspace, tavus_persona_id: id, deleted_at })),
    );
    const person = bot.person("U1");

    let page = await person.run("persona-list", { filter: "in-tavus-only", search: "p 10" });
    const lines = linesOf(answerIn(page));
    for (let turn = 2; turn <= 10; turn += 1) {
      page = await pressIn(person, page, "Next");
      lines.push(...linesOf(answerIn(page)));
    }

    expect(lines).toHaveLength(99);
    expect(lines.filter((line) => line.includes("deleted here"))).toEqual([
      "◇ P 1002 (in Tavus only, deleted here)",
      "◇ P 1052 (in Tavus only, deleted here)",
    ]);
    expect(lines.slice(0, 2)).toEqual(["◇ P 1001 (in Tavus only)", "◇ P 1002 (in Tavus only, deleted here)"]);
  });
});
