import { expect, test } from "vitest";
import { aPersona, errorOf, key, startTavus } from "./setup.ts";

test("reads share a connection that is kept", async () => {
  const { client, standIn } = await startTavus();

  await client.replicas.list(key);
  await client.replicas.list(key);
  await client.listPersonasPage(key, { page: 1 });

  expect(standIn.connectionsOpened).toBe(1);
});

test("every create, patch and delete opens its own connection, even beside a kept one", async () => {
  const { client, standIn } = await startTavus();

  await client.listPersonasPage(key, { page: 1 });
  const { id } = await client.createPersona(key, aPersona());
  await client.patchPersona(key, id, [{ op: "add", path: "/persona_name", value: "Grace" }]);
  await client.deletePersona(key, id);

  expect(standIn.requests.map(({ connection }) => connection)).toEqual([1, 2, 3, 4]);
});

test("a read after a write goes on the connection that the write has opened", async () => {
  const { client, standIn } = await startTavus();

  const { id } = await client.createPersona(key, aPersona());
  await client.getPersona(key, id);
  await client.patchPersona(key, id, [{ op: "add", path: "/persona_name", value: "Grace" }]);
  await client.getPersona(key, id);

  expect(standIn.requests.map(({ connection }) => connection)).toEqual([1, 1, 2, 2]);
});

test("of many connections that were opened at once few are kept", async () => {
  const { client, standIn } = await startTavus();

  await Promise.all(Array.from({ length: 12 }, () => client.createPersona(key, aPersona())));
  await expect.poll(() => standIn.connectionsOpen).toBeLessThanOrEqual(4);

  expect(standIn.connectionsOpened).toBe(12);
});

test("a read is repeated once after a reset", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault("dropBefore", { times: 1 });

  expect((await client.listPersonasPage(key, { page: 1 })).rows).toHaveLength(3);
  expect(standIn.requests).toHaveLength(2);
});

test("a read is not repeated twice", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault("dropBefore");

  expect((await errorOf(client.replicas.list(key))).kind).toBe("unavailable");
  expect(standIn.requests).toHaveLength(2);
});

test("a read is not repeated after an answer", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault("serverErrors");

  await errorOf(client.replicas.list(key));

  expect(standIn.requests).toHaveLength(1);
});

test("a create is never repeated", async () => {
  const { client, standIn, account } = await startTavus();
  standIn.setFault("losesAnswer");

  await errorOf(client.createPersona(key, aPersona()));

  expect(standIn.requests).toHaveLength(1);
  expect(account.personas).toHaveLength(1);
});

test("neither a patch nor a delete is ever repeated", async () => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault("dropBefore");

  await errorOf(client.patchPersona(key, id, [{ op: "add", path: "/persona_name", value: "Grace" }]));
  await errorOf(client.deletePersona(key, id));

  const writes = standIn.requests.filter(({ method }) => method !== "GET");
  expect(writes.map(({ method }) => method)).toEqual(["PATCH", "DELETE"]);
});

test("a read survives that its kept connection was closed meanwhile", async () => {
  const { client, standIn } = await startTavus();
  await client.replicas.list(key);

  await standIn.goOffline();
  await standIn.goOnline();

  expect(await client.replicas.list(key)).toHaveLength(3);
  expect(standIn.connectionsOpened).toBe(2);
});
