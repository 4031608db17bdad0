import { expect, test } from "vitest";
import type { WhyUnusable } from "../../../src/chat/channels.ts";
import { forEachEngine } from "../../support/databases.ts";
import { factsIn, guild, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { answerIn, refusalIn } from "../../support/recording-answering.ts";
import { factIn, sendSetup, setUp } from "../../support/setup-form.ts";

/** Each reason that a platform has, and a word of what is said of it. */
const reasons: [team: typeof guild | typeof workspace, why: WhyUnusable, word: RegExp][] = [
  [guild, "gone", /deleted/],
  [guild, "everyone", /everybody/],
  [guild, "bot", /bot's own role/],
  [workspace, "gone", /deactivated/],
  [workspace, "bot", /an app/],
  [workspace, "guest", /a guest/],
  [workspace, "stranger", /not of this workspace/],
];

forEachEngine((_, open) => {
  test.each(
    reasons,
  )("in %s somebody or something that is %s is refused at the field", async (team, why, word) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("8", "admin", team);
    bot.channels.unusable = [{ id: "501", why, name: "Gus" }];

    const { errors } = refusalIn(await sendSetup(admin, { managers: ["501", "502"], channel: "C9" }));

    expect(errors.managers).toMatch(word);
    expect(errors.managers).toContain("“Gus”");
    expect(errors.managers).toContain("Take out whoever is named here, and save again.");
    expect((await bot.settingsStore.find(team))?.managers ?? []).toEqual([]);
    expect(bot.channels.messages).toEqual([]);
  });

  test.each(
    reasons,
  )("in %s a team whose only manager has become %s is told so, and how to go on", async (team, why, word) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("8", "admin", team);
    await setUp(admin, { managers: ["501"] });
    bot.channels.unusable = [{ id: "501", why, name: "Gus" }];

    const status = answerIn(await bot.person("9", "member", team).run("persona-status"));
    const help = answerIn(await admin.run("persona-help"));
    const home = answerIn(await admin.run("persona-home"));
    const refused = answerIn(await bot.person("9", "member", team).run("persona-create"));
    const saved = await setUp(admin, { channel: "C9" });

    expect(status.title).toBe("Something waits for attention");
    for (const said of [status, home, saved]) {
      expect(factIn(said, "Persona managers").value).toMatch(word);
      expect(factIn(said, "Persona managers").value).toContain(
        "Only admins manage until one of them names others",
      );
    }
    expect(factsIn(help)["Still missing"]).toContain("Persona managers who can manage");
    expect(refused).toMatchObject({
      title: "Not allowed",
      text: expect.stringContaining("ask an admin to name others with /persona-setup"),
    });
    expect(refused.facts).toBeUndefined();
  });

  test("a manager role that was deleted stays named: saving without it lets nobody else manage", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("8", "admin", guild);
    await setUp(admin, { managers: ["501"] });
    bot.channels.gone = ["501"];

    // No client shows a deleted role, so that the form comes without it.
    await setUp(admin, { managers: [], channel: "C9" });

    expect(await bot.settingsStore.find(guild)).toMatchObject({ managers: ["501"], channel: { id: "C9" } });
    const member = await bot.person("9", "member", guild).run("persona-create");
    expect(member.said).toMatchObject([{ how: "answer", reply: { title: "Not allowed" } }]);
  });

  test("of several who were named those who are left are named, also to whoever may not", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("8", "admin", guild);
    await setUp(admin, { managers: ["501", "502"] });
    bot.channels.gone = ["501"];

    const said = factIn(await setUp(admin, { channel: "C9" }), "Persona managers");
    const refused = answerIn(await bot.person("9", "member", guild).run("persona-create"));
    const saved = await setUp(admin, { managers: ["502", "503"] });
    const named = factIn(saved, "Persona managers");

    expect(said).toMatchObject({
      value: "Not counted: A role (deleted). Left:",
      mentions: [{ id: "502" }],
    });
    expect(refused.facts).toMatchObject([{ label: "Who may", mentions: [{ id: "502" }] }]);
    expect(named).toMatchObject({ value: "", mentions: [{ id: "502" }, { id: "503" }] });
    // A client that shows no deleted role has left it out, and nobody has taken it away.
    expect(factIn(saved, "Not a manager any more")).toMatchObject({ mentions: [{ id: "501" }] });
  });

  test("where the platform does not say who they are, nothing is said of them and nobody is refused", async () => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("8", "admin", guild);
    bot.channels.unusableManagers = () => Promise.reject(new Error("down"));

    const reply = await setUp(admin, { managers: ["501"] });

    expect(factIn(reply, "Persona managers")).toMatchObject({ value: "", mentions: [{ id: "501" }] });
  });
});
