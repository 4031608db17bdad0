import type { ServerResponse } from "node:http";
import { send } from "../../chat/http/respond.ts";

/** Slack waits for three seconds. */
const deadlineMs = 3001;

/** The acknowledgement of one payload over HTTP: the answer to its request, given once and in time or not at all. */
export function createHttpAck(response: ServerResponse): {
  /** Rejects where Slack waits no longer. */
  give(body?: unknown): Promise<void>;
  fail(): void;
  /** It is another process's to give. */
  decline(): void;
} {
  const deadline = setTimeout(() => end(404), deadlineMs);
  let isOver = false;

  function end(status: number, body?: unknown): boolean {
    clearTimeout(deadline);
    if (isOver || response.writableEnded || response.destroyed) return false;
    isOver = true;
    send(response, status, body);
    return true;
  }

  return {
    async give(body) {
      if (!end(200, body)) throw new Error("Slack does not wait for this acknowledgement any more");
    },
    fail: () => void end(500),
    decline: () => void end(503),
  };
}
