import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { Fault } from "../faults.ts";

/** What a request would have been answered without a fault. */
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** Sent in its place. */
  readonly page?: string | undefined;
};

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };

export function sendAnswer(response: ServerResponse, { status, headers, body, page }: Answer): void {
  if (page !== undefined) response.writeHead(status, { "content-type": "text/html" }).end(page);
  else response.writeHead(status, { ...JSON_TYPE, ...headers }).end(JSON.stringify(body));
}

function faultyAnswer(fault: Fault): Answer | undefined {
  if (fault.page !== undefined) return { status: 200, body: undefined, page: fault.page };
  if ("body" in fault) return { status: 200, body: fault.body };
  if (fault.status !== undefined) {
    const seconds = fault.retryAfterSeconds;
    const headers = seconds === undefined ? {} : { "retry-after": String(seconds) };
    return { status: fault.status, headers, body: { ok: false, error: fault.error ?? "ratelimited" } };
  }
  return fault.error === undefined ? undefined : { status: 200, body: { ok: false, error: fault.error } };
}

/** Answers a request, through the fault the driver set for it if there is one. */
export async function answerThrough(
  fault: Fault | undefined,
  response: ServerResponse,
  work: () => Answer,
): Promise<void> {
  if (fault?.delayMs !== undefined) await sleep(fault.delayMs, undefined, { ref: false });
  if (fault?.drop === "before") {
    response.destroy();
    return;
  }
  const answer = (fault === undefined ? undefined : faultyAnswer(fault)) ?? work();
  if (fault?.drop === "after") response.destroy();
  else sendAnswer(response, answer);
}
