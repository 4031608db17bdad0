import { expect, test } from "vitest";
import { rowsOfBot } from "../../support/black-box/rows-of-bot.ts";
import { forEachEngine } from "../../support/databases.ts";
import {
  buttonIn,
  guild,
  pressIn,
  pressOffered,
  startPersonaBot,
  workspace,
} from "../../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";

forEachEngine((_, open) => {
  /** Made here, then changed, removed or opened for editing in Tavus. */
  async function aBotWithAda(happening: "changed" | "removed" | "opened") {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create();
    const id = bot.account.personas[0]?.id ?? "";
    if (happening === "changed") bot.account.changePersona(id, { persona_name: "Other" });
    if (happening === "removed") bot.account.removePersona(id);
    if (happening === "opened") bot.account.openDraft(id);
    return { bot, person, shown: await person.run("persona-show", { persona: "Ada" }) };
  }

  const patchesOf = ({ standIn }: Awaited<ReturnType<typeof startPersonaBot>>) =>
    standIn.requests.filter(({ operation }) => operation === "patch persona");

  test("Keep ours sends what is here; pressed again it sends nothing and answers the same", async () => {
    const { bot, person, shown } = await aBotWithAda("changed");

    const first = answerIn(await pressIn(person, shown, "Keep ours"));
    const again = answerIn(await pressIn(person, shown, "Keep ours"));

    expect(first.title).toBe("“Ada” is in step with Tavus");
    expect(again).toEqual(first);
    expect(patchesOf(bot)).toHaveLength(1);
    expect(bot.account.personas[0]?.document).toMatchObject({ persona_name: "Ada" });
  });

  test("Keep theirs takes what Tavus has; pressed again it changes nothing and answers the same", async () => {
    const { bot, person, shown } = await aBotWithAda("changed");

    const first = answerIn(await pressIn(person, shown, "Keep theirs"));
    const rows = await rowsOfBot(bot);
    const again = answerIn(await pressIn(person, shown, "Keep theirs"));

    expect(first.title).toBe("“Other” is in step with Tavus");
    expect(again).toEqual(first);
    expect(rows).toMatchObject([{ name: "Other", revision: 2, pushed_revision: 2 }]);
    expect(await rowsOfBot(bot)).toEqual(rows);
    expect(patchesOf(bot)).toEqual([]);
  });

  test.each(["Keep ours", "Keep theirs"])("%s of what differs no more changes nothing", async (label) => {
    const { bot, person, shown } = await aBotWithAda("changed");
    bot.account.changePersona(bot.account.personas[0]?.id ?? "", { persona_name: "Ada" });
    const rows = await rowsOfBot(bot);

    const reply = answerIn(await pressIn(person, shown, label));

    expect(reply.title).toBe("“Ada” is in step with Tavus");
    expect(await rowsOfBot(bot)).toEqual(rows);
    expect(patchesOf(bot)).toEqual([]);
  });

  test.each([
    "Keep ours",
    "Keep theirs",
  ])("%s chooses about what was shown, and not about what somebody else saved while Tavus was asked", async (label) => {
    const { bot, person, shown } = await aBotWithAda("changed");
    const other = bot.person("U2", "manager");
    const form = openedForm(await other.run("persona-edit", { persona: "Ada" }));
    bot.standIn.setFault({ delayMs: 400 }, { operation: "get persona", times: 1 });

    const pressing = pressIn(person, shown, label);
    await expect.poll(() => bot.standIn.requests.at(-1)?.operation).toBe("get persona");
    await other.send(form, { name: "Grace" });
    const reply = answerIn(await pressing);

    expect(reply.text).toContain("“Grace” was changed here at this moment. Look at it and try again.");
    expect(await bot.rows()).toMatchObject([{ name: "Grace" }]);
    expect(bot.account.personas[0]?.document).toMatchObject({ persona_name: "Other" });
  });

  test("while Tavus fails nothing is kept, and the answer says what to do", async () => {
    const { bot, person, shown } = await aBotWithAda("changed");
    bot.standIn.setFault("invalidKey");

    for (const label of ["Keep ours", "Keep theirs"]) {
      const reply = answerIn(await pressIn(person, shown, label));
      expect(reply.text).toContain("Nothing was changed. Tavus refused the API key");
    }
    expect(await bot.rows()).toMatchObject([{ name: "Ada", revision: 1, pushed_revision: 1 }]);
  });

  test("Create again makes one, however often it is pressed", async () => {
    const { bot, person, shown } = await aBotWithAda("removed");

    const first = answerIn(await pressIn(person, shown, "Create again"));
    const again = answerIn(await pressIn(person, shown, "Create again"));

    expect(first.title).toBe("“Ada” is ready");
    expect(again).toEqual(first);
    expect(await bot.rows()).toMatchObject([{ tavus_persona_id: bot.account.personas[0]?.id }]);
    expect(bot.account.personas).toHaveLength(1);
  });

  test("one that is missing is unlinked, however often it is pressed", async () => {
    const { bot, person, shown } = await aBotWithAda("removed");
    await bot.database.kysely.updateTable("links").set({ state: "missing" }).execute();

    const asked = await pressIn(person, shown, "Unlink");
    const first = answerIn(await pressIn(person, asked, "Unlink it"));
    const again = answerIn(await pressIn(person, asked, "Unlink it"));

    expect(again).toMatchObject({ title: first.title, text: first.text });
    expect(await bot.rows()).toMatchObject([
      { link: "failed", tavus_persona_id: null, next_attempt_at: null },
    ]);
    expect(bot.account.personas).toEqual([]);
  });

  test("Overwrite sends an edit over unpublished changes, once", async () => {
    const { bot, person } = await aBotWithAda("opened");
    const form = openedForm(await person.run("persona-edit", { persona: "Ada" }));
    const refused = await person.send(form, { name: "Grace" });

    const first = answerIn(await pressIn(person, refused, "Overwrite"));
    const again = answerIn(await pressIn(person, refused, "Overwrite"));

    expect(answerIn(refused).text).toContain("Overwrite throws those changes away and sends what is here.");
    expect(first.title).toBe("“Grace” is ready");
    expect(again).toEqual(first);
    expect(bot.account.personas).toMatchObject([{ hasDraft: false, document: { persona_name: "Grace" } }]);
    expect(patchesOf(bot)).toHaveLength(2);
  });

  test("Overwrite of a later edit's place throws away nothing that nobody was asked about", async () => {
    const { bot, person } = await aBotWithAda("opened");
    const id = bot.account.personas[0]?.id ?? "";
    const form = openedForm(await person.run("persona-edit", { persona: "Ada" }));
    const refused = await person.send(form, { name: "Grace" });
    bot.account.changePersona(id, {});
    await pressIn(person, refused, "Retry");
    bot.account.openDraft(id);

    await pressIn(person, refused, "Overwrite");

    expect(bot.account.personas).toMatchObject([{ hasDraft: true, document: { persona_name: "Grace" } }]);
  });

  const actions = [
    "keep-ours",
    "keep-theirs",
    "create-again",
    "overwrite",
    "unlink",
    "more",
    "import-deleted",
  ];

  test("what belongs to somebody else, or to another team, is not touched", async () => {
    const { bot, shown } = await aBotWithAda("changed");
    const { state } = buttonIn(answerIn(shown), "Edit");
    const before = await rowsOfBot(bot);
    const asked = bot.standIn.requests.length;

    for (const action of actions.filter((name) => name !== "more" && name !== "import-deleted")) {
      const other = answerIn(await bot.person("U2").press({ label: "", action, state }));
      expect(other.text, action).toContain("“Ada” was made by somebody else.");
    }
    for (const action of actions) {
      const stranger = await bot.person("U1", "admin", guild).press({ label: "", action, state });
      expect(JSON.stringify(stranger.said), action).toMatch(/not here any more|nothing to bring back/);
    }

    expect(await rowsOfBot(bot)).toEqual(before);
    expect(bot.standIn.requests).toHaveLength(asked);
  });

  test("of a deleted persona each button says that it is gone", async () => {
    const { bot, shown } = await aBotWithAda("changed");
    const { state } = buttonIn(answerIn(shown), "Edit");
    const admin = bot.person("U2", "admin");
    await admin.press({ label: "", action: "delete-here", state });
    const before = await rowsOfBot(bot);

    for (const action of actions) {
      const pressed = JSON.stringify((await admin.press({ label: "", action, state })).said);
      expect(pressed, action).toMatch(/not here any more|was deleted|nothing to bring back/);
    }

    expect(await rowsOfBot(bot)).toEqual(before);
  });

  test("a press of Keep ours after the link was cut shows how things stand", async () => {
    const { bot, person, shown } = await aBotWithAda("changed");
    await pressIn(person, await pressOffered(person, shown, "Unlink"), "Unlink it");

    const reply = answerIn(await pressIn(person, shown, "Keep ours"));

    expect(reply.text).toContain("Somebody unlinked it by hand.");
    expect(patchesOf(bot)).toEqual([]);
  });

  test("what never was missing is not created again", async () => {
    const bot = await startPersonaBot(open);
    const { id } = bot.account.addPersona({ name: "Ada" });
    const row = aLinkedRow({ tenant_id: workspace, created_by: "U1", tavus_persona_id: id });
    await storeRows(bot.database, [row]);

    const reply = answerIn(
      await bot.person("U1").press({ label: "", action: "create-again", state: row.id }),
    );

    expect(reply.title).toBe("“Ada” is ready");
    expect(bot.account.personas).toHaveLength(1);
  });
});
