import { createServer } from "node:http";
import { connect, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type BodyReading, createBodyReader } from "../../../src/chat/http/read-body.ts";

/** A server that reads every body with one reader, and what it made of each, by the path it came to. */
async function serve(limits: { bytesAtOnce: number; deadlineMs: number }) {
  const bodies = createBodyReader(limits);
  const readings: Record<string, BodyReading["kind"]> = {};
  const server = createServer(async (request, response) => {
    const { kind } = await bodies.read(request);
    readings[request.url ?? ""] = kind;
    response.end(kind);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return { readings, port };
}

/** Sends `sent` bytes of a body that claims to have 100,000. */
function begin(port: number, path: string, sent: number): Socket {
  const socket = connect(port, "127.0.0.1");
  socket.on("error", () => undefined);
  socket.write(`POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 100000\r\n\r\n${"x".repeat(sent)}`);
  return socket;
}

test("bodies that are never finished give way to those that are, and to the deadline", async () => {
  const { readings, port } = await serve({ bytesAtOnce: 250_000, deadlineMs: 1500 });

  for (const path of ["/1", "/2", "/3", "/4"]) {
    begin(port, path, 99_000);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const whole = await fetch(`http://127.0.0.1:${port}/whole`, { method: "POST", body: "x".repeat(90_000) });

  expect(await whole.text()).toBe("read");
  await expect
    .poll(() => readings, { timeout: 4000 })
    .toEqual({
      "/1": "tooMany",
      "/2": "tooMany",
      "/3": "tooMany",
      "/4": "tooSlow",
      "/whole": "read",
    });
});

test("one that was cut is over", async () => {
  const { readings, port } = await serve({ bytesAtOnce: 250_000, deadlineMs: 60_000 });
  const socket = begin(port, "/cut", 10);
  await new Promise((resolve) => setTimeout(resolve, 100));

  socket.destroy();

  await expect.poll(() => readings).toEqual({ "/cut": "cut" });
});
