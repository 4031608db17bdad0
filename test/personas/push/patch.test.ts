import { expect, test } from "vitest";
import type { PersonaRecord } from "../../../src/database/persona/persona-record.ts";
import { composePrompt } from "../../../src/personas/content/prompt.ts";
import { personaBody } from "../../../src/personas/content/tavus-body.ts";
import { patchFor } from "../../../src/personas/push/patch.ts";
import { renderPersonaBody } from "../../../src/tavus/persona-body.ts";
import { personaSchema } from "../../../src/tavus/schemas.ts";
import { aRecord } from "../../support/personas/persona-builders.ts";

/** What Tavus would hold for this row, with some members of its own or otherwise. */
function inTavus(row: PersonaRecord, members: Record<string, unknown> = {}) {
  return personaSchema.parse({
    persona_id: "p1",
    ...renderPersonaBody(personaBody(row), "personas"),
    ...members,
  });
}

test("what is the same needs no patch", () => {
  const row = aRecord({ replica_id: "r1", voice_speed: "slower", voice_emotion: "positive" });

  expect(patchFor(row, inTavus(row))).toEqual([]);
});

test("what differs is added, which also replaces", () => {
  const row = aRecord({ name: "Grace", replica_id: "r2" });

  const patch = patchFor(
    row,
    inTavus(row, { persona_name: "Ada", system_prompt: "x", default_replica_id: "r1" }),
  );

  expect(patch).toEqual([
    { op: "add", path: "/persona_name", value: "Grace" },
    { op: "add", path: "/system_prompt", value: composePrompt(row) },
    { op: "add", path: "/default_replica_id", value: "r2" },
  ]);
});

test("a missing parent is added whole, a present one member by member", () => {
  const row = aRecord({ voice_speed: "faster" });
  const tts = { tts_engine: "cartesia", voice_settings: { speed: 0.5 } };
  const llm = { model: "tavus-glm-4.7" };

  expect(patchFor(row, inTavus(row, { layers: null }))).toEqual([
    { op: "add", path: "/layers", value: { llm, tts } },
  ]);
  expect(patchFor(row, inTavus(row, { layers: { llm } }))).toEqual([
    { op: "add", path: "/layers/tts", value: tts },
  ]);
  expect(
    patchFor(row, inTavus(row, { layers: { llm, tts: { ...tts, voice_settings: { speed: 1 } } } })),
  ).toEqual([{ op: "add", path: "/layers/tts/voice_settings/speed", value: 0.5 }]);
});

test("what we never send is left alone", () => {
  const row = aRecord();
  const layers = {
    llm: { model: "tavus-glm-4.7", api_key: "sk-1", tools: [] },
    tts: { tts_engine: "elevenlabs", api_key: "sk-2", voice_settings: { speed: 1.1, stability: 0.4 } },
    stt: { hotwords: "Ada" },
  };

  expect(patchFor(row, inTavus(row, { layers, default_replica_id: "r9", greeting: "Hi" }))).toEqual([]);
});

test("a voice that only we can have set is taken away when it is normal again", () => {
  const row = aRecord();
  const voiceSettings = { speed: -0.5, emotion: ["positivity:high"], volume: 1 };
  const layers = {
    llm: { model: "tavus-glm-4.7" },
    tts: { tts_engine: "cartesia", voice_settings: voiceSettings },
  };

  expect(patchFor(row, inTavus(row, { layers }))).toEqual([
    { op: "remove", path: "/layers/tts/voice_settings/speed" },
    { op: "remove", path: "/layers/tts/voice_settings/emotion" },
  ]);
});
