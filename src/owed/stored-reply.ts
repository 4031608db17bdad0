import { z } from "zod";
import type { Reply } from "../chat/reply.ts";

const strings = z.array(z.string());
const mentions = z.array(z.object({ kind: z.enum(["person", "role", "channel"]), id: z.string() }));

/** What is kept of a reply until it is told: not its buttons and menus, which may no longer fit by then. */
const storedReply = z.object({
  tone: z.enum(["success", "warning", "failure", "neutral", "working"]),
  title: z.string(),
  text: z.string().exactOptional(),
  facts: z
    .array(
      z.object({
        label: z.string(),
        value: z.string(),
        code: z.boolean().exactOptional(),
        mentions: mentions.exactOptional(),
      }),
    )
    .exactOptional(),
  items: z
    .array(
      z.object({
        text: z.string(),
        codes: strings.exactOptional(),
        lead: z.string().exactOptional(),
        mentions: mentions.exactOptional(),
      }),
    )
    .exactOptional(),
  files: z.array(z.object({ name: z.string(), text: z.string() })).exactOptional(),
  notes: strings.exactOptional(),
});

export function writeReply(reply: Reply): string {
  return JSON.stringify(storedReply.parse(JSON.parse(JSON.stringify(reply))));
}

export function readReply(json: string): Reply {
  return storedReply.parse(JSON.parse(json));
}
