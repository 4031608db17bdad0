import type { webApi } from "@slack/bolt";
import { keptPauseMs } from "../errors.ts";
import { readRetryAfter } from "../text/retry-after.ts";

/** Where a limit names no time. */
const unnamedPauseMs = 5000;

/**
 * Fetches for Bolt's clients. They take a limit for one by its `Retry-After` in seconds alone: one that names no time, as who stands
 * before Slack sends it, they throw as an error that is none of Slack's, and years they wait for.
 */
export async function fetchLimits(
  ...[url, { signal, ...init } = {}]: Parameters<webApi.FetchFunction>
): Promise<Response> {
  const response = await fetch(url, { ...init, signal: signal ?? null });
  if (response.status !== 429) return response;
  const headers = new Headers(response.headers);
  const waitMs = keptPauseMs(readRetryAfter(headers, Date.now()) ?? unnamedPauseMs);
  headers.set("retry-after", String(Math.ceil(waitMs / 1000)));
  return new Response(response.body, { status: 429, headers });
}
