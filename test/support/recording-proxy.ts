import { createServer } from "node:http";
import { buffer } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** A call that went through, and what the server behind answered. Bodies are text. */
export type Recorded = { path: string; body: string; answer: string };

export type RecordingProxy = { url: string; calls: Recorded[] };

/** Passes every request on to `target`, and notes it. */
export async function startRecordingProxy(target: string): Promise<RecordingProxy> {
  const calls: Recorded[] = [];
  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const { host: _, "content-length": __, connection: ___, ...headers } = request.headers;
    const answer = await fetch(new URL(request.url ?? "/", target), {
      method: request.method ?? "POST",
      headers: headers as Record<string, string>,
      ...(body.length > 0 && { body }),
    });
    const text = await answer.text();
    calls.push({ path: request.url ?? "", body: body.toString(), answer: text });
    response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "text/plain" });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())));
  onTestFinished(() => server.closeAllConnections());
  const address = server.address();
  return { url: `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`, calls };
}
