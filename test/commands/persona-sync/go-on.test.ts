import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { pressIn, startPersonaBot } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";

const goOn = "They were deleted: go on";

forEachEngine((_, open) => {
  test.each([
    ["most of its personas", 1],
    ["all of its personas", 0],
  ])("a preview that goes on although Tavus has lost %s stays a preview, and a sync that does marks them", async (_what, left) => {
    const bot = await startPersonaBot(open);
    const admin = bot.person("U1", "admin");
    for (let count = 1; count <= 6; count += 1) bot.account.addPersona({ name: `Ada ${count}` });
    await admin.run("persona-sync");
    for (const { id } of bot.account.personas.slice(left)) bot.account.removePersona(id);
    bot.account.addPersona({ name: "Somebody else" });
    const before = await bot.rows();

    const asked = await admin.run("persona-sync", { mode: "preview" });
    const previewed = await pressIn(admin, asked, goOn);
    const stayed = await bot.rows();
    const done = await pressIn(admin, await pressIn(admin, previewed, "Do it"), goOn);

    expect(answerIn(previewed).title).toBe("Preview: nothing has been changed");
    expect(answerIn(previewed).text).toContain(`Gone in Tavus: ${6 - left}`);
    expect(stayed).toEqual(before);
    expect(answerIn(done).title).toBe("Both sides were compared");
    expect((await bot.rows()).filter(({ link }) => link === "missing")).toHaveLength(6 - left);
  });
});
