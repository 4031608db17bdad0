import { plainerReplies } from "../../chat/fit/plainer-reply.ts";
import { holdsSecret, type Reply } from "../../chat/reply.ts";
import { renderReply } from "../render/render-reply.ts";
import type { ResponseUrl } from "./response-url.ts";

/** The reply, or where Slack does not take it as it is written, a plainer one; it says so without rejecting. */
export async function postTo(
  responseUrl: ResponseUrl,
  reply: Reply,
  ways: { isReplacing: boolean; mayReplace?: boolean },
): Promise<boolean> {
  for (const shown of [reply, ...plainerReplies(reply)]) {
    if (await postAsWritten(responseUrl, shown, ways)) return true;
    if (responseUrl.refusal()?.about !== "text") return false;
  }
  return false;
}

/**
 * `mayReplace`: a second try may take the place of a first one that Slack may have taken, and of nothing else. What is to lie nowhere has
 * no other way to its person, so it rather stands there twice.
 */
function postAsWritten(
  responseUrl: ResponseUrl,
  reply: Reply,
  { isReplacing, mayReplace = isReplacing }: { isReplacing: boolean; mayReplace?: boolean },
): Promise<boolean> {
  const response_type = isPublic(reply) ? "in_channel" : "ephemeral";
  const body = { ...renderReply(reply), response_type, replace_original: isReplacing } as const;
  const again = mayReplace ? { ...body, replace_original: true } : holdsSecret(reply) ? body : undefined;
  return responseUrl.post(body, again);
}

export function isPublic(reply: Reply): boolean {
  return reply.visibility === "public";
}
