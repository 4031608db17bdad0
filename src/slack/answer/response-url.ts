import { z } from "zod";
import type { Log } from "../../log.ts";
import type { SlackMessage } from "../render/render-reply.ts";

/** "Up to 5 times within 30 minutes": https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
const mostPosts = 5;
const lifetimeMs = 30 * 60 * 1000;
const postTimeoutMs = 5000;

type Post =
  | (SlackMessage & { response_type: "ephemeral" | "in_channel"; replace_original: boolean })
  | { delete_original: true };

/** Where Slack takes messages in answer to one interaction, without any token. */
export type ResponseUrl = {
  /** False: Slack took none; once it refused, none is tried any more. */
  post(body: Post): Promise<boolean>;
};

/** The address is a secret: it is neither logged nor put into an error. */
export function createResponseUrl(url: string | undefined, log: Log): ResponseUrl {
  const madeMs = performance.now();
  let posts = 0;
  let isClosed = url === undefined;
  return {
    async post(body) {
      if (url === undefined || isClosed) return false;
      if (posts >= mostPosts || performance.now() - madeMs > lifetimeMs) return false;
      posts += 1;
      const refusal = await refusalOf(url, body);
      if (refusal === undefined) return true;
      isClosed = true;
      log.info({ code: refusal }, "a response_url took no more");
      return false;
    },
  };
}

const refusalSchema = z.object({ ok: z.literal(false), error: z.string().default("unknown") });

/** Undefined: taken. Slack answers "ok" in plain text, or `{"ok":false,"error":…}`, sometimes with status 200. */
async function refusalOf(url: string, body: Post): Promise<string | undefined> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(postTimeoutMs),
    });
    const text = await response.text();
    const refusal = text.startsWith("{") ? refusalSchema.safeParse(JSON.parse(text)).data : undefined;
    return refusal?.error ?? (response.ok ? undefined : `http_${response.status}`);
  } catch {
    // The error's own text may hold the address.
    return "unreachable";
  }
}
