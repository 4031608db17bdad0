import { expect, test } from "vitest";
import {
  createdSchema,
  listSchema,
  oneSchema,
  personaSchema,
  replicaSchema,
  wholePersonaSchema,
} from "../../src/tavus/schemas.ts";

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

  expect(personaSchema.parse(row)).toMatchObject({
    id: "p1",
    name: "Ada",
    systemPrompt: "Be Ada.",
    replicaId: "r1",
    model: "tavus-glm-4.7",
    context: "c",
    tts: { engine: "cartesia", speed: 0.5, emotion: ["curiosity"] },
    createdAt: "2026-01-01",
  });
});

test("a persona needs nothing but an id", () => {
  const { raw, ...persona } = wholePersonaSchema.parse({ persona_id: "p1" });

  expect(persona).toEqual({ id: "p1", name: "", systemPrompt: "" });
  expect(raw).toEqual({ persona_id: "p1" });
});

test("null and unknown shapes count as missing", () => {
  const row = {
    persona_id: null,
    pal_id: "p1",
    persona_name: null,
    system_prompt: null,
    default_replica_id: "",
    context: 5,
    layers: { llm: null, tts: { tts_engine: "cartesia", voice_settings: { speed: "1.0", emotion: "calm" } } },
    something_new: [1],
  };

  const { raw, ...persona } = wholePersonaSchema.parse(row);

  expect(persona).toEqual({ id: "p1", name: "", systemPrompt: "", tts: { engine: "cartesia" } });
  expect(raw.something_new).toEqual([1]);
});

test.each([{}, { persona_id: "" }, { persona_id: 7 }, [], null, "p1"])("%j is no persona", (row) => {
  expect(personaSchema.safeParse(row).success).toBe(false);
});

test("keys and headers in layers are not read, at any depth", () => {
  const { raw } = wholePersonaSchema.parse({ persona_id: "p1", layers });

  expect(JSON.stringify(raw)).not.toMatch(/sk-|secret/);
  expect(raw).toMatchObject({
    layers: {
      llm: { model: "tavus-glm-4.7", api_key: "(kept in Tavus)", headers: "(kept in Tavus)" },
      tts: { api_key: "(kept in Tavus)" },
    },
  });
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
  expect(schema.parse({ data: [], total_count: 0 })).toEqual({ rows: [], totalCount: 0 });
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

  expect(replicaSchema.parse(row)).toEqual({ id: "r1", name: "", thumbnailUrl: "https://example.org/a.mp4" });
});
