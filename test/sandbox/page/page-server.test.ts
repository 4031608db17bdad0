import { once } from "node:events";
import { createServer, request } from "node:http";
import { describe, expect, test } from "vitest";
import { openPageSocket } from "../../../sandbox/page/page-socket.ts";
import { listen } from "../../../sandbox/page/serve/web-server.ts";
import { sharePage } from "./page-visitor.ts";

/** The status of a request that names another host, as after DNS rebinding. */
async function statusFor(url: string, host: string): Promise<number | undefined> {
  const [response] = await once(request(url, { headers: { host } }).end(), "response");
  response.resume();
  return response.statusCode;
}

/** What an attempt to open the WebSocket ends with: the first message, or the status of the refusal. */
async function knock(url: string, origin: string | undefined): Promise<"let in" | number | undefined> {
  const socket = openPageSocket(url, origin);
  const ending = Promise.withResolvers<"let in" | number | undefined>();
  socket.on("message", () => ending.resolve("let in"));
  socket.on("unexpected-response", (_request, { statusCode }) => ending.resolve(statusCode));
  socket.on("error", ending.reject);
  return ending.promise.finally(() => socket.terminate());
}

describe("the page's server", () => {
  const page = sharePage();

  test("serves the page's files with their types and a policy that names nobody else", async () => {
    const { url } = page();

    const [index, script, missing, outside] = await Promise.all(
      ["/", "/app.js", "/none.js", "/%2e%2e%2fsecret"].map((path) => fetch(url + path)),
    );

    expect(index?.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(await index?.text()).toContain("The page");
    expect(index?.headers.get("content-security-policy")).toMatch(/^default-src 'self';/);
    expect(index?.headers.get("content-security-policy")).not.toMatch(/https?:/);
    expect(index?.headers.get("cache-control")).toBe("no-store");
    expect(script?.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
    expect([missing?.status, outside?.status]).toEqual([404, 404]);
  });

  test("lets no other web page drive the sandbox or read along", async () => {
    const { url } = page();
    const port = new URL(url).port;

    for (const origin of ["https://evil.example", `http://evil.example:${port}`, "null", undefined]) {
      expect(await knock(url, origin)).toBe(403);
    }
    expect(await statusFor(url, `evil.example:${port}`)).toBe(403);
    expect(await knock(url, `http://127.0.0.1:${port}`)).toBe("let in");
  });

  test("takes the next port where the wanted one is taken", async () => {
    const taken = createServer();
    await once(taken.listen(0, "127.0.0.1"), "listening");
    const address = taken.address();
    const port = typeof address === "object" && address ? address.port : 0;

    const server = createServer();
    const found = await listen(server, port);

    server.close();
    taken.close();
    expect(found).toBeGreaterThan(port);
  });

  test("a page of another version is told to reload", async () => {
    const { url } = page();
    const socket = openPageSocket(url, url);
    await once(socket, "open");

    socket.send(JSON.stringify({ id: 1, act: { kind: "discord.explode" } }));

    const [code, reason] = await once(socket, "close");
    expect([code, String(reason)]).toEqual([1008, "The page is out of date: reload it."]);
  });
});
