import { expect, test } from "vitest";
import { personaBody } from "../../../src/personas/content/tavus-body.ts";
import { renderPersonaBody } from "../../../src/tavus/persona-body.ts";
import { aRecord } from "../../support/personas/persona-builders.ts";

test("a normal voice, no replica and no model send none of them", () => {
  const pointers = personaBody(aRecord()).map(([pointer]) => pointer);

  expect(pointers.sort()).toEqual(["/persona_name", "/system_prompt"]);
});

test.each([
  [{ voice_speed: "slower" }, { speed: 0.8 }],
  [{ voice_speed: "faster" }, { speed: 1.2 }],
  [{ voice_emotion: "positive" }, { emotion: ["happy"] }],
  [
    { voice_speed: "slower", voice_emotion: "curious" },
    { speed: 0.8, emotion: ["curious"] },
  ],
])("%j is sent as %j, with the engine that understands it", (chosen, voice_settings) => {
  const { layers } = renderPersonaBody(personaBody(aRecord(chosen)), "personas");

  expect(layers).toHaveProperty("tts", { tts_engine: "cartesia", voice_settings });
});

test("kind and template are local labels and are not sent", () => {
  const body = JSON.stringify(personaBody(aRecord({ kind: "emergency", template: "coach" })));

  expect(body).not.toMatch(/emergency|coach/);
});
