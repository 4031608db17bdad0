import { expect, test } from "vitest";
import { refuseDocument } from "../../sandbox/stand-ins/tavus/bodies.ts";
import { renderPatch, renderPersonaBody } from "../../src/tavus/persona-body.ts";
import { aPersona, startStandIn } from "./setup.ts";

/** The body that the web app before this bot was told to send; `guide` names a member of it. */
const guideBody = {
  persona_name: "Your Persona Name",
  replica_id: "r90bbd427f71",
  personality_layers: {
    llm: { model: "gpt-4", system_prompt: "Your custom prompt", context: "Additional context" },
    tts: { voice_settings: { speed: "1.0", emotion: ["neutral"] } },
  },
};

const ourBody = renderPersonaBody(
  [
    ["/persona_name", "Your Persona Name"],
    ["/system_prompt", "Your custom prompt\n\nAdditional context"],
    ["/default_replica_id", "r90bbd427f71"],
    ["/layers/llm/model", "tavus-glm-4.7"],
    ["/layers/tts/tts_engine", "cartesia"],
    ["/layers/tts/voice_settings/speed", 0.5],
    ["/layers/tts/voice_settings/emotion", ["positivity:high"]],
  ],
  "personas",
);

const whyTheyDiffer = [
  { guide: "persona_name", ours: "persona_name", why: "the same: the one member the guide has right" },
  {
    guide: "replica_id",
    ours: "default_replica_id",
    why: "a persona has a default replica; replica_id is a conversation's",
  },
  { guide: "personality_layers", ours: "layers", why: "no page of Tavus knows personality_layers" },
  {
    guide: "personality_layers.llm.model",
    ours: "layers.llm.model",
    why: "gpt-4 is not hosted by Tavus and would need base_url",
  },
  {
    guide: "personality_layers.llm.system_prompt",
    ours: "system_prompt",
    why: "the prompt is at the top, and required there",
  },
  {
    guide: "personality_layers.llm.context",
    ours: "system_prompt",
    why: "context is deprecated: it is part of the prompt",
  },
  {
    guide: "personality_layers.tts.voice_settings.speed",
    ours: "layers.tts.voice_settings.speed",
    why: "a number, not text",
  },
  {
    guide: "personality_layers.tts.voice_settings.emotion",
    ours: "layers.tts.voice_settings.emotion",
    why: "neutral is in no list of Cartesia's",
  },
  { guide: undefined, ours: "pipeline_mode", why: "says that a prompt is required" },
  {
    guide: undefined,
    ours: "layers.tts.tts_engine",
    why: "which settings a voice has depends on the engine",
  },
];

test("ours holds what the guide's body meant, at the documented places", () => {
  expect(ourBody).toEqual({
    persona_name: "Your Persona Name",
    pipeline_mode: "full",
    system_prompt: "Your custom prompt\n\nAdditional context",
    default_replica_id: "r90bbd427f71",
    layers: {
      llm: { model: "tavus-glm-4.7" },
      tts: { tts_engine: "cartesia", voice_settings: { speed: 0.5, emotion: ["positivity:high"] } },
    },
  });
});

test.each(whyTheyDiffer)("guide: $guide, ours: $ours ($why)", ({ guide, ours }) => {
  if (guide !== undefined) expect(guideBody).toHaveProperty(guide);
  expect(ourBody).toHaveProperty(ours);
  if (guide !== ours) {
    expect(guideBody).not.toHaveProperty(ours);
    if (guide !== undefined) expect(ourBody).not.toHaveProperty(guide);
  }
});

test("no member of the guide's body is left unexplained", () => {
  const explained = new Set(whyTheyDiffer.map(({ guide }) => guide));

  expect(leaves(guideBody).filter((path) => !explained.has(path))).toEqual([]);
});

test("by the documentation Tavus refuses the guide's body and takes ours", async () => {
  const account = (await startStandIn()).account();

  expect(refuseDocument(guideBody, account)).toMatchObject({ status: 400 });
  expect(refuseDocument(ourBody, account)).toBeUndefined();
});

test("its members come in the order of the documentation", () => {
  const members = ["persona_name", "pipeline_mode", "system_prompt", "default_replica_id", "layers"];

  expect(Object.keys(ourBody)).toEqual(members);
  expect(renderPersonaBody([], "personas")).toEqual({ pipeline_mode: "full", layers: {} });
});

test("for PALs two names change and nothing else", () => {
  const body = aPersona({ replicaId: "r1" });
  const { persona_name, default_replica_id, ...same } = renderPersonaBody(body, "personas");

  expect(renderPersonaBody(body, "pals")).toEqual({
    pal_name: persona_name,
    default_face_id: default_replica_id,
    ...same,
  });
});

test("replica and voice are left out when they were not chosen", () => {
  const body = renderPersonaBody(aPersona(), "personas");

  expect(body).not.toHaveProperty("default_replica_id");
  expect(body.layers).toEqual({ llm: { model: "tavus-glm-4.7" } });
});

test("a voice without settings is only an engine", () => {
  const body = renderPersonaBody([...aPersona(), ["/layers/tts/tts_engine", "cartesia"]], "personas");

  expect(body).toHaveProperty("layers.tts", { tts_engine: "cartesia" });
});

test("a patch is written in the legacy names and sent in the vocabulary's", () => {
  const patch = [
    { op: "add", path: "/persona_name", value: "persona_name" },
    { op: "remove", path: "/default_replica_id" },
    { op: "add", path: "/layers/llm/model", value: "m" },
  ] as const;

  expect(renderPatch(patch, "personas")).toEqual(patch);
  expect(renderPatch(patch, "pals")).toEqual([
    { op: "add", path: "/pal_name", value: "persona_name" },
    { op: "remove", path: "/default_face_id" },
    { op: "add", path: "/layers/llm/model", value: "m" },
  ]);
});

function leaves(value: object, prefix = ""): string[] {
  return Object.entries(value).flatMap(([member, inner]) => {
    const isBranch = typeof inner === "object" && inner !== null && !Array.isArray(inner);
    return isBranch ? leaves(inner, `${prefix}${member}.`) : [`${prefix}${member}`];
  });
}
