import { z } from "zod";
import type { Reply } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import type { DirectMessages } from "./direct-messages.ts";
import { postTo } from "./post-to-response-url.ts";
import { createResponseUrls } from "./response-url.ts";

/** An answer: a direct message, and what a response_url has posted, which that replaces for half an hour and from anywhere. */
const standing = z.object({
  message: z.object({ channel: z.string(), ts: z.string() }).optional(),
  responseUrl: z.string().optional(),
});

/** Undefined: nothing stands anywhere. */
export function writeStanding(places: z.input<typeof standing>): string | undefined {
  return places.message || places.responseUrl ? JSON.stringify(places) : undefined;
}

/** Puts a reply in the place of an answer or its announcement. False: Slack took it nowhere. */
export async function replaceStanding(
  written: string,
  reply: Reply,
  { direct, log }: { direct: DirectMessages; log: Log },
): Promise<boolean> {
  const { message, responseUrl } = standing.safeParse(JSON.parse(written)).data ?? {};
  const isPosted =
    responseUrl !== undefined &&
    (await postTo(createResponseUrls(log).open(responseUrl), reply, { isReplacing: true }));
  try {
    return (message !== undefined && (await direct.change(message, reply))) || isPosted;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.warn({ err: error }, "an announcement could not be replaced");
    return isPosted;
  }
}
