import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import { createExpiringCache } from "../../expiring-cache.ts";
import type { Log } from "../../log.ts";
import type { SlackMessage } from "../render/render-reply.ts";

/** "Up to 5 times within 30 minutes": https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const mostPosts = 5;
const lifetimeMs = 30 * 60 * 1000;
const postTimeoutMs = 5000;
/** A passing failure is tried again once, soon: a person waits. */
const pauseMs = 500;
/** More addresses than are in use within their 30 minutes in any workspace; an older one than these counts as new. */
const mostAddresses = 5000;

type Post =
  | (SlackMessage & { response_type: "ephemeral" | "in_channel"; replace_original: boolean })
  | { delete_original: true };

/** Where Slack takes messages in answer to one interaction, without any token. */
export type ResponseUrl = {
  /**
   * False: Slack took none, or nobody can say. `again` is posted where the first try may have been taken although its
   * answer was lost; without it, such a try is the only one.
   */
  post(body: Post, again?: Post): Promise<boolean>;
};

/** The addresses in use: a form goes on with that of its command, and each takes five posts, whoever makes them. */
export type ResponseUrls = { open(url: string | undefined): ResponseUrl };

type Use = { madeMs: number; posts: number; isClosed: boolean };

/** The addresses are secrets: they are neither logged nor put into an error. */
export function createResponseUrls(log: Log): ResponseUrls {
  const uses = createExpiringCache<Use>({
    freshMs: lifetimeMs,
    most: mostAddresses,
    now: () => performance.now(),
  });

  function useOf(url: string): Use {
    const known = uses.find(url);
    if (known) return known.value;
    const use = { madeMs: performance.now(), posts: 0, isClosed: false };
    uses.keep(url, use);
    return use;
  }

  return {
    open(url) {
      if (url === undefined) return { post: async () => false };
      const use = useOf(url);
      return { post: (body, again) => postOn({ url, use, log }, body, again) };
    },
  };
}

async function postOn(
  address: { url: string; use: Use; log: Log },
  body: Post,
  again?: Post,
): Promise<boolean> {
  const first = await tryOn(address, body);
  if (first === "taken") return true;
  const second = first === "not taken" ? body : first === "unknown" ? again : undefined;
  if (!second) return false;
  await delay(pauseMs);
  return (await tryOn(address, second)) === "taken";
}

type Fate = "taken" | "not taken" | "unknown" | "refused";

async function tryOn({ url, use, log }: { url: string; use: Use; log: Log }, body: Post): Promise<Fate> {
  if (use.isClosed || use.posts >= mostPosts || performance.now() - use.madeMs > lifetimeMs) return "refused";
  use.posts += 1;
  const { fate, code } = await fateOf(url, body);
  // What Slack certainly did not take does not count.
  if (fate === "not taken") use.posts -= 1;
  if (code !== undefined) log.info({ code }, "a response_url did not take a message");
  use.isClosed ||= code !== undefined && closing.has(code);
  return fate;
}

/** After these an address takes nothing more: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const closing = new Set(["used_url", "expired_url", "invalid_token", "http_404", "http_410"]);

const refusalSchema = z.object({ ok: z.literal(false), error: z.string().default("unknown") });

/** Slack answers "ok" in plain text, or `{"ok":false,"error":…}`, sometimes with status 200. */
async function fateOf(url: string, body: Post): Promise<{ fate: Fate; code?: string }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(postTimeoutMs),
    });
    const text = await response.text();
    const refusal = text.startsWith("{") ? refusalSchema.safeParse(JSON.parse(text)).data : undefined;
    if (response.ok && !refusal) return { fate: "taken" };
    const isPassing = response.status >= 500 || response.status === 429;
    const code = isPassing || !refusal ? `http_${response.status}` : refusal.error;
    return { fate: isPassing ? "not taken" : "refused", code };
  } catch {
    // The error's own text may hold the address.
    return { fate: "unknown", code: "unreachable" };
  }
}
