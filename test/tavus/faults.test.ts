import { createServer } from "node:net";
import { inspect } from "node:util";
import { describe, expect, onTestFinished, test } from "vitest";
import { namedFaults } from "../../sandbox/stand-ins/tavus/faults.ts";
import { aPersona, connect, errorOf, key, startStandIn, startTavus } from "./setup.ts";

/** Generous on a busy machine, and still far below what a test may take. */
const shortMs = 400;

test.each([
  ["outOfCredits", "outOfCredits", 402],
  ["invalidKey", "invalidKey", 401],
  ["tooManyConversations", "tooManyConversations", 400],
  ["rejected", "rejected", 400],
  ["rateLimited", "rateLimited", 429],
  ["serverErrors", "unavailable", 503],
  ["nonsense", "unexpectedReply", 200],
  ["emptyReply", "unexpectedReply", 200],
  ["unreachable", "unavailable", undefined],
  ["losesAnswer", "unavailable", undefined],
  ["hang", "timedOut", undefined],
] as const)("a create that meets %s fails as %s", async (fault, kind, status) => {
  const { client, standIn } = await startTavus({ timeoutMs: shortMs });
  standIn.setFault(fault);

  const error = await errorOf(client.createPersona(key, aPersona()));

  expect(error).toMatchObject({
    name: "TavusError",
    kind,
    status,
    operation: "create persona",
    reached: "maybe",
  });
});

test.each([
  ["dropBefore", 0],
  ["hang", 0],
  ["serverErrors", 0],
  ["dropAfter", 1],
  ["hangAfter", 1],
] as const)("after %s the account holds %i persona", async (fault, count) => {
  const { client, standIn, account } = await startTavus({ timeoutMs: shortMs });
  standIn.setFault(fault);

  await errorOf(client.createPersona(key, aPersona()));

  expect(account.personas).toHaveLength(count);
});

test("the wait of a 429 is read, where Tavus gives one", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault("rateLimited", { times: 1 });
  standIn.setFault("rateLimitedFor20s", { times: 1 });

  const first = await errorOf(client.createPersona(key, aPersona()));
  const second = await errorOf(client.createPersona(key, aPersona()));

  expect([first.retryAfterMs, second.retryAfterMs]).toEqual([20_000, undefined]);
});

test("an unknown key is invalid", async () => {
  const { client } = await startTavus();

  expect(await errorOf(client.listPersonasPage("wrong", { page: 1 }))).toMatchObject({
    kind: "invalidKey",
    status: 401,
    words: "Invalid access token",
  });
});

test.each([
  "",
  "two\nlines",
  "clé",
  "with space",
])("the key %j is invalid without asking Tavus", async (bad) => {
  const { client, standIn } = await startTavus();

  expect(await errorOf(client.replicas.list(bad))).toMatchObject({ kind: "invalidKey", reached: "no" });
  expect(standIn.requests).toEqual([]);
});

test("a refused connection never reached Tavus", async () => {
  const { client, standIn } = await startTavus();
  await standIn.goOffline();

  const error = await errorOf(client.createPersona(key, aPersona()));

  expect(error).toMatchObject({ kind: "unavailable", reached: "no", status: undefined });
});

test("a server without TLS gets nothing over https", async () => {
  const standIn = await startStandIn();
  const client = connect(standIn.url.replace("http:", "https:"));

  expect((await errorOf(client.createPersona(key, aPersona()))).kind).toBe("unavailable");
  expect(standIn.requests).toEqual([]);
});

test("what does not speak HTTP gives an unexpected reply", async () => {
  const server = createServer((socket) => void socket.end("220 mail.example.org ESMTP\r\n\r\n"));
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;

  const error = await errorOf(connect(`http://127.0.0.1:${port}`).createPersona(key, aPersona()));

  expect(error).toMatchObject({ kind: "unexpectedReply", reached: "maybe" });
});

test("a redirect is not followed, so the key goes nowhere else", async () => {
  const { client, standIn } = await startTavus();
  const other = await startStandIn();
  standIn.setFault({ status: 307, headers: { location: `${other.url}/v2/personas` } });

  expect((await errorOf(client.createPersona(key, aPersona()))).kind).toBe("unexpectedReply");
  expect(other.requests).toEqual([]);
});

test("a reply that breaks off in the middle is no answer", async () => {
  const { client, standIn, account } = await startTavus();
  const { id } = account.addPersona();
  standIn.setFault({ drop: true, cutShort: true, workFirst: true });

  expect((await errorOf(client.getPersona(key, id))).kind).toBe("unavailable");
});

describe("deadlines", () => {
  test("cover the reading of the body", async () => {
    const { client, standIn, account } = await startTavus({ readTimeoutMs: shortMs });
    account.addPersona();
    standIn.setFault({ hang: true, cutShort: true, workFirst: true });

    expect((await errorOf(client.listPersonasPage(key, { page: 1 }))).kind).toBe("timedOut");
  });

  test("leave a slow answer its time", async () => {
    const { client, standIn, account } = await startTavus();
    standIn.setFault({ delayMs: 200 });

    const { id } = await client.createPersona(key, aPersona());

    expect(account.personas[0]?.id).toBe(id);
  });

  test("differ for reading and writing", async () => {
    const { client, standIn } = await startTavus({ timeoutMs: shortMs, readTimeoutMs: 10_000 });
    standIn.setFault({ delayMs: 2 * shortMs });

    expect((await errorOf(client.createPersona(key, aPersona()))).kind).toBe("timedOut");
    expect(await client.replicas.list(key)).toHaveLength(3);
  });

  test("give way to the caller's signal", async () => {
    const { client, standIn } = await startTavus({ timeoutMs: 600_000 });
    standIn.setFault("hang");
    const signal = AbortSignal.timeout(100);

    const error = await errorOf(client.createPersona(key, aPersona(), signal));

    expect(error).toMatchObject({ kind: "timedOut", reached: "maybe" });
  });

  test("that passed before the call send nothing", async () => {
    const { client, standIn } = await startTavus();

    const error = await errorOf(client.createPersona(key, aPersona(), AbortSignal.abort()));

    expect(error).toMatchObject({ kind: "timedOut", reached: "no" });
    expect(standIn.requests).toEqual([]);
  });
});

test.each(Object.entries(namedFaults))("no key or prompt is in the error of %s", async (_, fault) => {
  const secret = "tvsk-do-not-tell";
  const standIn = await startStandIn({ accounts: [{ keys: [secret] }] });
  const client = connect(standIn.url, { timeoutMs: shortMs });
  standIn.setFault(fault);

  const create = await errorOf(client.createPersona(secret, aPersona({ systemPrompt: "private prompt" })));

  expect(inspect(create, { depth: 10, showHidden: true }) + JSON.stringify(create)).not.toMatch(
    /do-not-tell|private prompt|x-api-key/,
  );
});

test("a key that Tavus repeats in its words is taken out", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status: 400, body: { error: `The key ${key} is not for this` } });

  const error = await errorOf(client.createPersona(key, aPersona()));

  expect(error.words).toBe("The key (key) is not for this");
});

test("a list that cannot be read does not put its rows into the error", async () => {
  const { client, standIn } = await startTavus();
  standIn.setFault({ status: 200, body: '{"data":[{"layers":{"llm":{"api_key":"sk-hidden"' });

  const error = await errorOf(client.listPersonasPage(key, { page: 1 }));

  expect(error.kind).toBe("unexpectedReply");
  expect(inspect(error, { depth: 10 })).not.toContain("sk-hidden");
});
