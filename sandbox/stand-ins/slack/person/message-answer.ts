import { z } from "zod";
import { check } from "../block-kit/block-kit-check.ts";
import { readContent } from "../message/message-content.ts";
import type { Message } from "../message/messages.ts";
import { Refusal, refuseHalfPairs } from "../refusal.ts";
import type { World } from "../world.ts";

const flag = z.union([z.boolean(), z.stringbool()]).optional();

/** A message that answers an interaction: https://docs.slack.dev/interactivity/handling-user-interaction */
const answerPayload = z.strictObject({
  text: z.unknown().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  response_type: z.enum(["ephemeral", "in_channel"]).optional(),
  replace_original: flag,
  delete_original: flag,
  thread_ts: z.string().optional(),
  mrkdwn: flag,
  unfurl_links: flag,
  unfurl_media: flag,
  metadata: z.unknown().optional(),
});
type AnswerPayload = z.infer<typeof answerPayload>;

/** Whom and what an answer is for. Without a pressed message the first that was said in answer is the original. */
export type AnswerTarget = {
  readonly channel: string;
  readonly userId: string;
  readonly delivery: string;
  /** The message whose button was pressed. */
  readonly messageTs: string | undefined;
};

function readAnswer(value: unknown): AnswerPayload {
  const checked = check(answerPayload, value, "");
  if (checked.ok) return checked.value;
  throw new Refusal("invalid_payload", { messages: checked.messages });
}

/** Where neither key stands, a message with buttons is replaced, and a command's answer is a new message. */
function isReplacing(payload: AnswerPayload): boolean {
  return payload.replace_original ?? payload.response_type === undefined;
}

/** What a person wrote stays, though a button in its preview was pressed. */
function refuseForeign(original: Message | undefined, payload: AnswerPayload): void {
  if (original?.user === undefined) return;
  if (payload.delete_original === true) throw new Refusal("cant_delete_message");
  if (isReplacing(payload)) throw new Refusal("cant_update_message");
}

/**
 * Carries out an answer given in an acknowledgement or posted to a response_url.
 * Throws Refusal where Slack refuses the message.
 */
export function answerWithMessage(
  world: World,
  target: AnswerTarget,
  { value, where }: { readonly value: unknown; readonly where: string },
): Message | undefined {
  refuseHalfPairs(value);
  const payload = readAnswer(value);
  const original =
    target.messageTs === undefined
      ? world.messages.answersTo(target.delivery)[0]
      : world.messages.find(target.channel, target.messageTs);
  refuseForeign(original, payload);
  if (payload.delete_original === true) {
    if (original !== undefined) world.messages.remove(original);
    return undefined;
  }
  const content = readContent(world, payload, { where });
  if (original !== undefined && isReplacing(payload)) {
    world.messages.edit(original, content);
    return original;
  }
  const isPublic = payload.response_type === "in_channel";
  return world.messages.add({
    ...content,
    ts: world.ids.timestamp(),
    channel: target.channel,
    files: [],
    edited: false,
    answers: target.delivery,
    ...(isPublic ? {} : { ephemeralTo: target.userId }),
    ...(payload.thread_ts === undefined ? {} : { threadTs: payload.thread_ts }),
  });
}
