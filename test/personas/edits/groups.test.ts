import { describe, expect, test } from "vitest";
import { forEachEngine, type OpenDatabase } from "../../support/databases.ts";
import { type PersonaBot, pressIn, startPersonaBot } from "../../support/persona-bot.ts";
import { answerIn } from "../../support/recording-answering.ts";
import { openEdit } from "../field-bot.ts";

type Layers = { tts?: object; llm?: object };
type Case = {
  name: string;
  layers: Layers;
  edit: { [field: string]: string };
  /** As it is called in sentences. */
  called: string;
  /** What the person is told it belongs to. */
  foreign: string;
  /** What Tavus holds when ours has replaced it. */
  replaced: Layers;
};

const secret = "sk-secret-1234567890";
const llm = { model: "tavus-gpt-oss", speculative_inference: true };
const custom = { model: "gpt-4o", base_url: "https://llm.example.com/v1?key=sk-in-address", api_key: secret };
const elevenlabs = {
  tts_engine: "elevenlabs",
  external_voice_id: "voice-7",
  api_key: secret,
  tts_model_name: "eleven_flash_v2_5",
  voice_settings: { speed: 1.1, stability: 0.4 },
};
const cartesia = (voice_settings: object) => ({ tts_engine: "cartesia", voice_settings });

const cases: Case[] = [
  {
    name: "the speed of an ElevenLabs voice",
    layers: { llm, tts: elevenlabs },
    edit: { speed: "faster" },
    called: "voice speed",
    foreign: "the voice voice-7 by elevenlabs eleven_flash_v2_5",
    replaced: { llm, tts: cartesia({ speed: 1.2 }) },
  },
  {
    name: "the emotion of an Azure voice",
    layers: { llm, tts: { tts_engine: "azure", external_voice_id: "en-US-Ava" } },
    edit: { emotion: "curious" },
    called: "voice emotion",
    foreign: "the voice en-US-Ava by azure",
    replaced: { llm, tts: cartesia({ emotion: ["curious"] }) },
  },
  {
    name: "the speed of an older model of our engine",
    layers: { llm, tts: { tts_engine: "cartesia", tts_model_name: "sonic-2", external_voice_id: "c1" } },
    edit: { speed: "slower" },
    called: "voice speed",
    foreign: "the voice c1 by cartesia sonic-2",
    replaced: { llm, tts: cartesia({ speed: 0.8 }) },
  },
  {
    name: "a hosted model in place of one at another server",
    layers: { llm: { ...custom, headers: { authorization: secret }, tools: [{}] } },
    edit: { model: "tavus-gpt-oss" },
    called: "model",
    foreign: "the model gpt-4o at llm.example.com",
    replaced: { llm: { model: "tavus-gpt-oss", tools: [{}] } },
  },
];

/** Imported, and edited by somebody who cannot know of it. */
async function editImported(open: OpenDatabase, { layers, edit }: Pick<Case, "layers" | "edit">) {
  const bot = await startPersonaBot(open);
  const { id } = bot.account.addPersona({ name: "Ada", document: { layers: structuredClone(layers) } });
  const person = bot.person("U1", "admin");
  await person.run("persona-sync");
  const [row] = await bot.rows();
  const answer = await person.send(await openEdit(person, row?.id ?? ""), edit);
  return {
    bot,
    person,
    answer,
    layersNow: () => bot.account.persona(id)?.document.layers,
    id: row?.id ?? "",
  };
}

function writtenAnywhere(bot: PersonaBot, rows: unknown, answers: readonly unknown[]): string {
  return JSON.stringify([rows, answers, bot.written]);
}

