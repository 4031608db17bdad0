import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, guild, workspace } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { startWarnedTeam } from "../../warnings/warned-team.ts";

forEachEngine((_engine, open) => {
  async function startFailing(times: number) {
    const team = await startWarnedTeam(open);
    const mend = team.bot.standIn.setFault("outOfCredits");
    await team.fails(times);
    await team.settled();
    const [message] = team.messages();
    if (!message) throw new Error("There is no message.");
    return { ...team, mend, warning: message.reply };
  }

  test("Retry all brings everything to Tavus that waits for the same cause, and the warning ends", async () => {
    const { bot, mend, warning, ...team } = await startFailing(4);
    mend();

    const answer = answerIn(await bot.person("U2", "admin").press(buttonIn(warning, "Retry all")));
    await team.until(async () => (await bot.rows()).every(({ link }) => link === "linked"), "all links");
    await team.until(async () => (await team.rows())[0]?.fixed_at !== null, "the end");
    await team.settled();

    expect(answer).toMatchObject({ tone: "success", title: "Trying again: 4 go to Tavus now" });
    expect(bot.channels.messages).toMatchObject([{ reply: { title: "Fixed: Insufficient Tavus credits" } }]);
  });

  test("a member may not press Retry all, and nothing is sent", async () => {
    const { bot, warning } = await startFailing(1);
    const sent = bot.standIn.requests.length;

    const answer = answerIn(await bot.person("U2", "member").press(buttonIn(warning, "Retry all")));

    expect(answer.title).toBe("Not allowed");
    expect(bot.standIn.requests).toHaveLength(sent);
  });

  test("Show names ten, and all of them in a file", async () => {
    const { bot, warning } = await startFailing(12);

    const answer = answerIn(await bot.person("U2", "member").press(buttonIn(warning, "Show")));

    expect(answer.text).toBe("Waiting because of this: 12 personas.");
    expect(answer.items).toHaveLength(10);
    const [file] = answer.files ?? [];
    const names = String(file?.text)
      .split("\n")
      .map((line) => line.split(/ {2}|, /)[1]);
    expect(names?.sort()).toEqual(Array.from({ length: 12 }, (_, index) => `Persona ${index + 1}`).sort());
  });

  test("the file of Show opens as a text", async () => {
    const { bot, warning } = await startFailing(12);
    const person = bot.person("U2", "member");
    const shown = answerIn(await person.press(buttonIn(warning, "Show")));
    const [file] = shown.files ?? [];
    if (!file?.open) throw new Error("The file cannot be opened.");

    const { said } = await person.press({ label: "", ...file.open });

    expect(said).toMatchObject([{ how: "showText", text: file.text }]);
  });

  test("the buttons of a warning that is over say so", async () => {
    const { bot, warning } = await startFailing(1);
    await bot.services.warnings.resolve(workspace, "outOfCredits");
    const person = bot.person("U2", "admin");

    for (const label of ["Retry all", "Show"]) {
      expect(answerIn(await person.press(buttonIn(warning, label))).text).toContain("This warning is over");
    }
  });

  test("no other team can press them", async () => {
    const { bot, warning } = await startFailing(1);
    const stranger = bot.person("U2", "admin", guild);

    for (const label of ["Retry all", "Show"]) {
      expect(answerIn(await stranger.press(buttonIn(warning, label))).text).toContain("This warning is over");
    }
  });
});
