import { expect, test, vi } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import {
  buttonIn,
  factsIn,
  type Person,
  pressIn,
  startPersonaBot,
  workspace,
} from "../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../support/personas/stored-personas.ts";
import { answerIn, openedForm, refusalIn } from "../support/recording-answering.ts";

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
    expect(factsIn(reply)).toEqual({ "ID here": row.id, "ID in Tavus": theirs.id });
    expect(await bot.rows()).toMatchObject([{ link: "linked", tavus_persona_id: theirs.id, name: "Ada" }]);
    expect(bot.account.personas).toMatchObject([{ document: { persona_name: "In Tavus" } }]);
  });

  test("on Slack the last word is the ID, and a last word that is none belongs to the name", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked("Mad Professor");

    const without = answerIn(await person.say("persona-link", "Mad Professor"));
    const linked = answerIn(await person.say("persona-link", `Mad Professor ${theirs.id}`));

    expect(without.title).toBe("Link “Mad Professor” to what?");
    expect(linked.title).toBe("“Mad Professor” is linked");
    expect(await bot.rows()).toMatchObject([{ tavus_persona_id: theirs.id }]);
  });

  test("a last word that only looks like an ID is said to be a wrong one, unless it belongs to a name", async () => {
    const { bot, person } = await aBotWithUnlinked("Ada");
    await storeRows(bot.database, [aLinkedRow({ tenant_id: workspace, name: "Room p12", link: "failed" })]);

    const wrong = answerIn(await person.say("persona-link", "Ada p123"));
    const named = answerIn(await person.say("persona-link", "Room p12"));
    const unknown = answerIn(await person.say("persona-link", "Zoe p123"));

    expect(wrong.text).toContain("Tavus knows no persona p123 in this team's account.");
    expect(named.title).toBe("Link “Room p12” to what?");
    expect(unknown.text).toContain("No persona here is called “Zoe p123”");
  });

  test("of names that are as near, hardly more than what is shown is compared, however long they are", async () => {
    const { bot, person } = await aBotWithUnlinked();
    const endless = ["\u0301", "\u0300", "\u0302"].map((mark) => `Ada${mark.repeat(3000)}`);
    for (const name of endless) bot.account.addPersona({ name });
    const compare = vi.spyOn(String.prototype, "localeCompare");

    const reply = answerIn(await person.run("persona-link", { persona: "Ada" }));
    const compared = compare.mock.contexts.map((name) => String(name).length);
    compare.mockRestore();

    expect(reply.menu?.choices).toHaveLength(4);
    expect(compared).not.toEqual([]);
    expect(Math.max(...compared)).toBeLessThan(300);
  });

  test("that a linked one is to be unlinked first is said once", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked();
    const another = bot.account.addPersona({ name: "Another" });
    await person.run("persona-link", { persona: "Ada", tavus_id: theirs.id });

    const named = answerIn(await person.run("persona-link", { persona: "Ada" })).text ?? "";
    const again =
      answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: another.id })).text ?? "";

    for (const text of [named, again]) expect(text.match(/Unlink it first/g)).toHaveLength(1);
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

  test("an ID that is on its way out of Tavus is refused, and that is said", async () => {
    const { bot, person } = await aBotWithUnlinked();
    await person.create({ name: "Grace" });
    const [leaving] = (await bot.rows()).filter(({ name }) => name === "Grace");
    bot.standIn.setFault("serverErrors", { operation: "delete persona" });
    const { id = "", tavus_persona_id: tavusId } = leaving ?? {};
    await bot.personas.remove({ tenantId: workspace, id, alsoInTavus: true });

    const reply = answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: `${tavusId}` }));

    expect(reply.text).toContain(
      `${tavusId} is “Grace”, which was deleted here and is on its way out of Tavus. Nothing can be linked to it.`,
    );
  });

  test("an ID that another persona here has is refused", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked();
    await storeRows(bot.database, [
      aLinkedRow({ tenant_id: workspace, name: "Grace", tavus_persona_id: theirs.id }),
    ]);

    const reply = answerIn(await person.run("persona-link", { persona: "Ada", tavus_id: theirs.id }));

    expect(reply.text).toContain(
      `${theirs.id} belongs to another persona here. /persona-show ${theirs.id} says to which.`,
    );
  });

  test("to link it to what it is linked to already is answered as before, however it is asked twice", async () => {
    const { bot, row, person, theirs } = await aBotWithUnlinked();
    const choose = { label: "", action: "link-to", state: `${row.id}.${theirs.id}` };
    const form = openedForm(await person.press({ label: "", action: "link", state: row.id }));

    const ways = [person.press(choose), person.press(choose), person.send(form, { tavus_id: theirs.id })];
    const atOnce = await Promise.all(ways);
    const later = await person.run("persona-link", { persona: "Ada", tavus_id: theirs.id });
    const answers = [...atOnce, later].map(answerIn);

    const linked = { tone: "success", title: "“Ada” is linked" };
    expect(answers).toMatchObject([linked, linked, linked, linked]);
    expect(await bot.rows()).toMatchObject([{ link: "linked", tavus_persona_id: theirs.id }]);
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

    expect(linked.text).toContain("“Linked” is linked to p0123456789a already. Unlink it first.");
    expect(busy.text).toContain("“Busy” is just being created in Tavus. Try again in half a minute.");
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

    expect(reply.text).toContain(
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

  test("without an ID there is a menu of what is in Tavus only, the likeliest first, and a field for any other", async () => {
    const { bot, row, person } = await aBotWithUnlinked();
    const near = bot.account.addPersona({ name: "Adah" });
    const own = bot.account.addPersona({ name: "Other", systemPrompt: `Hello\n[record ${row.id}]` });
    for (let number = 1; number <= 30; number += 1)
      bot.account.addPersona({ name: `Someone else ${number}` });

    const asked = await person.run("persona-link", { persona: "Ada" });
    const { menu } = answerIn(asked);
    const form = openedForm(await pressIn(person, asked, "Type an ID"));
    const chosen = await person.press({
      label: "",
      action: menu?.action ?? "",
      state: menu?.choices[0]?.value ?? "",
    });

    expect(menu?.choices).toHaveLength(25);
    expect(menu?.choices[0]?.label).toContain("made from this record");
    expect(menu?.choices[1]?.value).toBe(`${row.id}.${near.id}`);
    expect(form.command).toBe("persona-link-form");
    expect(answerIn(chosen).title).toBe("“Ada” is linked");
    expect(await bot.rows()).toMatchObject([{ tavus_persona_id: own.id }]);
  });

  test.each([
    [
      "the command",
      (person: Person) => person.run("persona-link", { persona: "Ada", tavus_id: "pffffffffff1" }),
    ],
    [
      "the menu",
      async (person: Person) => {
        const { menu } = answerIn(await person.run("persona-link", { persona: "Ada" }));
        const [id] = menu?.choices[0]?.value.split(".") ?? [];
        return person.press({ label: "", action: menu?.action ?? "", state: `${id}.pffffffffff1` });
      },
    ],
  ])("an error keeps the card: %s is answered with why, and with the menu again", async (_, act) => {
    const { person, theirs } = await aBotWithUnlinked();

    const reply = answerIn(await act(person));

    expect(reply.title).toBe("“Ada” was not linked");
    expect(reply.text).toContain("Tavus knows no persona pffffffffff1");
    expect(reply.menu?.choices.map(({ value }) => value.split(".")[1])).toEqual([theirs.id]);
    expect(reply.buttons?.map(({ label }) => label)).toEqual(["Type an ID", "Look again"]);
  });

  test("an error in the form stands beside its field, with what was typed", async () => {
    const { bot, person, theirs } = await aBotWithUnlinked();
    const form = openedForm(
      await pressIn(person, await person.run("persona-link", { persona: "Ada" }), "Type an ID"),
    );

    const refused = refusalIn(await person.send(form, { tavus_id: "pffffffffff1" }));
    const again = openedForm(await person.press(buttonIn(refused.reply, "Open again")));
    await person.send(again, { tavus_id: theirs.id });

    expect(refused.errors.tavus_id).toContain("Tavus knows no persona pffffffffff1");
    expect(again.values.tavus_id).toBe("pffffffffff1");
    expect(await bot.rows()).toMatchObject([{ link: "linked", tavus_persona_id: theirs.id }]);
  });

  test("what is linked already offers to unlink it, and a Tavus that cannot be asked leaves the field", async () => {
    const { bot, row, person, theirs } = await aBotWithUnlinked();
    bot.standIn.setFault("serverErrors");
    const without = answerIn(await person.run("persona-link", { persona: "Ada" }));
    bot.standIn.clearFaults();
    await person.run("persona-link", { persona: "Ada", tavus_id: theirs.id });
    const linked = answerIn(await person.run("persona-link", { persona: row.id }));

    expect(without.text).toContain("Tavus could not be asked.");
    expect(without.text).not.toMatch(/has (a|no) record here/);
    expect(without.buttons?.map(({ label }) => label)).toEqual(["Type an ID", "Look again"]);
    expect(linked.title).toBe("“Ada” is linked already");
    expect(linked.buttons?.map(({ label }) => label)).toEqual(["Show", "Unlink"]);
  });
});
