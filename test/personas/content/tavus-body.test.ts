import { expect, test } from "vitest";
import { personaBody } from "../../../src/personas/content/tavus-body.ts";
import { aRecord } from "../../support/persona-builders.ts";

test("a normal voice and no replica send neither", () => {
  expect(Object.keys(personaBody(aRecord())).sort()).toEqual(["model", "name", "systemPrompt"]);
});

test.each([
  [{ voice_speed: "slower" }, { engine: "cartesia", speed: -0.5 }],
  [{ voice_speed: "faster" }, { engine: "cartesia", speed: 0.5 }],
  [{ voice_emotion: "positive" }, { engine: "cartesia", emotion: ["positivity:high"] }],
  [
    { voice_speed: "slower", voice_emotion: "curious" },
    { engine: "cartesia", speed: -0.5, emotion: ["curiosity"] },
  ],
])("%j is sent as %j", (chosen, tts) => {
  expect(personaBody(aRecord(chosen)).tts).toEqual(tts);
});

test("kind and template are local labels and are not sent", () => {
  const body = JSON.stringify(personaBody(aRecord({ kind: "emergency", template: "coach" })));

  expect(body).not.toMatch(/emergency|coach/);
});
