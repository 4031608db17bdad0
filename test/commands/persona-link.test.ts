import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { factsIn, pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";
import { answerIn, openedForm } from "../support/recording-answering.ts";

forEachEngine((_, open) => {
  async function aBotWithUnlinked(name = "Ada") {
    const bot = await startPersonaBot(open);
    const row = aLinkedRow({
      tenant_id: workspace,
      name,
      link: "failed",
      created_by: "U1",
      pushed_revision: 0,
    });
    await storeRows(bot.database, [row]);
    return {
      bot,
      row,
      person: bot.person("U1", "admin"),
      theirs: bot.account.addPersona({ name: "In Tavus" }),
    };
  }

  test("the command ties a persona to one in Tavus and changes neither", async () => {
    const { bot, row, person, theirs } = await aBotWithUnlinked();

    const reply = answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: theirs.id }));

    expect(reply).toMatchObject({ tone: "success", title: "“Ada” is linked" });
    expect(factsIn(reply)).toEqual({ "Record here": row.id, "Tavus persona": theirs.id });
    expect(await bot.rows()).toMatchObject([{ link: "linked", tavus_persona_id: theirs.id, name: "Ada" }]);
    expect(bot.account.personas).toMatchObject([{ document: { persona_name: "In Tavus" } }]);
  });

  test("on Slack the last word is the ID, and a last word that is none belongs to the name", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked("Mad Professor");

    const without = answerIn(await person.say("persona-link", "Mad Professor"));
    const linked = answerIn(await person.say("persona-link", `Mad Professor ${theirs.id}`));

    expect(without.text).toContain("Say which Tavus persona “Mad Professor” shall be linked to");
    expect(linked.title).toBe("“Mad Professor” is linked");
    expect(await bot.rows()).toMatchObject([{ tavus_persona_id: theirs.id }]);
  });

  test("the Link button asks for the ID and links", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked();
    const shown = await person.run("persona-show", { persona: "Ada" });

    const form = openedForm(await pressIn(person, shown, "Link"));
    const linked = await person.send(form, { tavus_id: ` ${theirs.id} ` });

    expect(answerIn(linked).title).toBe("“Ada” is linked");
    expect(await bot.rows()).toMatchObject([{ tavus_persona_id: theirs.id }]);
  });

  test.each([
    "pffffffffff1",
    "../personas",
    "p1?x=y",
    "..",
    "{}",
  ])("an ID that is not in the account is refused: %s", async (tavusId) => {
    const { bot, person } = await aBotWithUnlinked();

    const reply = answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: tavusId }));

    expect(reply.text).toContain(`Tavus knows no persona ${tavusId} in this team's account.`);
    expect(await bot.rows()).toMatchObject([{ link: "failed", tavus_persona_id: null }]);
  });

  test("an ID that another persona here has is refused", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked();
    await storeRows(bot.database, [
      aLinkedRow({ tenant_id: workspace, name: "Grace", tavus_persona_id: theirs.id }),
    ]);

    const reply = answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: theirs.id }));

    expect(reply.text).toBe(
      `${theirs.id} belongs to another persona here. /persona-show ${theirs.id} says to which.`,
    );
  });

  test("a persona that is linked already, or just being created, is refused", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked();
    const later = "2999-01-01T00:00:00.000Z";
    await storeRows(bot.database, [
      aLinkedRow({
        tenant_id: workspace,
        name: "Linked",
        created_by: "U1",
        tavus_persona_id: "p0123456789a",
      }),
      aLinkedRow({
        tenant_id: workspace,
        name: "Busy",
        created_by: "U1",
        link: "pending",
        lease_until: later,
      }),
    ]);

    const linked = answerIn(await person.run("persona-link", { persona: "Linked", tavus_id: theirs.id }));
    const busy = answerIn(await person.run("persona-link", { persona: "Busy", tavus_id: theirs.id }));

    expect(linked.text).toBe("“Linked” is linked to p0123456789a already. Unlink it first.");
    expect(busy.text).toBe("“Busy” is just being created in Tavus. Try again in half a minute.");
  });

  test("without a key, and when Tavus fails, nothing is linked", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked();
    bot.standIn.setFault("outOfCredits");

    const reply = answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: theirs.id }));

    expect(reply.text).toContain("Not linked. The Tavus account is out of credits.");
    expect(await bot.rows()).toMatchObject([{ link: "failed" }]);
  });

  test("a member links nothing, not even a persona of their own: Edit would then change any in the account", async () => {
    const { bot, row, theirs } = await aBotWithUnlinked();
    const maker = bot.person(row.created_by);

    const replies = [
      await maker.run("persona-link", { persona: "Ada", tavus_id: theirs.id }),
      await maker.press({ label: "Link", action: "link", state: row.id }),
    ];

    expect(replies.map((reply) => answerIn(reply).title)).toEqual(["Not allowed", "Not allowed"]);
    expect(await bot.rows()).toMatchObject([{ tavus_persona_id: null }]);
  });

  test("a persona of Tavus's stock is refused with its own sentence", async () => {
    const { bot, person } = await aBotWithUnlinked();
    const stock = bot.account.everyPersona.find(({ type }) => type === "system")?.id ?? "";

    const reply = answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: stock }));

    expect(reply.text).toBe(
      `${stock} is one of Tavus's stock personas. They belong to Tavus and cannot be changed, so none can be linked here.`,
    );
    expect(await bot.rows()).toMatchObject([{ link: "failed", tavus_persona_id: null }]);
  });

  test("what was deleted here only can be linked to another record", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked();
    const deleted = { deleted_at: "2026-01-01T00:00:00.000Z", tavus_persona_id: theirs.id };
    await storeRows(bot.database, [aLinkedRow({ tenant_id: workspace, ...deleted })]);

    const reply = answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: theirs.id }));

    expect(reply.title).toBe("“Ada” is linked");
  });
});
