import { z } from "zod";
import { check } from "../block-kit/block-kit-check.ts";
import { limits } from "../block-kit/block-kit-limits.ts";
import {
  type Attachment,
  messageAttachment,
  messageBlocks,
  unfurlBlocks,
} from "../block-kit/block-kit-messages.ts";
import type { JsonObject } from "../json.ts";
import { Refusal } from "../refusal.ts";
import { fillIds } from "../view/view-normal.ts";
import type { World } from "../world.ts";
import type { MessageContent } from "./messages.ts";

type Given = {
  readonly text?: unknown;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
};

/** Where the message stands in the bot's request, for problems, and how long its text, and its blocks as JSON, may be. */
type Rules = { readonly where: string; readonly maxText?: number; readonly maxBlocks?: number };

function checkedOr<T>(error: string, root: string, schema: z.ZodType<T>, value: unknown): T {
  const checked = check(schema, value, root);
  if (checked.ok) return checked.value;
  throw new Refusal(error, { messages: checked.messages, extra: { errors: checked.messages } });
}

/**
 * What a message may hold, or Slack's refusal. A message of blocks alone is let through as Slack does, but noted:
 * without text it has no notification and nothing for screen readers.
 */
export function readContent(world: World, given: Given, rules: Rules): MessageContent {
  const text = checkedOr("invalid_arguments", "text", z.string().optional(), given.text) ?? "";
  const blocks = checkedOr("invalid_blocks", "blocks", messageBlocks.optional(), given.blocks) ?? [];
  const attachments = readAttachments(world, given.attachments);
  if (text === "" && blocks.length === 0 && attachments.length === 0) throw new Refusal("no_text");
  if (text.length > (rules.maxText ?? limits.messageText)) throw new Refusal("msg_too_long");
  if (JSON.stringify(blocks).length > (rules.maxBlocks ?? Number.POSITIVE_INFINITY))
    throw new Refusal("msg_blocks_too_long");
  if (text.trim() === "") world.journal.blame(rules.where, "no fallback text", given);
  return { text, blocks: fillIds(blocks, world.ids), attachments };
}

function readAttachments(world: World, given: unknown): MessageContent["attachments"] {
  const schema = z.array(messageAttachment).optional();
  const attachments = checkedOr("invalid_attachments", "attachments", schema, given);
  return (attachments ?? []).map((attachment) => withIds(world, attachment));
}

function withIds({ ids }: World, attachment: Attachment): Attachment {
  return attachment.blocks === undefined
    ? attachment
    : { ...attachment, blocks: fillIds(attachment.blocks, ids) };
}

/** The preview of one link, or Slack's refusal. */
export function readUnfurl(world: World, { blocks: given, ...rest }: JsonObject): Attachment {
  const blocks = checkedOr("invalid_blocks", "blocks", unfurlBlocks.optional(), given) ?? [];
  const attachment = checkedOr("cannot_parse_attachment", "unfurls", messageAttachment, rest);
  const isEmpty = blocks.length === 0 && attachment.text === undefined && attachment.title === undefined;
  if (isEmpty) throw new Refusal("cannot_parse_attachment");
  return withIds(world, { ...attachment, ...(blocks.length > 0 && { blocks }) });
}
