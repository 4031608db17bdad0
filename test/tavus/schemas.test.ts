import { expect, test } from "vitest";
import { pointerTo } from "../../src/tavus/pointer.ts";
import {
  createdSchema,
  listSchema,
  oneSchema,
  personaSchema,
  replicaSchema,
} from "../../src/tavus/schemas.ts";
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

  expect(replicaSchema.parse(row)).toEqual({ id: "r1", name: "", thumbnailUrl: "https://example.org/a.mp4" });
});
