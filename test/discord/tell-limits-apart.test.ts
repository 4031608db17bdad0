import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { tellLimitsApart } from "../../src/discord/tell-limits-apart.ts";

const daySeconds = 24 * 3600;

/** What is made of this answer. */
async function madeOf(status: number, headers: { [name: string]: string }, body: string) {
  const server = createServer((_request, response) => void response.writeHead(status, headers).end(body));
  onTestFinished(() => void server.close());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;

  return tellLimitsApart(`http://127.0.0.1:${port}/`, { method: "GET" });
}

/** For how many seconds discord.js waits after a limit with this header. */
async function pauseAfter(header: string): Promise<number> {
  const response = await madeOf(429, { "retry-after": header }, "{}");
  return Number(response.headers.get("retry-after"));
}

test.each([
  ["20", 20],
  ["0.5", 0.5],
  ["-30", 5],
  ["soon", 5],
  ["Sun, 22 Nov 2026 17:00:00 GMT", 5],
  ["Sun, 22 Nov 2126 17:00:00 GMT", daySeconds],
  ["99999999999999999999", daySeconds],
])("a limit whose Retry-After is %j is waited for %d seconds, never for years", async (header, seconds) => {
  expect(await pauseAfter(header)).toBe(seconds);
});

const html = { "content-type": "text/html; charset=utf-8" };

test.each([
  [200, ""],
  [200, "ok"],
  [204, ""],
])("a success of status %d that calls itself a page and is %j is one", async (status, body) => {
  const response = await madeOf(status, html, body);

  expect(response.status).toBe(status);
  expect(await response.text()).toBe(body);
});

test("a page with the status of a success is none", async () => {
  await expect(madeOf(200, html, "\n<!DOCTYPE html>")).rejects.toThrow("a page");
});

test.each([
  300, 301, 302, 303, 304, 307, 308,
])("an answer that leads elsewhere (%d) is no success", async (status) => {
  await expect(madeOf(status, { location: "http://127.0.0.1:1/login" }, "")).rejects.toThrow("elsewhere");
});
