import { createHash } from "node:crypto";
import { expect, onTestFinished, test } from "vitest";
import type { Receiver } from "../../src/web/callback.ts";
import { startWebServer } from "../../src/web/server.ts";

const token = "a-token-that-one-receiver-knows_";
const hash = createHash("sha256").update(token).digest("hex");

async function serve(...callbacks: Receiver[]) {
  const health = async () => ({ isHealthy: true, isReady: true, report: {} });
  const server = await startWebServer({ port: 0, health, callbacks });
  onTestFinished(() => server.close());
  return `http://127.0.0.1:${server.port}`;
}

const post = (url: string, body: string) => fetch(url, { method: "POST", body });

/** A receiver that knows one token, and what it was told. */
function oneThatKnows() {
  const told: string[] = [];
  const receive: Receiver = async (tokenHash) => told.push(tokenHash) > 0 && tokenHash === hash;
  return { told, receive };
}

test("a call goes to the receivers in turn until one knows its token, by the token's hash alone", async () => {
  const [first, second, third] = [oneThatKnows(), oneThatKnows(), oneThatKnows()];
  const url = await serve(async () => false, first.receive, second.receive, third.receive);

  const response = await post(`${url}/tavus/${token}`, '{"status":"ready"}');

  expect([response.status, await response.text()]).toEqual([200, ""]);
  expect([first.told, second.told]).toEqual([[hash], []]);
});

test.each([
  ["a token that nobody knows", "POST", `/tavus/${"x".repeat(32)}`],
  ["a token that is none", "POST", "/tavus/../live"],
  ["one that is too short", "POST", "/tavus/abc"],
  ["another method", "GET", `/tavus/${token}`],
  ["no token", "POST", "/tavus/"],
])("%s is answered as an address that is not there", async (_name, method, path) => {
  const url = await serve(oneThatKnows().receive);
  const answerOf = async (response: Response) => [response.status, await response.text()];

  expect(await answerOf(await fetch(url + path, { method }))).toEqual(
    await answerOf(await fetch(`${url}/nowhere`, { method })),
  );
});

test("a receiver that cannot say is no answer for good: whoever calls may come again", async () => {
  const url = await serve(async () => {
    throw new Error("the database is away");
  });

  const response = await post(`${url}/tavus/${token}`, "{}");

  expect([response.status, await response.text()]).toEqual([503, ""]);
});

test("a body without an end reaches nobody", async () => {
  const { told, receive } = oneThatKnows();
  const url = await serve(receive);

  const ended = await post(`${url}/tavus/${token}`, "x".repeat(3_000_000)).then(
    ({ status }) => status,
    () => "cut",
  );

  expect(ended === 413 || ended === "cut").toBe(true);
  expect(told).toEqual([]);
});
