import { expect, test } from "vitest";
import { forEachEngine } from "../../support/databases.ts";
import { guild, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { aLinkedRow, rowsOf, storeRows } from "../../support/personas/stored-personas.ts";
import { answerIn, openedForm, recordAnswering } from "../../support/recording-answering.ts";

const chosen = {
  kind: "creator",
  replica: "r79e1c033f",
  model: "tavus-gpt-oss",
  speed: "slower",
  emotion: "curious",
};

forEachEngine((_, open) => {
  async function aBotWithAda(tenantId = guild) {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "member", tenantId);
    await person.create();
    return { bot, person };
  }

  test("what is chosen with the command is changed, with what the form holds", async () => {
    const { bot, person } = await aBotWithAda();

    const form = openedForm(await person.run("persona-edit", { persona: "Ada", ...chosen }));
    await person.send(form, { name: "Grace" });

    expect(form.notice).toBe("Saving also changes: Voice speed, Voice emotion, Kind, Replica, Model.");
    expect(await bot.rows()).toMatchObject([
      {
        name: "Grace",
        kind: "creator",
        replica_id: "r79e1c033f",
        model: "tavus-gpt-oss",
        voice_speed: "slower",
        voice_emotion: "curious",
      },
    ]);
    expect(bot.account.personas[0]?.document).toMatchObject({
      persona_name: "Grace",
      default_replica_id: "r79e1c033f",
      layers: { llm: { model: "tavus-gpt-oss" } },
    });
  });

  test("what is not chosen stays", async () => {
    const { bot, person } = await aBotWithAda();
    const send = async (values = {}) =>
      person.send(openedForm(await person.run("persona-edit", { persona: "Ada", ...values })));
    await send(chosen);

    await send({ speed: "faster" });

    expect(await bot.rows()).toMatchObject([
      { kind: "creator", model: "tavus-gpt-oss", voice_speed: "faster", voice_emotion: "curious" },
    ]);
  });

  test("a prompt file takes the place of the prompt", async () => {
    const { bot, person } = await aBotWithAda();
    const prompt_file = { name: "new.md", sizeBytes: 13, url: "https://files.example/1" };
    const answering = recordAnswering({ files: { [prompt_file.url]: "From the file" } });
    const values = { persona: "Ada", prompt_file };

    const form = openedForm(await person.command({ command: "persona-edit", values }, answering));
    await person.send(form);

    expect(form.notice).toBe("Saving also changes: Prompt file.");
    expect(await bot.rows()).toMatchObject([{ prompt: "From the file" }]);
  });

  test("a choice that is not offered, and a file of the wrong kind, are said before the form opens", async () => {
    const { person } = await aBotWithAda();
    const prompt_file = { name: "new.pdf", sizeBytes: 13, url: "https://files.example/1" };

    const answering = recordAnswering({ files: { [prompt_file.url]: "PDF" } });
    const values = { persona: "Ada", speed: "hal", prompt_file };
    const { text } = answerIn(await person.command({ command: "persona-edit", values }, answering));

    expect(text).toContain("Voice speed does not offer that.");
    expect(text).toContain("Prompt file must be a .txt or .md file.");
  });

  test("suggestions are replicas for the replica and personas for the persona", async () => {
    const { person } = await aBotWithAda();

    const personas = await person.suggest("ad", { command: "persona-edit", field: "persona" });
    const replicas = await person.suggest("", { command: "persona-edit", field: "replica" });

    expect(personas.map(({ label }) => label)).toEqual([expect.stringMatching(/^Ada · per_/)]);
    expect(replicas.every(({ value }) => value.startsWith("r"))).toBe(true);
  });

  test("a menu that asks which persona says that the options are not kept", async () => {
    const bot = await startPersonaBot(open);
    await storeRows(bot.database, rowsOf(guild, 2));

    const asked = answerIn(await bot.person("U1", "member", guild).run("persona-edit", chosen));

    expect(asked.menu?.choices).toHaveLength(2);
    expect(asked.notes?.join()).toContain("Your other options are not kept");
  });

  test.each([
    "calm coach",
    "Personal coach",
    "positive",
    "none",
    "Normal person",
    "tavus-gpt-oss fan",
  ])("on Slack a persona called “%s” is found by its name", async (name) => {
    const bot = await startPersonaBot(open);
    const row = aLinkedRow({ tenant_id: workspace, name, created_by: "U1" });
    await storeRows(bot.database, [row]);

    const form = openedForm(await bot.person("U1").say("persona-edit", name));

    expect(form.formId).toMatch(new RegExp(`^${row.id}\\.`));
    expect(form.values).toMatchObject({ name, kind: row.kind });
  });

  test("on Slack one option may be written before the name", async () => {
    const { person } = await aBotWithAda(workspace);

    const form = openedForm(await person.say("persona-edit", "kind:creator Ada"));

    expect(form.values).toMatchObject({ name: "Ada", kind: "creator" });
  });
});
