import { expect, test } from "vitest";
import { startStandIn } from "./tavus-setup.ts";

const minimal = { persona_name: "Ada", pipeline_mode: "full", system_prompt: "Be Ada." };

test("without a known key nothing is shown", async () => {
  const { ask } = await startStandIn();

  const refused = { status: 401, body: { message: "Invalid access token" } };
  expect(await ask("/v2/personas", { key: "wrong" })).toEqual(refused);
  expect(await ask("/v2/pals", { key: "" })).toEqual(refused);
});

test("create answers id, name and date, and does not echo the prompt", async () => {
  const { ask, account } = await startStandIn();

  const { status, body } = await ask("/v2/personas", { method: "POST", body: minimal });

  expect(status).toBe(200);
  expect(Object.keys(body)).toEqual(["persona_id", "persona_name", "created_at"]);
  expect(body.persona_id).toMatch(/^p[0-9a-f]{11}$/);
  expect(account.personas[0]).toMatchObject({ id: body.persona_id, type: "user", document: minimal });
});

test("a PAL's create speaks the new names and adds an address for meetings", async () => {
  const { ask } = await startStandIn();
  const pal = { pal_name: "Ada", system_prompt: "Be Ada.", default_face_id: "r90bbd427f71" };

  const { body } = await ask("/v2/pals", { method: "POST", body: pal });

  expect(Object.keys(body)).toEqual(["pal_id", "pal_name", "conferencing_email", "created_at"]);
});

test.each([
  [{ personality_layers: {} }, "personality_layers"],
  [{ replica_id: "r90bbd427f71" }, "replica_id"],
  [{ layers: { llm: { system_prompt: "x" } } }, "layers.llm.system_prompt"],
  [{ layers: { tts: { voice_settings: { speed: "1.0" } } } }, "layers.tts.voice_settings.speed"],
  [{ layers: { tts: { voice_settings: { emotion: "calm" } } } }, "layers.tts.voice_settings.emotion"],
  [{ layers: { tts: { tts_engine: "espeak" } } }, "layers.tts.tts_engine"],
  [{ persona_name: 5 }, "persona_name"],
  [{ pipeline_mode: "custom" }, "pipeline_mode"],
  [{ system_prompt: "" }, "system_prompt"],
  [{ guardrail_ids: Array.from({ length: 51 }, () => "g") }, "guardrail_ids"],
])("a body with %j is refused by name", async (members, name) => {
  const { ask, account } = await startStandIn();

  const { status, body } = await ask("/v2/personas", { method: "POST", body: { ...minimal, ...members } });

  expect(status).toBe(400);
  expect(body.error).toContain(name);
  expect(account.personas).toEqual([]);
});

test("an echo needs no prompt", async () => {
  const { ask } = await startStandIn();

  const { status } = await ask("/v2/personas", { method: "POST", body: { pipeline_mode: "echo" } });

  expect(status).toBe(200);
});

test.each(["/v2/personas", "/v2/pals"])("%s refuses both vocabularies in one body", async (path) => {
  const { ask } = await startStandIn();
  const body = { ...minimal, default_face_id: "r90bbd427f71" };

  expect((await ask(path, { method: "POST", body })).status).toBe(400);
});

test("a PAL without a face is refused, a persona without a replica is not", async () => {
  const { ask } = await startStandIn();
  const pal = { pal_name: "Ada", system_prompt: "Be Ada." };

  expect(await ask("/v2/pals", { method: "POST", body: pal })).toEqual({
    status: 400,
    body: { error: "default_face_id is required" },
  });
  expect((await ask("/v2/personas", { method: "POST", body: minimal })).status).toBe(200);
});

test("an unknown replica is refused", async () => {
  const { ask } = await startStandIn();
  const body = { ...minimal, default_replica_id: "p90bbd427f71" };

  expect(await ask("/v2/personas", { method: "POST", body })).toEqual({
    status: 400,
    body: { error: "Invalid replica_uuid" },
  });
});

