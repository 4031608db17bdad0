import { expect, test } from "vitest";
import { replicaSchema, voiceSchema } from "../../src/tavus/calls/replica-schemas.ts";
import { pointerTo } from "../../src/tavus/pointer.ts";
import { createdSchema, listSchema, oneSchema, personaSchema } from "../../src/tavus/schemas.ts";
import { heldAt } from "./setup.ts";

const layers = {
  llm: { model: "tavus-glm-4.7", api_key: "sk-llm", headers: { authorization: "Bearer secret" } },
  tts: {
    tts_engine: "cartesia",
    api_key: "sk-tts",
    voice_settings: { speed: 0.5, emotion: ["curiosity"], stability: 1 },
  },
};

test.each([
  ["legacy", { persona_id: "p1", persona_name: "Ada", default_replica_id: "r1" }],
  ["current", { pal_id: "p1", pal_name: "Ada", default_face_id: "r1" }],
])("a persona is read from the %s names", (_, names) => {
  const row = { ...names, system_prompt: "Be Ada.", context: "c", layers, created_at: "2026-01-01" };

  const persona = personaSchema.parse(row);

  expect(persona).toMatchObject({ id: "p1", createdAt: "2026-01-01" });
  const held = {
    "/persona_name": "Ada",
    "/system_prompt": "Be Ada.",
    "/default_replica_id": "r1",
    "/layers/llm/model": "tavus-glm-4.7",
    "/context": "c",
    "/layers/tts/tts_engine": "cartesia",
    "/layers/tts/voice_settings/speed": 0.5,
    "/layers/tts/voice_settings/emotion": ["curiosity"],
  };
  expect(heldAt(persona, ...Object.keys(held))).toEqual(held);
});

test("a persona needs nothing but an id", () => {
  const { at, ...persona } = personaSchema.parse({ persona_id: "p1" });

  expect(persona).toEqual({ id: "p1" });
  expect(at(pointerTo("/persona_name"))).toBeUndefined();
  expect(at(pointerTo("/layers/tts/voice_settings/speed"))).toBeUndefined();
});

test("a member that is null or of an unknown shape is read as it is, and leads nowhere", () => {
  const row = { persona_id: null, pal_id: "p1", created_at: 5, layers: { llm: null }, something_new: [1] };

  const { id, createdAt, at } = personaSchema.parse(row);

  expect({ id, createdAt }).toEqual({ id: "p1", createdAt: undefined });
  expect(at(pointerTo("/layers/llm"))).toBeNull();
  expect(at(pointerTo("/layers/llm/model"))).toBeUndefined();
  expect(at(pointerTo("/something_new"))).toEqual([1]);
});

test.each([{}, { persona_id: "" }, { persona_id: 7 }, [], null, "p1"])("%j is no persona", (row) => {
  expect(personaSchema.safeParse(row).success).toBe(false);
});

test("keys and headers in layers are not read, at any depth", () => {
  const persona = personaSchema.parse({ persona_id: "p1", layers });

  expect(persona.at(pointerTo("/layers"))).toMatchObject({
    llm: { model: "tavus-glm-4.7", api_key: "(kept in Tavus)", headers: "(kept in Tavus)" },
    tts: { api_key: "(kept in Tavus)" },
  });
  const secrets = ["/layers/llm/api_key", "/layers/llm/headers", "/layers/llm/headers/authorization"];
  for (const pointer of secrets) expect(persona.at(pointerTo(pointer))).toBe("(kept in Tavus)");
  for (const pointer of ["/layers", "/layers/llm", "/layers/tts"]) {
    expect(JSON.stringify(persona.at(pointerTo(pointer)))).not.toMatch(/sk-|secret/);
  }
  expect(JSON.stringify(persona)).not.toMatch(/sk-|secret/);
});

