import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { createConnections } from "../../src/tavus/http/connections.ts";
import { aPersona, connect, errorOf, key, startTavus } from "./setup.ts";

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

const sent = '{"message":"No changes were made to the persona"}';
const held = '{"persona_id":"p1234567890","persona_name":"Ada"}';

/** A server that writes what it likes: `answer` gets each request's method, and how many there were of it before. */
async function startRaw(answer: (socket: Socket, method: string, before: number) => void) {
  const methods: string[] = [];
  const server = createServer((socket) => {
    socket.on("error", () => {});
    socket.on("data", (data) => {
      const [, method] = /^([A-Z]+) \//.exec(String(data)) ?? [];
      if (method === undefined) return;
      answer(socket, method, methods.filter((one) => one === method).length);
      methods.push(method);
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  return { methods, client: connect(`http://127.0.0.1:${port}`, { timeoutMs: 3000 }) };
}

function answerWith(socket: Socket, body: string, headers = `content-length: ${body.length}`): void {
  socket.write(`HTTP/1.1 200 OK\r\n${headers}\r\n\r\n${body}`);
}

test.each([
  ["304 NOT MODIFIED", "PATCH"],
  ["204 NO CONTENT", "DELETE"],
])("a read is not troubled by what follows a %s, which has no body", async (status, write) => {
  const { client, methods } = await startRaw((socket, method) => {
    if (method === "GET") return void setTimeout(() => answerWith(socket, held), 30);
    socket.write(`HTTP/1.1 ${status}\r\ncontent-length: ${sent.length}\r\n\r\n`);
    setTimeout(() => socket.write(sent), 10);
  });
  const patch = [{ op: "add", path: "/persona_name", value: "Grace" }] as const;
  const id = "p1234567890";

  await (write === "PATCH" ? client.patchPersona(key, id, patch) : client.deletePersona(key, id));

  expect((await client.getPersona(key, id)).id).toBe(id);
  expect(methods.filter((method) => method === write)).toHaveLength(1);
});

test.each([
  ["has fewer bytes than it says", `content-length: ${held.length + 1}`, held],
  ["misses its last chunk", "transfer-encoding: chunked", `${held.length.toString(16)}\r\n${held}\r\n`],
])("a read is repeated once when its answer %s", async (_, headers, body) => {
  const { client } = await startRaw((socket, _method, before) => {
    if (before > 0) return answerWith(socket, held);
    answerWith(socket, body, headers);
    socket.end();
  });

  expect((await client.getPersona(key, "p1234567890")).id).toBe("p1234567890");
});

test("an address of Tavus's that is far away is given the time it needs", () => {
  const connections = createConnections("https://tavusapi.com");

  expect(connections).toMatchObject({ options: { autoSelectFamilyAttemptTimeout: 1000 } });
});
