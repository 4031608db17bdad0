import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { tellLimitsApart } from "../../src/discord/tell-limits-apart.ts";

const daySeconds = 24 * 3600;

/** For how many seconds discord.js waits after a limit with this header. */
async function pauseAfter(header: string): Promise<number> {
  const server = createServer((_request, response) => {
    response.writeHead(429, { "retry-after": header }).end("{}");
  });
  onTestFinished(() => void server.close());
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;

  const response = await tellLimitsApart(`http://127.0.0.1:${port}/`, { method: "GET" });

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
