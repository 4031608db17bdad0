import { expect, test } from "vitest";
import { commands } from "../../../src/commands/all.ts";
import { forEachEngine } from "../../support/databases.ts";
import { factsIn, guild, pressIn, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aLinkedRow, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";
import { setUp } from "../../support/setup-form.ts";

const explained = commands.filter(({ name, isListed }) => isListed !== false && name !== "persona-help");
const labels = (reply: { buttons?: { label: string }[] }) => (reply.buttons ?? []).map(({ label }) => label);

forEachEngine((_, open) => {
  test("each role is told of exactly the commands that it is not refused", async () => {
    const bot = await startPersonaBot(open);
    await setUp(bot.person("U1", "admin"), { managers: ["U2"] });
    const people = [bot.person("U1", "admin"), bot.person("U2"), bot.person("U3")];

    for (const person of people) {
      const { text = "", menu } = answerIn(await person.run("persona-help"));
      for (const { name, isListed } of explained) {
        if (isListed === false) continue;
        const tried = await person.say(name, "x".repeat(300));
        const isRefused = tried.said.some((word) => "reply" in word && word.reply.title === "Not allowed");
        expect(text.includes(`/${name} `), `${name} in: ${text}`).toBe(!isRefused);
        expect(menu?.choices.some(({ label }) => label === `/${name}`)).toBe(!isRefused);
      }
    }
  });

  test("what is missing is said to whoever can mend it, and gone when it is there", async () => {
    const bot = await startPersonaBot(open, { tavusKey: null });
    const admin = bot.person("U1", "admin");

    const bare = answerIn(await admin.run("persona-help"));
    const member = answerIn(await bot.person("U3").run("persona-help"));
    expect(factsIn(bare)["Still missing"]).toMatch(/Tavus key.*\n.*channel.*\n.*managers/);
    expect(labels(bare)).toEqual(["Set up", "New persona"]);
    expect(factsIn(member)["Still missing"]).toContain("an admin enters it with /persona-setup");
    expect(labels(member)).toEqual(["New persona"]);

    const withKey = await startPersonaBot(open);
    await setUp(withKey.person("U1", "admin"), { managers: ["U2"], channel: "C7" });
    const all = answerIn(await withKey.person("U1", "admin").run("persona-help"));
    expect(factsIn(all)).not.toHaveProperty("Still missing");
  });

  test("its buttons begin: a new persona, the list, the preview of a sync, the settings", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, [aLinkedRow({ tenant_id: workspace, name: "Ada" })]);
    const admin = bot.person("U1", "admin");
    const help = await admin.run("persona-help");

    expect(labels(answerIn(help))).toEqual(["New persona", "All personas", "Preview a sync", "Set up"]);
    expect(factsIn(answerIn(help)).Personas).toBe("1, of which 1 linked to Tavus");
    const form = openedForm(await pressIn(admin, help, "New persona"));
    expect(form.command).toBe("persona-create");
    const made = await admin.send(form, { name: "Bea", prompt: "You are Bea." });
    expect(answerIn(made).title).toBe("“Bea” is ready");
    expect(answerIn(await pressIn(admin, help, "All personas")).title).toContain("Personas");
    expect(answerIn(await pressIn(admin, help, "Preview a sync")).title).toContain("Preview");
    expect(openedForm(await pressIn(admin, help, "Set up")).command).toBe("persona-setup-form");
  });

  test("a new persona from help works on Discord, whose form holds no early fields", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("8", "member", guild);
    const form = openedForm(await pressIn(person, await person.run("persona-help"), "New persona"));

    const made = answerIn(await person.send(form, { name: "Ada", prompt: "You are Ada." }));

    expect(made.title).toBe("“Ada” is ready");
  });

  test.each([
    workspace,
    guild,
  ])("each command is explained by its option and by its menu (%s)", async (team) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("1", "admin", team);
    const { menu } = answerIn(await admin.run("persona-help"));

    for (const { name, summary } of explained) {
      const about = name.replace("persona-", "");
      const reply = answerIn(await admin.run("persona-help", { about }));
      expect(reply).toMatchObject({ title: `/${name}` });
      expect(reply.text).toContain(summary);
      const pressed = await admin.press({ label: name, action: menu?.action ?? "", state: about });
      expect(answerIn(pressed)).toEqual(reply);
    }
  });
});
