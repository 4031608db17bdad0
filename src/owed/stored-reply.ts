import { z } from "zod";
import type { Reply } from "../chat/reply.ts";

const strings = z.array(z.string());
const mentions = z.array(z.object({ kind: z.enum(["person", "role", "channel"]), id: z.string() }));

const button = z.object({
  label: z.string(),
  action: z.string(),
  state: z.string(),
  style: z.enum(["primary", "secondary", "danger"]).exactOptional(),
});

const opening = z.object({ action: z.string(), state: z.string() });

/** What is kept of a reply until it is told. */
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
  files: z
    .array(z.object({ name: z.string(), text: z.string(), open: opening.exactOptional() }))
    .exactOptional(),
  notes: strings.exactOptional(),
  buttons: z.array(button).exactOptional(),
  /** It stands for an answer that nobody knows yet. */
  isPromise: z.literal(true).exactOptional(),
});

const keptMembers = Object.keys(storedReply.shape);

/** Written once, for its files may have megabytes; what stands inside of a member and is not kept is left out by who reads it. */
export function writeReply(reply: Reply): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(reply).filter(([member]) => keptMembers.includes(member))),
  );
}

/** The same of what is told should no answer come. */
export function writePromise(reply: Reply): string {
  return writeReply({ ...reply, isPromise: true } as Reply);
}

export function isPromise(json: string): boolean {
  return storedReply.parse(JSON.parse(json)).isPromise === true;
}

/** For the place where the answer was to stand. */
export function readReply(json: string): Reply {
  const { isPromise: _, ...reply } = storedReply.parse(JSON.parse(json));
  return reply;
}

/** For anywhere else: its buttons may no longer fit there. */
export function withoutButtons({ buttons: _, files, ...reply }: Reply): Reply {
  return { ...reply, ...(files && { files: files.map(({ name, text }) => ({ name, text })) }) };
}