test("one persona is read bare or as the row of a list", () => {
  const schema = oneSchema(personaSchema);

  expect(schema.parse({ pal_id: "p1" }).id).toBe("p1");
  expect(schema.parse({ data: [{ persona_id: "p2" }] }).id).toBe("p2");
  expect(schema.safeParse({ data: [] }).success).toBe(false);
});

test.each([
  { persona_id: "p1" },
  { pal_id: "p1" },
  { data: [{ pal_id: "p1" }] },
])("%j holds a new id", (reply) => {
  expect(createdSchema.parse(reply)).toEqual({ id: "p1" });
});

test("a reply without data is never an empty list", () => {
  const schema = listSchema(personaSchema);

  expect(schema.safeParse({}).success).toBe(false);
  expect(schema.safeParse({ data: null }).success).toBe(false);
  expect(schema.parse({ data: [], total_count: 0 })).toEqual({ rows: [], unreadable: 0, totalCount: 0 });
  expect(schema.parse({ data: [], total_count: "many" }).totalCount).toBeUndefined();
});

test("a replica is read from both sets of names", () => {
  const legacy = { replica_id: "r1", replica_name: "Anna", replica_type: "system", status: "completed" };
  const current = { face_id: "r1", face_name: "Anna", face_type: "system", status: "completed" };

  expect(replicaSchema.parse(legacy)).toEqual({
    id: "r1",
    name: "Anna",
    type: "system",
    status: "completed",
  });
  expect(replicaSchema.parse(current)).toEqual(replicaSchema.parse(legacy));
});

test("a replica's unknown type and missing name do not matter", () => {
  const row = { face_id: "r1", face_type: "user'", thumbnail_video_url: "https://example.org/a.mp4" };

  expect(replicaSchema.parse(row)).toEqual({ id: "r1", name: "", videoUrl: "https://example.org/a.mp4" });
});

test.each([
  [
    "a still by its own name",
    { thumbnail_image_url: "https://x.test/a.jpg" },
    { stillUrl: "https://x.test/a.jpg" },
  ],
  [
    "a still in the video's place",
    { thumbnail_video_url: "https://x.test/a.PNG?s=1" },
    { stillUrl: "https://x.test/a.PNG?s=1" },
  ],
  ["a video", { thumbnail_video_url: "https://x.test/a.mp4" }, { videoUrl: "https://x.test/a.mp4" }],
  ["an address that nobody can follow", { thumbnail_video_url: "javascript:alert(1)" }, {}],
  ["one that no message holds", { thumbnail_video_url: `https://x.test/${"a".repeat(2100)}` }, {}],
  ["progress", { training_progress: "37/100", status: "started" }, { progress: "37/100", status: "started" }],
  ["progress in other words", { training_progress: "soon" }, {}],
  ["a reason", { status: "error", error_message: "Too dark" }, { status: "error", error: "Too dark" }],
  [
    "a reason elsewhere",
    { status: "error", error_details: { message: "Too dark" } },
    { status: "error", error: "Too dark" },
  ],
  ["a reason with a key", { error_message: "Bad key tvsk_1234567890" }, { error: "Bad key (key)" }],
])("of a replica %s is read", (_, members, read) => {
  expect(replicaSchema.parse({ replica_id: "r1", replica_name: "Anna", ...members })).toEqual({
    id: "r1",
    name: "Anna",
    ...read,
  });
});

test("a page of words in a row is not kept whole", () => {
  const row = { replica_id: "r1", replica_name: "x".repeat(100_000), error_message: "y".repeat(100_000) };

  const { name, error = "" } = replicaSchema.parse(row);

  expect(name.length + error.length).toBeLessThan(1000);
});

test("a voice has an ID, and a sample where a member says so", () => {
  const row = { voice_id: "v1", voice_name: "Clara", sample_audio_url: "https://x.test/clara.mp3" };

  expect(voiceSchema.parse(row)).toEqual({ id: "v1", name: "Clara", sampleUrl: "https://x.test/clara.mp3" });
  expect(voiceSchema.safeParse({ voice_id: null, voice_name: "Nobody" }).success).toBe(false);
});
