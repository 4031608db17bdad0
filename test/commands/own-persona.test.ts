import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { type Person, pressIn, startPersonaBot } from "../support/persona-bot.ts";
import { answerIn, hows, openedForm, type RecordingAnswering } from "../support/recording-answering.ts";

forEachEngine((_, open) => {
  const labels = ["Retry", "Edit", "Change replica"];

  async function aRefusedPersonaOf(person: Person): Promise<RecordingAnswering> {
    return person.create({ replica: "r_unknown" });
  }

  test.each(labels)("%s is for whoever made the persona, and for admins and managers", async (label) => {
    const bot = await startPersonaBot(open);
    const refused = await aRefusedPersonaOf(bot.person("U1"));

    const stranger = await pressIn(bot.person("U2"), refused, label);
    const admin = await pressIn(bot.person("U3", "admin"), refused, label);
    const manager = await pressIn(bot.person("U4", "manager"), refused, label);

    expect(answerIn(stranger).text).toBe("“Ada” was made by somebody else. Ask them or an admin.");
    expect(answerIn(stranger).facts).toEqual([
      { label: "Made by", value: "", mentions: [{ kind: "person", id: "U1" }] },
    ]);
    for (const allowed of [admin, manager])
      expect(JSON.stringify(allowed.said)).not.toContain("somebody else");
  });

  test("a persona of another team is not there", async () => {
    const bot = await startPersonaBot(open);
    const refused = await aRefusedPersonaOf(bot.person("U1"));

    for (const label of labels) {
      const answering = await pressIn(bot.person("U1", "admin", "discord:100"), refused, label);
      expect(answerIn(answering).text).toBe(
        "This persona is not here any more. /persona-list shows those that are.",
      );
      expect(hows(answering)).toEqual(["answerBeside"]);
    }
  });

  test("an admin may change what somebody else made", async () => {
    const bot = await startPersonaBot(open);
    const refused = await aRefusedPersonaOf(bot.person("U1"));
    const admin = bot.person("U3", "admin");

    const form = openedForm(await pressIn(admin, refused, "Edit"));
    const answering = await admin.send(form, { replica: "", name: "Grace" });

    expect(answerIn(answering).title).toBe("“Grace” is ready");
    expect(await bot.rows()).toMatchObject([{ name: "Grace", created_by: "U1" }]);
  });
});
