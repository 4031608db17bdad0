import { expect, test } from "vitest";
import { forEachEngine } from "../support/databases.ts";
import { factsIn, guild, type PersonaBot, startPersonaBot, workspace } from "../support/persona-bot.ts";
import { answerIn, openedForm } from "../support/recording-answering.ts";

const [clara, marcus] = ["v0a1b2c3d4e5f", "v1b2c3d4e5f60"];

/** What Tavus holds of the one persona's voice. */
function ttsOf({ account }: PersonaBot): unknown {
  const [made] = account.personas;
  return JSON.parse(JSON.stringify(made?.document.layers ?? {})).tts;
}

forEachEngine((_, open) => {
  test("voices are suggested by name and by ID, and the replica's own among them", async () => {
    const bot = await startPersonaBot(open);
    const where = { command: "persona-create", field: "voice" };
    const person = bot.person("U1");

    expect(await person.suggest("", where)).toEqual([
      { value: "replica-own-voice", label: "The replica's own voice" },
      { value: clara, label: `Clara · ${clara}` },
      { value: marcus, label: `Marcus · ${marcus}` },
    ]);
    expect(await person.suggest("marc", { command: "persona-edit", field: "voice" })).toMatchObject([
      { value: marcus },
    ]);
  });

  test.each([workspace, guild])("in %s a voice is chosen, changed, and given up again", async (tenantId) => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "member", tenantId);
    await person.create({ name: "Ada", voice: clara });
    const made = ttsOf(bot);
    const edit = async (voice: string) =>
      person.send(openedForm(await person.run("persona-edit", { persona: "Ada", voice })));

    await edit(marcus);
    const changed = ttsOf(bot);
    const shown = answerIn(await person.run("persona-show", { persona: "Ada" }));
    const given = answerIn(await edit("replica-own-voice"));

    expect([made, changed]).toEqual([{ voice_id: clara }, { voice_id: marcus }]);
    expect(factsIn(shown).Voice).toBe(`Marcus · ${marcus}, normal speed, no emotion`);
    expect(ttsOf(bot)).toEqual({});
    expect(given.title).toBe("“Ada” is ready");
    expect(await bot.rows()).toMatchObject([{ voice_id: "" }]);
    expect(answerIn(await person.run("persona-show", { persona: "Ada" })).text).not.toContain("differs");
  });

  test("a voice brings its own engine, and speed and emotion go with it", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1");
    await person.create({ name: "Ada", speed: "slower" });
    const before = ttsOf(bot);

    await person.send(openedForm(await person.run("persona-edit", { persona: "Ada" })), { voice: clara });
    const voiced = ttsOf(bot);
    await person.send(openedForm(await person.run("persona-edit", { persona: "Ada" })), {
      emotion: "curious",
    });

    expect(before).toEqual({ tts_engine: "cartesia", voice_settings: { speed: 0.8 } });
    expect(voiced).toEqual({ voice_id: clara, voice_settings: { speed: 0.8 } });
    expect(ttsOf(bot)).toEqual({ voice_id: clara, voice_settings: { speed: 0.8, emotion: ["curious"] } });
  });

  test("a voice that was chosen in Tavus comes here with an import, and its speed can be set", async () => {
    const bot = await startPersonaBot(open);
    bot.account.addPersona({ name: "Ada", document: { layers: { tts: { voice_id: clara } } } });
    const person = bot.person("U1", "admin");
    await person.run("persona-sync");
    const shown = answerIn(await person.run("persona-show", { persona: "Ada" }));

    await person.send(openedForm(await person.run("persona-edit", { persona: "Ada" })), { speed: "faster" });

    expect(factsIn(shown).Voice).toContain(`Clara · ${clara}`);
    expect(ttsOf(bot)).toEqual({ voice_id: clara, voice_settings: { speed: 1.2 } });
  });

  test("one that is chosen in Tavus later differs, called by its name", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "admin");
    await person.create({ name: "Ada", voice: clara });
    const [made] = bot.account.personas;
    await person.run("persona-show", { persona: "Ada" });
    bot.account.changePersona(made?.id ?? "", { layers: { tts: { voice_id: marcus } } });

    const shown = answerIn(await person.run("persona-show", { persona: "Ada" }));

    expect(shown.text).toContain(`Voice: here “Clara · ${clara}”, in Tavus “Marcus · ${marcus}”.`);
  });

  test("a voice of another engine that was set up in Tavus is not replaced unasked", async () => {
    const bot = await startPersonaBot(open);
    const tts = { tts_engine: "elevenlabs", external_voice_id: "voice-7", api_key: "sk-secret-1234567890" };
    bot.account.addPersona({ name: "Ada", document: { layers: { tts } } });
    const person = bot.person("U1", "admin");
    await person.run("persona-sync");

    const form = openedForm(await person.run("persona-edit", { persona: "Ada" }));
    const answer = answerIn(await person.send(form, { voice: clara }));

    expect(answer.text).toContain("In Tavus it belongs to the voice voice-7 by elevenlabs.");
    expect(ttsOf(bot)).toEqual(tts);
  });
});
