import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import type { Meaning } from "../../chat/refusal.ts";
import { keptPauseMs } from "../../errors.ts";
import { createExpiringCache } from "../../expiring-cache.ts";
import type { Log } from "../../log.ts";
import { readRetryAfter } from "../../text/retry-after.ts";
import { wellFormed } from "../../text/well-formed.ts";
import type { SlackMessage } from "../render/render-reply.ts";
import { explainCode, meaningFor, meaningOf, passesByItself } from "../slack-codes.ts";

/** "Up to 5 times within 30 minutes": https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const mostPosts = 5;
const lifetimeMs = 30 * 60 * 1000;
const postTimeoutMs = 5000;
/** A passing failure is tried again once, soon: a person waits. */
const pauseMs = 500;
const longestPauseMs = 3000;
/** More addresses than are in use within their 30 minutes in any workspace; an older one than these counts as new. */
const mostAddresses = 5000;

type Post =
  | (SlackMessage & {
      response_type: "ephemeral" | "in_channel";
      replace_original: boolean;
      thread_ts?: string;
    })
  | { delete_original: true };

/** Where Slack takes messages in answer to one interaction, without any token. */
export type ResponseUrl = {
  /** Undefined: there is none, and nothing is ever taken. */
  url: string | undefined;
  /**
   * False: Slack took none, or nobody can say. `again` is posted where the first try may have been taken although its
   * answer was lost; without it, such a try is the only one.
   */
  post(body: Post, again?: Post): Promise<boolean>;
  /** Why the last one was refused for good, if it was. */
  refusal(): Meaning | undefined;
};

/** The addresses in use: a form goes on with that of its command, and each takes five posts, whoever makes them. */
export type ResponseUrls = {
  open(url: string | undefined, thread?: ActedIn): ResponseUrl;
};

/**
 * The thread that was acted in, where whatever is posted anew shall stand; else it would be in the channel. `replaces`: there is a message
 * that what replaces one would take the place of.
 */
type ActedIn = { ts: string | undefined; replaces: boolean };

type Use = {
  madeMs: number;
  posts: number;
  isClosed: boolean;
  /** Slack asks for patience until then. */
  pausedUntilMs: number;
  refusal: Meaning | undefined;
};

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
    const madeMs = performance.now();
    const use: Use = { madeMs, posts: 0, isClosed: false, pausedUntilMs: 0, refusal: undefined };
    uses.keep(url, use);
    return use;
  }

  return {
    open(url, thread) {
      if (url === undefined) return { url, post: async () => false, refusal: () => undefined };
      const use = useOf(url);
      return {
        url,
        post: (body, again) =>
          postOn({ url, use, log }, inThread(body, thread), again && inThread(again, thread)),
        refusal: () => use.refusal,
      };
    },
  };
}

/** https://docs.slack.dev/interactivity/handling-user-interaction#publishing_in_thread */
function inThread(body: Post, thread: ActedIn | undefined): Post {
  if (thread?.ts === undefined || !("replace_original" in body)) return body;
  if (body.replace_original && thread.replaces) return body;
  return { ...body, thread_ts: thread.ts };
}

async function postOn(
  address: { url: string; use: Use; log: Log },
  body: Post,
  again?: Post,
): Promise<boolean> {
  const first = await tryOn(address, body);
  if (first === "taken") return true;
  const second = first === "not taken" ? body : first === "unknown" ? again : undefined;
  const waitMs = Math.max(pauseMs, address.use.pausedUntilMs - performance.now());
  // Nobody waits longer in front of an answer; it goes another way.
  if (!second || waitMs > longestPauseMs) return false;
  await delay(waitMs);
  return (await tryOn(address, second)) === "taken";
}

type Fate = "taken" | "not taken" | "unknown" | "refused";

async function tryOn({ url, use, log }: { url: string; use: Use; log: Log }, body: Post): Promise<Fate> {
  const nowMs = performance.now();
  if (use.isClosed || use.posts >= mostPosts || nowMs - use.madeMs > lifetimeMs) return "refused";
  if (nowMs < use.pausedUntilMs) return "not taken";
  use.posts += 1;
  const { fate, code, waitMs, isGone = false } = await fateOf(url, body);
  // What Slack certainly did not take does not count.
  if (fate === "not taken") use.posts -= 1;
  if (waitMs !== undefined) use.pausedUntilMs = performance.now() + waitMs;
  use.refusal = fate === "refused" && code !== undefined ? meaningFor(code) : undefined;
  use.isClosed ||= fate === "refused" && (use.refusal?.about === "interaction" || isGone);
  if (code !== undefined) log.info({ reason: explainCode(code) }, "a response_url did not take a message");
  return fate;
}

/** An address that is not there any more: https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const gone = new Set([404, 410]);

/** A proxy's, whatever its status: nobody has seen what was posted. */
const page = /^\s*</;

const refusalSchema = z.object({ ok: z.literal(false), error: z.string().default("unknown") });

/** The shape of a code that stands alone, as where an address for messages from outside is answered. */
const plainCode = /^[a-z]+(_[a-z]+)+$/;

/** Slack answers "ok" or an error's code in plain text, or `{"ok":false,"error":…}`, sometimes with status 200. */
async function fateOf(
  url: string,
  body: Post,
): Promise<{ fate: Fate; code?: string; waitMs?: number | undefined; isGone?: boolean }> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wellFormed(body)),
      // Wherever it leads, what one person alone may read would be told, or a page be fetched and taken for Slack's yes.
      redirect: "manual",
      signal: AbortSignal.timeout(postTimeoutMs),
    });
    const text = await response.text();
    if (response.ok && page.test(text)) return { fate: "refused", code: `http_${response.status}` };
    const refusal = readRefusal(text, response.ok);
    if (response.ok && !refusal) return { fate: "taken" };
    const code = refusal && response.ok ? refusal.error : `http_${response.status}`;
    const waitMs = readWait(response.headers);
    if (!passesByItself(code))
      return { fate: "refused", code: refusal?.error ?? code, isGone: gone.has(response.status) };
    // Slack's own word for a failure inside may come after the message was taken.
    return { fate: refusal && response.ok && !isLimit(code) ? "unknown" : "not taken", code, waitMs };
  } catch {
    // The error's own text may hold the address.
    return { fate: "unknown", code: "unreachable" };
  }
}

/** `isOk`: by its status, so that words which no refusal is known by were said of a message that was taken. */
function readRefusal(text: string, isOk: boolean): { error: string } | undefined {
  if (text.startsWith("{")) return refusalSchema.safeParse(JSON.parse(text)).data;
  const isCode = meaningOf(text) !== undefined || (!isOk && plainCode.test(text));
  return isCode ? { error: text } : undefined;
}

function isLimit(code: string): boolean {
  return code === "ratelimited" || code === "rate_limited";
}

/** https://docs.slack.dev/apis/web-api/rate-limits */
function readWait(headers: Headers): number | undefined {
  const askedMs = readRetryAfter(headers, Date.now());
  return askedMs === undefined ? undefined : keptPauseMs(askedMs);
}
