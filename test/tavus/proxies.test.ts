import http from "node:http";
import { connect as connectSocket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { aPersona, connect, errorOf, key, startStandIn } from "./setup.ts";

/** A proxy that lets through what it is asked for, or answers with a status of its own; `asked` is what it was asked for. */
async function startProxy(refusal?: string) {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { method, headers } = request;
    const passed = http.request(request.url ?? "", { method, headers, agent: new http.Agent() }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  server.on("connect", ({ url = "" }, socket) => {
    asked.push(`CONNECT ${url}`);
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal}\r\n\r\n`);
    const [host, port] = url.split(":");
    const through = connectSocket(Number(port), host, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    through.on("error", () => socket.destroy());
    socket.on("error", () => through.destroy());
    socket.pipe(through).pipe(socket);
  });
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { asked, url: `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}` };
}

/** As `NODE_USE_ENV_PROXY=1` does at the start of a process. */
function useProxy(url: string, noProxy = ""): void {
  onTestFinished(http.setGlobalProxyFromEnv({ HTTP_PROXY: url, HTTPS_PROXY: url, NO_PROXY: noProxy }));
}

test("where Node goes through a proxy, so does what is said to Tavus", async () => {
  const standIn = await startStandIn();
  const proxy = await startProxy();
  useProxy(proxy.url);
  const client = connect(standIn.url);

  const { id } = await client.createPersona(key, aPersona());
  await client.getPersona(key, id);

  expect(proxy.asked).toEqual([`POST ${standIn.url}/v2/personas`, `GET ${standIn.url}/v2/personas/${id}`]);
  expect(standIn.requests).toHaveLength(2);
});

test("what NO_PROXY names is asked directly", async () => {
  const standIn = await startStandIn();
  const proxy = await startProxy();
  useProxy(proxy.url, "127.0.0.1");

  await connect(standIn.url).createPersona(key, aPersona());

  expect(proxy.asked).toEqual([]);
});

test.each([
  "403 Forbidden",
  "407 Proxy Authentication Required",
  "502 Bad Gateway",
])("a proxy that answers %s has turned the request away, and Tavus never had it", async (refusal) => {
  const proxy = await startProxy(refusal);
  useProxy(proxy.url);

  const error = await errorOf(connect("https://tavus.example").createPersona(key, aPersona()));

  expect(error).toMatchObject({ kind: "blocked", reached: "no" });
  expect(proxy.asked).toEqual(["CONNECT tavus.example:443"]);
});
