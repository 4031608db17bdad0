import type { webApi } from "@slack/bolt";
import { z } from "zod";
import type { Log } from "../../log.ts";
import { fetchLimits } from "../fetch-limits.ts";
import { passesByItself } from "../slack-codes.ts";

const refusalSchema = z.object({ ok: z.literal(false), error: z.string() });
const addressSchema = z.object({ ok: z.literal(true), url: z.url({ protocol: /^wss?$/ }) });

/**
 * Asks for the address of a socket. Bolt would ask again and again after some refusals, and for others, or for an address
 * that is none, reject a promise that nobody holds, which ends the process without a word (slackapi/node-slack-sdk#2656);
 * and an answer that comes after the end would make it connect once more. So a call that is refused or no longer wanted
 * is left unanswered, and what is no address counts as an outage, after which Bolt asks again.
 */
export function fetchSocketAddress(watch: {
  log: Log;
  /** No call is made for the time being; Bolt is told of an outage. */
  isPaused(): boolean;
  onRefused(code: string): void;
  isOver(): boolean;
}): webApi.FetchFunction {
  return async (url, init) => {
    if (watch.isPaused()) return new Response(null, { status: 503 });
    const response = await fetchLimits(url, init);
    const body = response.ok ? await readJson(response.clone()) : undefined;
    const refusal = refusalSchema.safeParse(body).data;
    if (watch.isOver()) return new Promise(() => undefined);
    if (refusal && !passesByItself(refusal.error)) {
      watch.onRefused(refusal.error);
      return new Promise(() => undefined);
    }
    if (!response.ok || addressSchema.safeParse(body).success) return response;
    watch.log.warn(
      refusal ? { code: refusal.error } : {},
      "Slack named no socket to connect to; it is asked again",
    );
    return new Response(null, { status: 503 });
  };
}

async function readJson(response: Response): Promise<unknown> {
  return response.json().catch(() => undefined);
}
