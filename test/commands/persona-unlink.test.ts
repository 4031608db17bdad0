import { expect, test } from "vitest";
import { rowsOfBot } from "../support/black-box/rows-of-bot.ts";
import { forEachEngine } from "../support/databases.ts";
import { factsIn, pressIn, pressOffered, startPersonaBot } from "../support/persona-bot.ts";
import { answerIn, openedForm } from "../support/recording-answering.ts";

forEachEngine((_, open) => {
  test("unlinked, both sides stay and nothing is created by itself; Retry creates anew and keeps the old one", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create();
    const [before] = bot.account.personas;

    const unlinked = await pressIn(
      person,
      await pressOffered(person, await person.run("persona-show", { persona: "Ada" }), "Unlink"),
      "Unlink it",
    );
    bot.skip(3_600_000);
    const [resting] = await bot.rows();
    const shown = answerIn(await person.run("persona-show", { persona: "Ada" }));
    const retried = await pressIn(person, unlinked, "Retry");

    expect(factsIn(answerIn(unlinked))["Was linked to"]).toBe(before?.id);
    expect(resting).toMatchObject({ link: "failed", tavus_persona_id: null, next_attempt_at: null });
    expect(shown.text).toContain("Somebody unlinked it by hand.");
    expect(answerIn(retried).title).toBe("“Ada” is ready");
    expect(bot.account.personas).toHaveLength(2);
    expect((await bot.rows())[0]?.tavus_persona_id).toBe(bot.account.personas[1]?.id);
  });

  test("what was unlinked is never removed as the left-over of a lost request", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create();
    const lost = { unknown_attempts: JSON.stringify([new Date().toISOString()]) };
    await bot.database.kysely.updateTable("links").set(lost).execute();

    const unlinked = await pressIn(
      person,
      await pressOffered(person, await person.run("persona-show", { persona: "Ada" }), "Unlink"),
      "Unlink it",
    );
    await pressIn(person, unlinked, "Retry");

    const [row] = await bot.rows();
    expect(row).toMatchObject({ link: "linked", unknown_attempts: "[]", surplus_check_at: null });
    expect(bot.account.personas).toHaveLength(2);
  });

  test("who has unlinked it reads so, also where the platform does not say what else they may do", async () => {
    const bot = await startPersonaBot(open);
    let isSilent = false;
    const person = bot.person("U1", "member", undefined, {
      get role(): "member" {
        if (isSilent) throw new Error("Slack does not say who is an admin");
        return "member";
      },
    });
    await person.create();
    const shown = await person.run("persona-show", { persona: "Ada" });
    const asked = await pressOffered(person, shown, "Unlink");
    isSilent = true;

    const reply = answerIn(await pressIn(person, asked, "Unlink it"));

    expect(reply.title).toBe("“Ada” is not linked any more");
    expect(reply.buttons?.map(({ label }) => label)).toEqual(["Retry", "Undo"]);
  });

  test("unlinking twice unlinks once and answers the same", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create();
    const shown = await person.run("persona-show", { persona: "Ada" });
    const asked = await pressOffered(person, shown, "Unlink");
    const first = answerIn(await pressIn(person, asked, "Unlink it"));
    const before = await rowsOfBot(bot);

    const again = answerIn(await pressIn(person, asked, "Unlink it"));

    expect(again).toMatchObject({ title: first.title, text: first.text });
    expect(again.buttons?.map(({ label }) => label)).toEqual(first.buttons?.map(({ label }) => label));
    expect(await rowsOfBot(bot)).toEqual(before);
  });

  test.each([
    ["member", ["Retry", "Undo"], /^Press Retry to create it in Tavus\. A manager or an admin ties it .+$/m],
    ["admin", ["Link", "Retry", "Undo"], /^Press Link to tie it to a Tavus persona, or Retry /m],
  ] as const)("a %s who edits what was unlinked saves it, makes nothing in Tavus, and is offered what they may", async (role, offered, says) => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", role);
    await person.create();
    await pressIn(
      person,
      await pressOffered(person, await person.run("persona-show", { persona: "Ada" }), "Unlink"),
      "Unlink it",
    );

    const form = openedForm(await person.run("persona-edit", { persona: "Ada" }));
    const reply = answerIn(await person.send(form, { name: "Grace" }));
    bot.skip(3_600_000);

    expect(reply.text).toContain("“Grace” is saved. Tavus does not have it.");
    expect(reply.text).toMatch(says);
    expect(reply.buttons?.map(({ label }) => label)).toEqual(offered);
    expect(await bot.rows()).toMatchObject([
      { name: "Grace", revision: 2, link: "failed", failure_kind: "unlinked", next_attempt_at: null },
    ]);
    expect(bot.account.personas).toHaveLength(1);
  });

  test("what the next sync does is said, and is what it does", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create();
    const [theirs] = bot.account.personas;
    const unlinked = await pressIn(
      admin,
      await pressOffered(admin, await admin.run("persona-show", { persona: "Ada" }), "Unlink"),
      "Unlink it",
    );
    await admin.run("persona-sync");
    const linked = await bot.rows();
    bot.account.removePersona(theirs?.id ?? "");
    await pressIn(
      admin,
      await pressOffered(admin, await admin.run("persona-show", { persona: "Ada" }), "Unlink"),
      "Unlink it",
    );
    await admin.run("persona-sync");

    expect(answerIn(unlinked).text).toContain("links it again to what it recognises as this one");
    expect(linked).toMatchObject([{ link: "linked", tavus_persona_id: theirs?.id }]);
    expect(await bot.rows()).toMatchObject([
      { link: "linked", tavus_persona_id: bot.account.personas[0]?.id },
    ]);
    expect(bot.account.personas).toHaveLength(1);
  });

  test("Link again opens with the ID that it had, and ties it to that one", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await admin.create();
    const [theirs] = bot.account.personas;
    const unlinked = await pressIn(
      admin,
      await pressOffered(admin, await admin.run("persona-show", { persona: "Ada" }), "Unlink"),
      "Unlink it",
    );

    const form = openedForm(await pressIn(admin, unlinked, "Link again"));
    const linked = await admin.send(form);

    expect(form.values).toEqual({ tavus_id: theirs?.id });
    expect(answerIn(linked).title).toBe("“Ada” is linked");
    expect(await bot.rows()).toMatchObject([{ link: "linked", tavus_persona_id: theirs?.id }]);
  });
});
