import { describe, expect, test } from "vitest";
import { pointerTo } from "../../src/tavus/pointer.ts";
import { aPersona, connect, errorOf, heldAt, key, startStandIn, startTavus } from "./setup.ts";

describe.each(["personas", "pals"] as const)("in the vocabulary %s", (vocabulary) => {
  test("a persona is created, read, changed and deleted", async () => {
    const { client, account } = await startTavus({ vocabulary });

    const { id } = await client.createPersona(key, aPersona({ replicaId: "r90bbd427f71" }));
    const made = await client.getPersona(key, id);
    expect(made.id).toBe(id);
    expect(
      heldAt(made, "/persona_name", "/system_prompt", "/default_replica_id", "/layers/llm/model"),
    ).toEqual({
      "/persona_name": "Ada",
      "/system_prompt": "You are Ada.",
      "/default_replica_id": "r90bbd427f71",
      "/layers/llm/model": "tavus-glm-4.7",
    });

    const patch = [
      { op: "add", path: "/persona_name", value: "Grace" },
      { op: "replace", path: "/default_replica_id", value: "rc9cff32ceba" },
    ] as const;
    expect(await client.patchPersona(key, id, patch)).toBe("changed");
    expect(heldAt(await client.getPersona(key, id), "/persona_name", "/default_replica_id")).toEqual({
      "/persona_name": "Grace",
      "/default_replica_id": "rc9cff32ceba",
    });

    expect(await client.deletePersona(key, id)).toBe("deleted");
    expect(account.personas).toEqual([]);
  });

  test("requests keep to its paths, names and headers", async () => {
    const { client, standIn } = await startTavus({ vocabulary });

    await client.createPersona(key, aPersona({ replicaId: "r90bbd427f71" }));
    await client.listPersonasPage(key, { page: 1, limit: 5, type: "user" });
    await client.replicas.list(key);

    const [create, list, replicas] = standIn.requests;
    const isLegacy = vocabulary === "personas";
    expect(create).toMatchObject({ method: "POST", path: `/v2/${vocabulary}`, key });
    expect(create?.headers["content-type"]).toBe("application/json");
    expect(create?.body).toHaveProperty(isLegacy ? "persona_name" : "pal_name", "Ada");
    const filter = isLegacy ? { persona_type: "user" } : { pal_type: "user" };
    expect(list?.query).toEqual({ page: "1", limit: "5", ...filter });
    expect(replicas?.path).toBe(isLegacy ? "/v2/replicas" : "/v2/faces");
  });

  test("replicas come with their kind, stock and own", async () => {
    const { client, account } = await startTavus({ vocabulary });
    const own = account.addReplica({ name: "Me" });

    const replicas = await client.replicas.list(key);

    expect(replicas.find(({ id }) => id === own.id)).toMatchObject({ name: "Me", type: "user" });
    expect(replicas.filter(({ type }) => type === "system")).toHaveLength(3);
  });
});

test("a persona is read from a bare reply too", async () => {
  const { client, account } = await startTavus({ getReply: "bare" });
  const { id } = account.addPersona({ name: "Bare" });

  const persona = await client.getPersona(key, id);

  expect(persona.id).toBe(id);
  expect(persona.at(pointerTo("/persona_name"))).toBe("Bare");
});

test("one client serves several accounts, each with its own personas", async () => {
  const { standIn, client } = await startTavus({ accounts: [{ keys: [key] }, { keys: ["second-key"] }] });

  await client.createPersona(key, aPersona({ name: "First" }));
  await client.createPersona("second-key", aPersona({ name: "Second" }));

  const names = [key, "second-key"].map((each) => standIn.account(each).personas[0]?.document.persona_name);
  expect(names).toEqual(["First", "Second"]);
});

test("a base address may have a path and a slash at its end", async () => {
  const standIn = await startStandIn();
  const client = connect(`${standIn.url}/proxy/`);

  expect((await errorOf(client.replicas.list(key))).kind).toBe("unexpectedReply");
  expect(standIn.requests[0]?.path).toBe("/proxy/v2/replicas");
});

test("a prompt arrives unchanged whatever is in it", async () => {
  const { client, account } = await startTavus();
  const systemPrompt = `"quotes" \u0000 null, \u202eright to left, 🙂, @everyone <!channel>\n${"x".repeat(100_000)}`;

  await client.createPersona(key, aPersona({ systemPrompt }));

  expect(account.personas[0]?.document.system_prompt).toBe(systemPrompt);
});

test("a patch that changes nothing says so", async () => {
  const { client, account, standIn } = await startTavus();
  const { id } = account.addPersona({ name: "Ada" });

  const patch = [{ op: "replace", path: "/persona_name", value: "Ada" }] as const;
  expect(await client.patchPersona(key, id, patch)).toBe("unchanged");
  expect(await client.patchPersona(key, id, [])).toBe("unchanged");
  expect(standIn.requests).toHaveLength(1);
});

test("a patch that cannot be applied is rejected", async () => {
  const { client, account } = await startTavus();
  const { id } = account.addPersona();

  const error = await errorOf(client.patchPersona(key, id, [{ op: "remove", path: "/context" }]));

  expect(error).toMatchObject({ kind: "rejected", status: 422, words: "Invalid JSON patch format" });
});

test("unpublished changes in PAL Maker are a conflict, and force discards them", async () => {
  const { client, account } = await startTavus({ vocabulary: "pals" });
  const { id } = account.addPersona();
  account.openDraft(id);
  const patch = [{ op: "add", path: "/persona_name", value: "Grace" }] as const;

  expect((await errorOf(client.patchPersona(key, id, patch))).kind).toBe("conflict");
  expect(await client.patchPersona(key, id, patch, { force: true })).toBe("changed");
  expect(account.persona(id)).toMatchObject({ hasDraft: false, document: { persona_name: "Grace" } });
});

test("deleting what is gone is no error", async () => {
  const { client } = await startTavus();

  expect(await client.deletePersona(key, "pcb7a34da5fe")).toBe("alreadyGone");
});

test("a persona of another account is not found", async () => {
  const { client, standIn } = await startTavus({ accounts: [{ keys: [key] }, { keys: ["second-key"] }] });
  const { id } = standIn.account("second-key").addPersona();

  expect(await errorOf(client.getPersona(key, id))).toMatchObject({ kind: "notFound", status: 400 });
});

test.each(["", ".", ".."])("the id %j is not found, and nothing is sent", async (id) => {
  const { client, standIn } = await startTavus();

  expect(await errorOf(client.getPersona(key, id))).toMatchObject({ kind: "notFound", reached: "no" });
  expect(await client.deletePersona(key, id)).toBe("alreadyGone");
  expect(standIn.requests).toEqual([]);
});

test("an id cannot leave its place in the path", async () => {
  const { client, standIn } = await startTavus();

  await errorOf(client.getPersona(key, "../replicas?x=1#y"));

  expect(standIn.requests[0]).toMatchObject({ path: "/v2/personas/..%2Freplicas%3Fx%3D1%23y", query: {} });
});

test("a replica that does not exist is a mistake in the new persona", async () => {
  const { client, account } = await startTavus();

  const error = await errorOf(client.createPersona(key, aPersona({ replicaId: "rnobody" })));

  expect(error).toMatchObject({
    kind: "rejected",
    status: 400,
    words: "Invalid replica_uuid",
    reached: "maybe",
  });
  expect(account.personas).toEqual([]);
});
