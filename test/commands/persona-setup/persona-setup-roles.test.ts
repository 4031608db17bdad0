import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { guild, offeredIn, type Standing, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, hows, openedForm, refusalIn } from "../../support/recording-answering.ts";
import { setUp } from "../../support/setup-form.ts";

forEachEngine((_, open) => {
  test("only admins open, send and press setup", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    const state = await setUp(admin, { channel: "C9", managers: ["U2"] });
    const form = openedForm(await admin.run("persona-setup"));

    for (const person of [bot.person("U2"), bot.person("U3")]) {
      const presses = (state.buttons ?? []).map((button) => person.press(button));
      const answers = await Promise.all([person.run("persona-setup"), ...presses]);
      const sent = await person.send(form, { managers: ["U3"] });

      expect(answers.map((answering) => answerIn(answering).title)).toEqual(answers.map(() => "Not allowed"));
      expect(refusalIn(sent).errors.tavus_key).toContain("Only admins and owners of this workspace");
    }
    expect((await bot.settingsStore.find(workspace))?.managers).toEqual(["U2"]);
  });

  test("until managers are named members make and change their own", async () => {
    const bot = await startPersonaBot(open);
    const member = bot.person("U3");

    const created = answerIn(await member.create());
    const deleted = answerIn(await member.say("persona-delete", "Ada"));

    expect(created.tone).toBe("success");
    expect(deleted).toMatchObject({ title: "Not allowed" });
  });

  test("once managers are named they may what members may not, and a refusal names them", async () => {
    const bot = await startPersonaBot(open);
    await setUp(bot.person("U1", "admin"), { managers: ["U2"] });
    const created = answerIn(await bot.person("U2").create());

    const member = bot.person("U3");
    const refused = answerIn(await member.run("persona-create"));
    const edit = answerIn(await member.say("persona-edit", "Ada"));

    expect(created.tone).toBe("success");
    expect(refused).toMatchObject({ tone: "failure", title: "Not allowed" });
    expect(refused.facts).toEqual([
      { label: "Who may", value: "", mentions: [{ kind: "person", id: "U2" }] },
    ]);
    expect(edit.title).toBe("Not allowed");
    expect(await bot.rows()).toHaveLength(1);
  });

  test("on Discord a role makes managers, and is named as one", async () => {
    const bot = await startPersonaBot(open);
    await setUp(bot.person("U1", "admin", guild), { managers: ["555"] });

    const manager = await bot.person("U2", "member", guild, { grants: ["444", "555"] }).create();
    const refused = answerIn(
      await bot.person("U3", "member", guild, { grants: ["444"] }).run("persona-create"),
    );

    expect(answerIn(manager).tone).toBe("success");
    expect(refused.facts?.[0]?.mentions).toEqual([{ kind: "role", id: "555" }]);
  });

  test("managers of one team are nothing in another", async () => {
    const bot = await startPersonaBot(open);
    await setUp(bot.person("U1", "admin"), { managers: ["U2"] });
    await setUp(bot.person("U1", "admin", guild), { managers: ["555"] });

    const answering = await bot.person("U2", "member", guild).run("persona-create");

    expect(answerIn(answering).title).toBe("Not allowed");
  });

  test("a guest who is named stays a member", async () => {
    const bot = await startPersonaBot(open);
    await setUp(bot.person("U1", "admin"), { managers: ["U2"] });

    const answering = await bot.person("U2", "member", workspace, { isGuest: true }).run("persona-create");

    expect(answerIn(answering).title).toBe("Not allowed");
  });

  test("who loses the role while a form is open cannot send it", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    await setUp(admin, { managers: ["U2"] });
    const form = await bot.person("U2").open();
    await setUp(admin, { managers: ["U9"] });

    const answering = await bot.person("U2").send(form, { name: "Ada", prompt: "You are Ada." });

    expect(hows(answering)).toEqual(["refuseForm"]);
    expect(refusalIn(answering).errors.name).toContain("Only this team's persona managers");
    expect(await bot.rows()).toEqual([]);
  });

  test("the role is asked again at every press", async () => {
    const bot = await startPersonaBot(open);
    const standing: Standing = { role: "admin" };
    const person = bot.person("U1", "admin", workspace, standing);
    const state = await setUp(person, { channel: "C9" });
    const button = await offeredIn(person, state, "Remove channel");
    standing.role = "member";

    const answering = await person.press(button);

    expect(answerIn(answering).title).toBe("Not allowed");
    expect((await bot.settingsStore.find(workspace))?.channel).toMatchObject({ id: "C9" });
  });

  test("suggestions are for those who may use the command", async () => {
    const bot = await startPersonaBot(open);
    await setUp(bot.person("U1", "admin"), { managers: ["U2"] });

    expect(await bot.person("U3").suggest("")).toEqual([]);
    expect(await bot.person("U2").suggest("")).not.toEqual([]);
  });
});