test("a foreign model without its address breaks the server, as it was seen to", async () => {
  const { ask } = await startStandIn();
  const body = { ...minimal, layers: { llm: { model: "gpt-4" } } };

  expect((await ask("/v2/personas", { method: "POST", body })).status).toBe(500);
});

test("a body must be JSON and say so", async () => {
  const { ask } = await startStandIn();
  const headers = { "content-type": "text/plain" };

  expect((await ask("/v2/personas", { method: "POST", body: minimal, headers })).status).toBe(400);
  expect((await ask("/v2/personas", { method: "POST" })).status).toBe(400);
});

test("a list has ten rows to a page, counts all, and starts at page 1", async () => {
  const { ask, account } = await startStandIn();
  for (let count = 0; count < 12; count += 1) account.addPersona();

  const first = await ask("/v2/personas");
  const second = await ask("/v2/personas?page=2");

  expect([first.body.data.length, first.body.total_count]).toEqual([10, 15]);
  expect(second.body.data).toHaveLength(5);
  expect((await ask("/v2/personas?page=3")).body).toEqual({ data: [], total_count: 15 });
  expect((await ask("/v2/personas?page=0")).status).toBe(400);
  expect((await ask("/v2/personas?per_page=5")).status).toBe(400);
});

test("own and stock personas can be listed apart, on both paths", async () => {
  const { ask, account } = await startStandIn();
  const { id } = account.addPersona();

  const own = await ask("/v2/personas?persona_type=user");
  const stock = await ask("/v2/pals?pal_type=system");

  expect(own.body.data.map((row: Record<string, unknown>) => row.persona_id)).toEqual([id]);
  expect(stock.body.total_count).toBe(3);
  expect(stock.body.data[0]).toHaveProperty("pal_name");
  expect((await ask("/v2/personas?pal_type=user")).status).toBe(400);
});

test("one persona comes in an envelope, or bare when set so", async () => {
  const { ask, account, standIn } = await startStandIn();
  const { id } = account.addPersona({ name: "Ada" });

  expect((await ask(`/v2/personas/${id}`)).body).toMatchObject({
    data: [{ persona_id: id, persona_name: "Ada" }],
  });
  standIn.behaviour.getReply = "bare";
  expect((await ask(`/v2/pals/${id}`)).body).toMatchObject({ pal_id: id, pal_name: "Ada" });
  expect(await ask("/v2/pals/punknown")).toEqual({ status: 400, body: { error: "Invalid persona_id" } });
});

test("keys in layers are masked when set so", async () => {
  const { ask, account } = await startStandIn({ masksKeys: true });
  const { id } = account.addPersona({ document: { layers: { llm: { api_key: "sk-1234567890" } } } });

  const { body } = await ask(`/v2/personas/${id}`);

  expect(body.data[0].layers.llm.api_key).toBe("sk-1****");
});

test("patch applies RFC 6902 to the document as its path names it", async () => {
  const { ask, account } = await startStandIn();
  const { id } = account.addPersona();
  const patch = (path: string, name: string) =>
    ask(path, { method: "PATCH", body: [{ op: "replace", path: `/${name}`, value: "Grace" }] });

  expect((await patch(`/v2/personas/${id}`, "pal_name")).status).toBe(422);
  expect((await patch(`/v2/pals/${id}`, "pal_name")).status).toBe(200);
  expect(account.persona(id)?.document.persona_name).toBe("Grace");
  expect(await patch(`/v2/personas/${id}`, "persona_name")).toEqual({ status: 304, body: undefined });
});

test.each([
  [[{ op: "replace", path: "/context", value: "absent" }], 422],
  [[{ op: "replace", path: "/persona_id", value: "p1" }], 422],
  [{ persona_name: "an object, not a list" }, 422],
  [[{ op: "add", path: "/personality_layers", value: {} }], 400],
  [[{ op: "add", path: "/default_replica_id", value: "rnobody" }], 400],
  [[{ op: "remove", path: "/system_prompt" }], 400],
])("the patch %j is answered %i and changes nothing", async (body, status) => {
  const { ask, account } = await startStandIn();
  const { id, document } = account.addPersona();

  expect((await ask(`/v2/personas/${id}`, { method: "PATCH", body })).status).toBe(status);
  expect(account.persona(id)?.document).toEqual(document);
});