forEachEngine((_, open) => {
  describe.each(cases)("$name", (each) => {
    test("is not sent by an edit, and the answer says why and what can be chosen", async () => {
      const { answer, bot, layersNow, person } = await editImported(open, each);

      const reply = answerIn(answer);

      expect(layersNow()).toEqual(each.layers);
      expect(reply.text).toContain(`Tavus differs in: ${each.called}.`);
      expect(reply.text).toContain(`In Tavus it belongs to ${each.foreign}.`);
      expect(reply.buttons?.map(({ label }) => label)).toEqual(
        expect.arrayContaining(["Keep ours", "Keep theirs"]),
      );
      const synced = answerIn(await person.run("persona-sync"));
      expect(synced.text).toContain(each.called);
      expect(writtenAnywhere(bot, await bot.rows(), [reply, synced])).not.toMatch(/sk-secret|sk-in-address/);
    });

    test("replaces the whole group where a person chooses that", async () => {
      const { answer, bot, layersNow, person } = await editImported(open, each);

      const kept = answerIn(await pressIn(person, answer, "Keep ours"));

      expect(layersNow()).toEqual(each.replaced);
      expect(kept.title).toBe("“Ada” is in step with Tavus");
      expect(answerIn(await person.run("persona-sync")).text).toContain("In step with Tavus: 1");
      expect(bot.standIn.requests.filter(({ operation }) => operation === "patch persona")).toHaveLength(1);
    });

    test("is left where a person chooses that, and every other edit goes on", async () => {
      const { answer, id, layersNow, person } = await editImported(open, each);

      await pressIn(person, answer, "Keep theirs");
      const renamed = answerIn(await person.send(await openEdit(person, id), { name: "Grace" }));

      expect(layersNow()).toEqual(each.layers);
      expect(renamed.title).toBe("“Grace” is ready");
      expect(answerIn(await person.run("persona-sync")).text).toContain("In step with Tavus: 1");
    });

    test("is not replaced when it was set up otherwise since it was shown", async () => {
      const { answer, bot, person } = await editImported(open, each);
      const [there] = bot.account.personas;
      const other = {
        llm: { ...custom, base_url: "https://other.example.com" },
        tts: { ...elevenlabs, external_voice_id: "v9" },
      };
      bot.account.changePersona(there?.id ?? "", { layers: other });

      const again = answerIn(await pressIn(person, answer, "Keep ours"));

      expect(bot.account.personas[0]?.document.layers).toEqual(other);
      expect(again.notes?.join()).toContain("Choose again");
    });

    test("is not replaced by Keep all ours", async () => {
      const { layersNow, person } = await editImported(open, each);

      const asked = await pressIn(person, await person.run("persona-sync"), "Keep all ours");

      expect(answerIn(asked).text).toContain("Nothing is left that can be decided for all at once.");
      expect(layersNow()).toEqual(each.layers);
    });

    test("is not sent by a Retry or an edit of something else either", async () => {
      const { bot, id, layersNow, person } = await editImported(open, each);

      bot.standIn.setFault("serverErrors", { operation: "patch persona", times: 1 });
      const failed = await person.send(await openEdit(person, id), { name: "Grace" });
      const retried = answerIn(await pressIn(person, failed, "Retry"));

      expect(bot.account.personas[0]?.document.persona_name).toBe("Grace");
      expect(layersNow()).toEqual(each.layers);
      expect(retried.text).toContain(`In Tavus it belongs to ${each.foreign}.`);
    });
  });

  test("one that holds already what an edit says stays as somebody has set it up", async () => {
    const bot = await startPersonaBot(open);
    const person = bot.person("U1", "admin");
    await person.create();
    const [there] = bot.account.personas;
    const layers = { tts: { ...elevenlabs, voice_settings: { speed: 1.2 } } };
    bot.account.changePersona(there?.id ?? "", { layers });
    const [row] = await bot.rows();

    const edited = answerIn(await person.send(await openEdit(person, row?.id ?? ""), { speed: "faster" }));

    expect(bot.account.personas[0]?.document.layers).toEqual(layers);
    expect(edited.title).toBe("“Ada” is ready");
  });

  test("one that was set up in Tavus is created again without what only Tavus knew, after that was said", async () => {
    const bot = await startPersonaBot(open);
    const { id } = bot.account.addPersona({
      name: "Ada",
      document: { layers: { llm: custom, tts: elevenlabs } },
    });
    const person = bot.person("U1", "admin");
    await person.run("persona-sync");
    bot.account.removePersona(id);

    const asked = await pressIn(person, await person.run("persona-show", { persona: "Ada" }), "Create again");
    const before = bot.account.personas.length;
    const made = answerIn(await pressIn(person, asked, "Create all the same"));

    expect(answerIn(asked).text).toContain("What only Tavus knew of it is gone");
    expect(before).toBe(0);
    expect(made.title).toBe("“Ada” is ready");
    expect(made.notes?.join()).toContain("Tavus keeps the model as “Tavus's default”.");
    expect(bot.account.personas[0]?.document.layers).toEqual({});
    expect(answerIn(await person.run("persona-sync")).text).toContain("In step with Tavus: 1");
  });

  test("a voice of our engine, whosoever it is, takes speed and emotion and keeps all else", async () => {
    const tts = {
      tts_engine: "cartesia",
      tts_model_name: "sonic-3",
      external_voice_id: "c1",
      api_key: secret,
    };

    const { answer, layersNow } = await editImported(open, {
      layers: { llm, tts },
      edit: { speed: "faster", emotion: "positive" },
    });

    expect(answerIn(answer).title).toBe("“Ada” is ready");
    expect(layersNow()).toEqual({ llm, tts: { ...tts, voice_settings: { speed: 1.2, emotion: ["happy"] } } });
  });

  test("what Tavus holds of a voice is shown as it is there", async () => {
    const bot = await startPersonaBot(open);
    const tts = { tts_engine: "elevenlabs", voice_settings: { speed: 1.1, emotion: ["excited"] } };
    bot.account.addPersona({ name: "Ada", document: { layers: { llm, tts } } });
    const person = bot.person("U1", "admin");
    await person.run("persona-sync");

    const imported = JSON.stringify(answerIn(await person.run("persona-show", { persona: "Ada" })));
    await person.create({ name: "Bo" });
    const made = bot.account.personas.find(({ document }) => document.persona_name === "Bo");
    bot.account.changePersona(made?.id ?? "", { layers: { llm, tts } });
    const changed = JSON.stringify(answerIn(await person.run("persona-show", { persona: "Bo" })));

    expect(imported).toContain("1.1, emotion excited");
    expect(changed).toContain("1.1, emotion excited");
  });

  test("values of the old scale that mean the same are no difference, and are readable", async () => {
    const bot = await startPersonaBot(open);
    const voice_settings = { speed: -0.5, emotion: ["positivity:high"] };
    const layers = { llm, tts: { tts_engine: "cartesia", voice_settings } };
    bot.account.addPersona({ name: "Ada", document: { layers } });
    const person = bot.person("U1", "admin");
    await person.run("persona-sync");

    const shown = JSON.stringify(answerIn(await person.run("persona-show", { persona: "Ada" })));
    bot.account.changePersona(bot.account.personas[0]?.id ?? "", {
      layers: { llm, tts: { tts_engine: "cartesia", voice_settings: { speed: 0.8, emotion: ["happy"] } } },
    });

    expect(shown).toContain("slower, emotion positive");
    expect(answerIn(await person.run("persona-sync")).text).toContain("In step with Tavus: 1");
  });
});
