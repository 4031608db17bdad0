import { z } from "zod";
import type { Reply } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import { renderReply } from "../render/render-reply.ts";
import { partsOf } from "../render/reply-parts.ts";
import { sendReply } from "./send-reply.ts";
import { type Opened, originalMessage, TokenRoutes } from "./token-routes.ts";

/** What opens the message that holds an answer, for a quarter of an hour and to any process: the interaction's token. */
const standing = z.object({ id: z.string(), application_id: z.string(), token: z.string() });

export function writeStanding(interaction: Opened): string {
  return JSON.stringify(standing.parse(interaction));
}

/** Puts a reply in the place of an answer or its announcement. False: it cannot be had any more, or Discord did not say that it took it. */
export async function replaceStanding(
  written: string,
  reply: Reply,
  outlets: { replies: ConstructorParameters<typeof TokenRoutes>[1]["replies"]; log: Log },
): Promise<boolean> {
  const read = standing.safeParse(JSON.parse(written));
  if (!read.success) return false;
  const routes = new TokenRoutes(read.data, outlets);
  try {
    const verdict = await sendReply(reply, (shown) =>
      routes.edit(originalMessage, renderReply(shown), partsOf(shown)),
    );
    return verdict === "taken";
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    outlets.log.warn({ interaction: read.data.id, err: error }, "an announcement could not be replaced");
    return false;
  }
}