test("a PAL Maker draft refuses a patch, but not one of meetings alone", async () => {
  const { ask, account } = await startStandIn();
  const { id } = account.addPersona({ document: { layers: {} } });
  account.openDraft(id);
  const patch = (path: string, value: unknown, query = "") =>
    ask(`/v2/pals/${id}${query}`, { method: "PATCH", body: [{ op: "add", path, value }] });

  const refused = await patch("/greeting", "Hello");
  expect([refused.status, refused.body.conflict]).toEqual([409, "maker_changes"]);
  expect((await patch("/layers/conferencing", { username: "ada" })).status).toBe(200);
  expect((await patch("/greeting", "Hello", "?force=true")).status).toBe(200);
});

test("delete answers 204 once, and stock cannot be deleted", async () => {
  const { ask, account } = await startStandIn();
  const { id } = account.addPersona();
  const gone = { status: 400, body: { error: "Invalid persona_id" } };

  expect(await ask(`/v2/personas/${id}`, { method: "DELETE" })).toEqual({ status: 204, body: undefined });
  expect(await ask(`/v2/personas/${id}`, { method: "DELETE" })).toEqual(gone);
  expect(await ask("/v2/personas/pipecat0", { method: "DELETE" })).toEqual(gone);
});

test("replicas say their kind only when asked to be verbose", async () => {
  const { ask, account } = await startStandIn();
  account.addReplica({ id: "r000000000ab", name: "Me" });

  const brief = await ask("/v2/replicas");
  const verbose = await ask("/v2/faces?verbose=true&face_type=user");

  expect(brief.body.total_count).toBe(4);
  expect(brief.body.data[0]).not.toHaveProperty("replica_type");
  expect(verbose.body.data).toMatchObject([{ face_id: "r000000000ab", face_name: "Me", face_type: "user" }]);
  expect((await ask("/v2/replicas/r000000000ab")).body).toMatchObject({ replica_id: "r000000000ab" });
  expect((await ask("/v2/replicas/rnobody")).body).toEqual({ error: "Invalid replica_id" });
});

test("accounts are apart, and a key can be exchanged", async () => {
  const { ask, standIn } = await startStandIn({ accounts: [{ keys: ["one"] }, { keys: ["two", "three"] }] });
  const { id } = standIn.account("two").addPersona();

  expect((await ask(`/v2/personas/${id}`, { key: "one" })).status).toBe(400);
  expect((await ask(`/v2/personas/${id}`, { key: "three" })).status).toBe(200);
  standIn.account("two").keys.delete("three");
  expect((await ask(`/v2/personas/${id}`, { key: "three" })).status).toBe(401);
});

test("every change is told, whoever made it", async () => {
  const { ask, standIn, account } = await startStandIn();
  const told: string[] = [];
  const end = standIn.onChange(({ kind, persona }) => told.push(`${kind} ${persona.document.persona_name}`));

  await ask("/v2/personas", { method: "POST", body: minimal });
  const { id } = account.addPersona({ name: "Grace" });
  account.changePersona(id, { persona_name: "Hopper", pipeline_mode: undefined });
  account.removePersona(id);
  end();
  account.addPersona();

  expect(told).toEqual(["added Ada", "added Grace", "changed Hopper", "removed Hopper"]);
});

test("every request is recorded", async () => {
  const { ask, standIn } = await startStandIn();

  await ask("/v2/personas", { method: "POST", body: minimal });
  await ask("/v2/nothing?a=1", { key: "wrong" });

  expect(standIn.requests).toMatchObject([
    { operation: "create persona", method: "POST", path: "/v2/personas", body: minimal },
    { operation: undefined, method: "GET", path: "/v2/nothing", query: { a: "1" }, key: "wrong" },
  ]);
});
