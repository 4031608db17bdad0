import { expect, test } from "vitest";
import { theirContent } from "../../../src/personas/content/fingerprint.ts";
import { readNotes, recordOf } from "../../../src/personas/content/from-tavus.ts";
import { parseJson } from "../../../src/tavus/json.ts";
import { personaSchema } from "../../../src/tavus/schemas.ts";

const nothing = { name: "", prompt: "", replicaId: "", model: "", voiceSpeed: "", voiceEmotion: "" };

test("what Tavus holds is read as text, the prompt without its record line", () => {
  const persona = personaSchema.parse({
    pal_id: "p1",
    pal_name: "Ada",
    system_prompt: "Be Ada.\n\n[record per_23456789ab]",
    default_face_id: "r1",
    context: "It is 1843.",
    layers: {
      llm: { model: "m" },
      tts: { voice_settings: { speed: 0.5, emotion: ["curiosity"], stability: 1 } },
    },
  });

  expect(theirContent(persona)).toMatchObject({
    name: "Ada",
    prompt: "Be Ada.",
    replicaId: "r1",
    model: "m",
    voiceSpeed: "0.5",
    voiceEmotion: '["curiosity"]',
  });
  expect(readNotes(persona)).toMatchObject({ context: "It is 1843." });
  expect(recordOf(persona)).toBe("per_23456789ab");
});

test("null and unknown shapes count as missing", () => {
  const persona = personaSchema.parse({
    persona_id: "p1",
    persona_name: null,
    system_prompt: null,
    default_replica_id: "",
    context: 5,
    layers: { llm: null, tts: { tts_engine: "cartesia", voice_settings: { speed: "1.0", emotion: "calm" } } },
  });

  expect(theirContent(persona)).toMatchObject(nothing);
  expect(readNotes(persona)).toMatchObject({ context: "" });
  expect(recordOf(persona)).toBeUndefined();
});

test("text that PostgreSQL cannot store is made storable", () => {
  const written = JSON.stringify({ persona_id: "p1", persona_name: "A\u0000da \ud83d", context: "\u0000" });
  const persona = personaSchema.parse(parseJson(written));

  expect(theirContent(persona).name).toBe("Ada \ufffd");
  expect(readNotes(persona)).toMatchObject({ context: "" });
});
