import { expect, test } from "vitest";
import { readConfig } from "../../src/config.ts";
import { forEachEngine } from "../support/databases.ts";
import { guild, pressIn, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { answerIn, openedForm } from "../support/recording-answering.ts";

function modelIn({ document }: { document: Record<string, unknown> }): unknown {
  const { layers } = document;
  return JSON.parse(JSON.stringify(layers ?? {})).llm?.model;
}

forEachEngine((_, open) => {
  test.each([
    workspace,
    guild,
  ])("in %s no model is sent unless one was chosen, and Tavus's own is no difference", async (tenantId) => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "admin", tenantId);
    bot.standIn.behaviour.storing = { ownModel: "tavus-of-the-day" };
    const ready = answerIn(await person.create({ name: "Ada" }));
    const sent = bot.standIn.requests.find(({ operation }) => operation === "create persona")?.body;

    const shown = answerIn(await person.run("persona-show", { persona: "Ada" }));
    const compared = answerIn(await person.run("persona-sync"));

    expect(JSON.stringify(sent)).not.toContain("model");
    expect(ready.notes).toBeUndefined();
    // What Tavus chose is shown, and is nobody's change.
    expect(shown.facts).toContainEqual({ label: "Model", value: "tavus-of-the-day" });
    expect(shown.text).not.toContain("differs");
    expect(compared.text).toContain("In step with Tavus: 1");
  });

  test.each([
    workspace,
    guild,
  ])("in %s any model can be typed, and Tavus's default is back when it is chosen", async (tenantId) => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "member", tenantId);
    await person.create({ name: "Ada", model: "tavus-not-yet-known" });
    const [made] = bot.account.personas;
    expect(made && modelIn(made)).toBe("tavus-not-yet-known");

    const form = openedForm(await person.run("persona-edit", { persona: "Ada" }));
    expect(form.values?.model).toBe("tavus-not-yet-known");
    await person.send(form, { model: "tavus-own-choice" });

    const [edited] = bot.account.personas;
    expect(edited && modelIn(edited)).toBeUndefined();
    expect(await bot.rows()).toMatchObject([{ model: "", pushed_revision: 2 }]);
  });

  test("a model that Tavus refuses is answered with Tavus's words, and Edit leads back to what was typed", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    const refusal = { error: "Unknown model tavus-typo. Available: tavus-gemma-4" };
    bot.standIn.setFault({ status: 400, body: refusal }, { operation: "create persona", times: 1 });

    const refused = await person.create({ name: "Ada", model: "tavus-typo" });
    const form = openedForm(await pressIn(person, refused, "Edit"));
    const mended = answerIn(await person.send(form, { model: "tavus-two" }));

    expect(answerIn(refused).text).toContain("Unknown model tavus-typo. Available: tavus-gemma-4");
    expect(form.values?.model).toBe("tavus-typo");
    expect(mended.title).toBe("“Ada” is ready");
    expect(bot.account.personas.map(modelIn)).toEqual(["tavus-two"]);
  });

  test.each([
    "persona-create",
    "persona-edit",
  ])("%s offers the operator's models, and Tavus's default before them", async (command) => {
    const bot = await startPersonaBot(open);
    const where = { command, field: "model" };

    const all = await bot.person("U1").suggest("", where);
    const some = await bot.person("U1").suggest("TWO", where);

    expect(all.map(({ value }) => value)).toEqual(["tavus-own-choice", "tavus-one", "tavus-two"]);
    expect(some.map(({ value }) => value)).toEqual(["tavus-two"]);
  });
});

test.each([
  ["tavus-a, tavus-b", ["tavus-a", "tavus-b"]],
  ["tavus-a\ntavus-b", ["tavus-a", "tavus-b"]],
])("TAVUS_MODELS=%j offers those", (list, models) => {
  const reading = readConfig({ DISCORD_TOKEN: "abc", TAVUS_MODELS: list });

  expect(reading.ok && reading.config.tavus.models).toEqual(models);
});
