import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

/** What `GET /metrics` answers, and to whom. */
export type MetricsDoor = { token: string; contentType: string; text(): Promise<string> };

/** Answers who brings the token as `Authorization: Bearer …`, and nobody else. */
export async function answerMetrics(
  { token, contentType, text }: MetricsDoor,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isSame(request.headers.authorization ?? "", `Bearer ${token}`)) {
    response
      .writeHead(401, { "content-type": "text/plain", "www-authenticate": "Bearer" })
      .end("Unauthorized\n");
    return;
  }
  const page = await text();
  response.writeHead(200, { "content-type": contentType, "cache-control": "no-store" }).end(page);
}

/** Takes the same time for every text: hashes are of one length. */
function isSame(given: string, wanted: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(hash(given), hash(wanted));
}
