import { StringDecoder } from "node:string_decoder";
import { promisify } from "node:util";
import { constants, deflateRaw, inflateRawSync } from "node:zlib";
import { z } from "zod";
import { openAgainAction } from "../chat/dispatch/fixed-replies.ts";
import type { Button, Reply, ReplyFile } from "../chat/reply.ts";
import { cutText } from "../cut-text.ts";

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
    .array(
      z.object({
        name: z.string(),
        /** With `packed`: only how it begins, which is what versions before that tell. */
        text: z.string(),
        /** The whole text, deflated, as base64. */
        packed: z.string().exactOptional(),
        open: opening.exactOptional(),
        isTyped: z.literal(true).exactOptional(),
      }),
    )
    .exactOptional(),
  notes: strings.exactOptional(),
  buttons: z.array(button).exactOptional(),
  /** It stands for an answer that nobody knows yet. */
  isPromise: z.literal(true).exactOptional(),
});

const keptMembers = Object.keys(storedReply.shape);

/** In characters. A longer one would be a row of megabytes, for whose writing everybody waits. */
const longestLoose = 64_000;
const deflate = promisify(deflateRaw);

/** What is written of a reply with long files, once these are packed beside everything else. */
export async function packFiles(reply: Reply): Promise<Reply> {
  if (!reply.files?.some(isLong)) return reply;
  return { ...reply, files: await Promise.all(reply.files.map(pack)) };
}

async function pack(file: ReplyFile): Promise<ReplyFile & { packed?: string }> {
  if (!isLong(file)) return file;
  const { text } = file;
  const packed = await deflate(text, { level: constants.Z_BEST_SPEED });
  const begins = typeof text === "string" ? text : new StringDecoder().write(text.subarray(0, longestLoose));
  return { ...file, text: cutText(begins, longestLoose), packed: packed.toString("base64") };
}

function isLong({ text }: ReplyFile): boolean {
  return typeof text !== "string" || text.length > longestLoose;
}

function unpack({ packed, ...file }: NonNullable<z.infer<typeof storedReply>["files"]>[number]): ReplyFile {
  return packed === undefined
    ? file
    : { ...file, text: inflateRawSync(Buffer.from(packed, "base64")).toString() };
}

/** What stands inside of a member and is not kept is left out by who reads it; a secret is not written. */
export function writeReply(reply: Reply): string {
  const { facts, ...rest } = reply;
  const open = { ...rest, ...(facts && { facts: facts.filter(({ secret }) => !secret) }) };
  return JSON.stringify(
    Object.fromEntries(Object.entries(open).filter(([member]) => keptMembers.includes(member))),
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
  const { isPromise: _, files, ...reply } = storedReply.parse(JSON.parse(json));
  return files ? { ...reply, files: files.map(unpack) } : reply;
}

/** For anywhere else: its buttons may no longer fit there, but the way back to what somebody typed does. */
export function withoutButtons({ buttons = [], files, ...reply }: Reply): Reply {
  const left = openingAgain(buttons);
  return {
    ...reply,
    ...(left.length > 0 && { buttons: left }),
    ...(files && { files: files.map(({ open: _, ...file }) => file) }),
  };
}

/** Those that open a form with what was typed into it, which nothing else may hold. */
export function openingAgain(buttons: readonly Button[] = []): Button[] {
  return buttons.filter(({ action }) => action === openAgainAction);
}
