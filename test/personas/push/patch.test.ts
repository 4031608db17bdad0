import { expect, test } from "vitest";
import type { PersonaRecord } from "../../../src/database/persona/persona-record.ts";
import { type SyncField, syncFields } from "../../../src/personas/content/each-field.ts";
import { composePrompt } from "../../../src/personas/content/prompt.ts";
import { personaBody } from "../../../src/personas/content/tavus-body.ts";
import { fields } from "../../../src/personas/fields.ts";
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

const sending = (...sent: SyncField[]) => ({ sent, replaced: [] });
const everything = sending(...syncFields);

test("what is the same needs no patch", () => {
  const row = aRecord({ replica_id: "r1", voice_speed: "slower", voice_emotion: "positive" });

  expect(patchFor(row, inTavus(row), everything)).toEqual([]);
});

test("what differs is added, which also replaces", () => {
  const row = aRecord({ name: "Grace", replica_id: "r2" });
  const theirs = inTavus(row, { persona_name: "Ada", system_prompt: "x", default_replica_id: "r1" });

  expect(patchFor(row, theirs, everything)).toEqual([
    { op: "add", path: "/persona_name", value: "Grace" },
    { op: "add", path: "/system_prompt", value: composePrompt(row) },
    { op: "add", path: "/default_replica_id", value: "r2" },
  ]);
});

test.each(syncFields)("of %s alone nothing else is sent, whatever Tavus holds", (field) => {
  const voice = { voice_speed: "faster", voice_emotion: "curious" };
  const row = aRecord({ name: "Grace", replica_id: "r2", model: "tavus-one", voice_id: "v1", ...voice });
  const theirs = inTavus(row, {
    persona_name: "A",
    system_prompt: "x",
    default_replica_id: "r",
    layers: null,
  });

  const paths = patchFor(row, theirs, sending(field)).map(({ path }) => path);

  const [, parent] = fields[field].tavus.at.path.split("/");
  expect(paths).toEqual([`/${parent}`]);
});

test("a missing parent is added whole, a present one member by member", () => {
  const row = aRecord({ voice_speed: "faster", model: "tavus-glm-4.7" });
  const tts = { tts_engine: "cartesia", voice_settings: { speed: 1.2 } };
  const llm = { model: "tavus-glm-4.7" };
  const patched = (layers: unknown) => patchFor(row, inTavus(row, { layers }), everything);

  expect(patched(null)).toEqual([{ op: "add", path: "/layers", value: { llm, tts } }]);
  expect(patched({ llm })).toEqual([{ op: "add", path: "/layers/tts", value: tts }]);
  expect(patched({ llm, tts: { ...tts, voice_settings: { speed: 1 } } })).toEqual([
    { op: "add", path: "/layers/tts/voice_settings/speed", value: 1.2 },
  ]);
});

test("a voice that is to be normal again is taken away, and the other settings stay", () => {
  const row = aRecord();
  const voice_settings = { speed: 0.8, emotion: ["happy"], volume: 1 };
  const layers = { llm: { model: "tavus-glm-4.7" }, tts: { tts_engine: "cartesia", voice_settings } };

  expect(patchFor(row, inTavus(row, { layers }), sending("voiceSpeed", "voiceEmotion"))).toEqual([
    { op: "remove", path: "/layers/tts/voice_settings/speed" },
    { op: "remove", path: "/layers/tts/voice_settings/emotion" },
  ]);
});

test("a group that is replaced leaves nothing of Tavus's, and sends all of ours", () => {
  const row = aRecord({ voice_speed: "faster", voice_emotion: "curious" });
  const tts = {
    tts_engine: "elevenlabs",
    external_voice_id: "v1",
    api_key: "sk-1",
    voice_settings: { stability: 0.4 },
    tts_emotion_control: true,
  };
  const theirs = inTavus(row, { layers: { llm: { model: "m", api_key: "sk-2" }, tts } });
  const replaced = [fields.voiceSpeed.tavus.group ?? []].flat();

  expect(patchFor(row, theirs, { sent: ["voiceSpeed"], replaced })).toEqual([
    { op: "remove", path: "/layers/tts/tts_engine" },
    { op: "remove", path: "/layers/tts/external_voice_id" },
    { op: "remove", path: "/layers/tts/api_key" },
    { op: "remove", path: "/layers/tts/voice_settings" },
    { op: "add", path: "/layers/tts/tts_engine", value: "cartesia" },
    { op: "add", path: "/layers/tts/voice_settings", value: { speed: 1.2, emotion: ["curious"] } },
  ]);
});

test("a record line that something was appended to is put back at the end by any push", () => {
  const row = aRecord({ name: "Grace" });
  const text = `${composePrompt(row)}\n\nAlso be brief.`;

  const patch = patchFor(row, inTavus(row, { system_prompt: text }), sending("name"));

  expect(patch).toEqual([
    { op: "add", path: "/system_prompt", value: `You are Ada.\n\nAlso be brief.\n\n[record ${row.id}]` },
  ]);
});
