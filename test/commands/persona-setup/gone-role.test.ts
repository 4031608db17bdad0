import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { guild, startPersonaBot } from "../../support/persona-bot.ts";
import { factIn, setUp } from "../../support/setup-form.ts";

forEachEngine((_, open) => {
  test("a manager role that was deleted is said to be gone, and saving without it lets nobody else manage", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("8", "admin", guild);
    await setUp(admin, { managers: ["501"] });
    bot.channels.gone = ["501"];

    // No client shows a deleted role, so that the form comes without it.
    const reply = await setUp(admin, { managers: [], channel: "C9" });

    expect(factIn(reply, "Persona managers").value).toContain("A named role is gone. Only admins");
    expect(await bot.settingsStore.find(guild)).toMatchObject({ managers: ["501"], channel: { id: "C9" } });
    const member = await bot.person("9", "member", guild).run("persona-create");
    expect(member.said).toMatchObject([{ how: "answer", reply: { title: "Not allowed" } }]);
  });

  test("of several roles the one that is left is named, and another takes the place of the gone one", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("8", "admin", guild);
    await setUp(admin, { managers: ["501", "502"] });
    bot.channels.gone = ["501"];

    const said = factIn(await setUp(admin, { channel: "C9" }), "Persona managers");
    const named = factIn(await setUp(admin, { managers: ["502", "503"] }), "Persona managers");

    expect(said).toMatchObject({
      value: "A named role is gone; left:",
      mentions: [{ id: "502" }],
    });
    expect(named).toMatchObject({ value: "", mentions: [{ id: "502" }, { id: "503" }] });
  });

  test("where the platform does not say which roles there are, nothing is said of them", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("8", "admin", guild);
    bot.channels.goneRoles = () => Promise.reject(new Error("down"));

    const reply = await setUp(admin, { managers: ["501"] });

    expect(factIn(reply, "Persona managers")).toMatchObject({ value: "", mentions: [{ id: "501" }] });
  });
});
