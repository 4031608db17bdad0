import { once } from "node:events";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { startWebServer, type WebServerOptions } from "../../src/web/server.ts";

const well = { isHealthy: true, isReady: true, report: { status: "ok" } };

async function serve(options: Partial<WebServerOptions> = {}) {
  const server = await startWebServer({ port: 0, health: async () => well, ...options });
  onTestFinished(() => server.close());
  return { server, url: `http://127.0.0.1:${server.port}` };
}

test.each([
  ["/live", { isHealthy: false, isReady: false }, 200, { status: "alive" }],
  ["/health", { isHealthy: true, isReady: true }, 200, { status: "said" }],
  ["/health", { isHealthy: true, isReady: false }, 200, { status: "said" }],
  ["/health", { isHealthy: false, isReady: false }, 503, { status: "said" }],
  ["/ready", { isHealthy: true, isReady: true }, 200, { status: "said" }],
  ["/ready", { isHealthy: true, isReady: false }, 503, { status: "said" }],
])("%s of a bot that is %j answers %i", async (path, is, status, report) => {
  const { url } = await serve({ health: async () => ({ ...is, report: { status: "said" } }) });

  const response = await fetch(`${url}${path}?from=probe`);

  expect(response.status).toBe(status);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(await response.json()).toEqual(report);
});

test("health answers HEAD without a body", async () => {
  const { url } = await serve();

  const response = await fetch(`${url}/health`, { method: "HEAD" });

  expect([response.status, await response.text()]).toEqual([200, ""]);
});

test.each([
  ["GET", "/"],
  ["GET", "/healthy"],
  ["POST", "/health"],
  ["POST", "/slack/events"],
])("%s %s is not found", async (method, path) => {
  const { url } = await serve();

  expect((await fetch(`${url}${path}`, { method })).status).toBe(404);
});

test("Slack's deliveries go to Slack's listener, where there is one", async () => {
  const { url } = await serve({
    slackListener: (request, response) => response.writeHead(202).end(request.method),
  });

  const response = await fetch(`${url}/slack/events`, { method: "POST", body: "{}" });

  expect([response.status, await response.text()]).toEqual([202, "POST"]);
});

test("a port that is taken is refused with a sentence that names it and what to set", async () => {
  const { server } = await serve();

  const second = startWebServer({ port: server.port, health: async () => well });

  await expect(second).rejects.toThrow(OutsideError);
  await expect(second).rejects.toThrow(
    `Port ${server.port} cannot be used: another program listens there already. Free it, or set PORT to another one.`,
  );
});

test.each([
  ["/live", 200, "alive"],
  ["/health", 200, "stopping"],
  ["/ready", 503, "stopping"],
])("while it drains, %s answers %i and keeps no connection", async (path, status, word) => {
  const { server, url } = await serve();
  const before = await fetch(`${url}${path}`);

  server.drain();
  const response = await fetch(`${url}${path}`);

  expect([before.status, before.headers.get("connection")]).toEqual([200, "keep-alive"]);
  expect([response.status, response.headers.get("connection")]).toEqual([status, "close"]);
  expect(await response.json()).toEqual({ status: word });
});

test("while it drains, Slack is served, and told to come to another connection next time", async () => {
  const { server, url } = await serve({
    slackListener: (_request, response) =>
      response.writeHead(200, { "content-type": "text/plain" }).end("done"),
  });

  server.drain();
  const response = await fetch(`${url}/slack/events`, { method: "POST", body: "{}" });

  expect([response.status, response.headers.get("connection"), await response.text()]).toEqual([
    200,
    "close",
    "done",
  ]);
});

test("a closed server listens no more", async () => {
  const { server, url } = await serve();
  await fetch(`${url}/health`);

  await server.close();

  await expect(fetch(`${url}/health`)).rejects.toThrow();
});

test("a client that never finishes its request does not hold up the end", async () => {
  const { server } = await serve();
  const socket = connect(server.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await once(socket, "connect");
  socket.write("POST /slack/events HTTP/1.1\r\nhost: x\r\ncontent-length: 10\r\n");
  const cut = once(socket, "close");

  await server.close();

  await cut;
  expect(socket.destroyed).toBe(true);
});

test("a connection is kept for longer than load balancers keep theirs", async () => {
  const { url } = await serve();

  const response = await fetch(`${url}/live`);

  expect(response.headers.get("keep-alive")).toBe("timeout=75");
});

test.each([
  ["/health", { health: () => Promise.reject(new Error("The folder cannot be looked into")) }],
  [
    "/metrics",
    { metrics: { token: "t", contentType: "text/plain", text: () => Promise.reject(new Error("No")) } },
  ],
])("what fails at %s is an answer that failed, and ends no process", async (path, options) => {
  const { url } = await serve(options);

  const response = await fetch(`${url}${path}`, { headers: { authorization: "Bearer t" } });

  expect([response.status, await response.text()]).toEqual([500, "Failed\n"]);
});
