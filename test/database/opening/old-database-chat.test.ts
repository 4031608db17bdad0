import { expect, test } from "vitest";
import { inUtc } from "../../../src/chat/time-mark.ts";
import { forEachEngine } from "../../support/databases.ts";
import { buttonIn, factsIn, type Person } from "../../support/persona-bot.ts";
import { answerIn, openedForm } from "../../support/recording-answering.ts";
import { idOf, startOldBot, tavusIdOf, team } from "./old-database.ts";

const show = async (person: Person, state: string) =>
  answerIn(await person.run("persona-show", { persona: idOf(state) }));

forEachEngine((engine) => {
  test("/persona-show of an old database names both IDs and what can be done", async () => {
    const bot = await startOldBot(engine);
    const shown = (state: string) => show(bot.person("U1", "admin", team), state);

    const tidied = await shown("tidied");
    expect(factsIn(tidied)).toMatchObject({
      "ID here": idOf("tidied"),
      "ID in Tavus": tavusIdOf("tidied"),
      Traits: "formal",
      Voice: "slower, emotion curious",
    });
    expect(tidied.text).not.toContain("differs");
    expect((await shown("dot")).text).toContain("Tavus differs in: name.");
    expect((await shown("both")).text).toContain("Tavus says: “This prompt breaks our rules”");
    expect(factsIn(await shown("rejected"))).toMatchObject({ "ID in Tavus": "not linked" });
    expect(buttonIn(await shown("rejected"), "Change replica")).toBeDefined();
    const conflict = await shown("conflict");
    expect(buttonIn(conflict, "Overwrite")).toBeDefined();
    expect(conflict.items?.map(({ text }) => inUtc(text))).toEqual(["Edited 2026-11-20 11:53 UTC by"]);
    expect(buttonIn(await shown("missing"), "Create again")).toBeDefined();
    expect(buttonIn(await shown("unlinked"), "Link")).toBeDefined();
    expect(buttonIn(await shown("tkept"), "Import").state).toMatch(`${tavusIdOf("tkept")}.`);
    // By the team's own key, sealed by the old version.
    const own = await show(bot.person("7002", "admin", "discord:200"), "own");
    expect(own.text).toMatch(/^In step with Tavus\.\n\nSystem/);
  });

  test("a form that an old version refused opens again, filled in", async () => {
    const bot = await startOldBot(engine);
    const button = { label: "Open again", action: "open", state: "form-refused" };

    const form = openedForm(await bot.person("U2", "admin", team).press(button));

    expect(form.values).toMatchObject({ name: "Forgot The Prompt", kind: "professional" });
  });

  test("what an old version owes a person comes with their next answer, once", async () => {
    const person = (await startOldBot(engine)).person("U3", "member", team);
    const notes = async () => answerIn(await person.run("persona-list")).notes ?? [];

    const news = `Meanwhile: “Owed” (${idOf("owed")}) is linked to ${tavusIdOf("owed")}.`;
    expect(await notes()).toContain(news);
    expect(await notes()).not.toContain(news);
  });
});
