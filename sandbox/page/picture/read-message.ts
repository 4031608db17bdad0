import { z } from "zod";
import type { ClientMessage } from "../protocol/messages.ts";

const text = z.string();
const texts = z.array(text);
const file = z.strictObject({ name: text, base64: z.base64() });
const inChannel = { userId: text, channelId: text };
const fault = z.enum([
  "outOfCredits",
  "invalidKey",
  "slow",
  "unreachable",
  "serverErrors",
  "rateLimited",
  "losesAnswer",
  "tooManyCalls",
  "endless",
  "noVideos",
  "unreadableVideos",
]);

const act = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("discord.command"),
    ...inChannel,
    name: text,
    options: z.record(text, z.union([text, z.boolean(), file])),
  }),
  z.strictObject({
    kind: z.literal("discord.suggest"),
    ...inChannel,
    name: text,
    option: text,
    typed: text,
  }),
  z.strictObject({
    kind: z.literal("discord.submit"),
    interactionId: text,
    values: z.record(text, z.union([text, texts, z.boolean(), z.array(file)])),
  }),
  z.strictObject({ kind: z.literal("discord.dismiss"), interactionId: text }),
  z.strictObject({
    kind: z.literal("discord.press"),
    userId: text,
    messageId: text,
    customId: text,
    values: texts.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("slack.command"), ...inChannel, command: text, text }),
  z.strictObject({
    kind: z.literal("slack.enter"),
    viewId: text,
    blockId: text,
    entry: z.union([text, texts, file]),
  }),
  z.strictObject({ kind: z.literal("slack.suggest"), viewId: text, blockId: text, typed: text }),
  z.strictObject({ kind: z.literal("slack.submit"), viewId: text }),
  z.strictObject({ kind: z.literal("slack.close"), viewId: text }),
  z.strictObject({
    kind: z.literal("slack.press"),
    ...inChannel,
    ts: text,
    attachmentId: z.number().exactOptional(),
    actionId: text,
    values: texts.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal("slack.pressInView"),
    viewId: text,
    actionId: text,
    values: texts.exactOptional(),
  }),
  z.strictObject({ kind: z.literal("slack.openApp"), userId: text, tab: z.enum(["home", "messages"]) }),
  z.strictObject({ kind: z.literal("slack.say"), ...inChannel, text }),
  z.strictObject({ kind: z.literal("discord.say"), ...inChannel, text }),
  z.strictObject({ kind: z.literal("slack.chooseOn"), ...inChannel, ts: text, callbackId: text }),
  z.strictObject({ kind: z.literal("discord.chooseOn"), userId: text, messageId: text, name: text }),
  z.strictObject({ kind: z.literal("tavus.add"), name: text, systemPrompt: text }),
  z.strictObject({ kind: z.literal("tavus.change"), id: text, name: text, systemPrompt: text }),
  z.strictObject({ kind: z.literal("tavus.remove"), id: text }),
  z.strictObject({ kind: z.literal("tavus.join"), link: z.url(), person: text }),
  z.strictObject({ kind: z.literal("tavus.leave"), id: text, person: text }),
  z.strictObject({ kind: z.literal("tavus.say"), id: text, text }),
  z.strictObject({ kind: z.literal("tavus.runOut"), id: text }),
  z.strictObject({ kind: z.literal("tavus.callFromOutside"), id: text }),
  z.strictObject({ kind: z.literal("tavus.finishVideo"), id: text }),
  z.strictObject({ kind: z.literal("tavus.failVideo"), id: text }),
  z.strictObject({ kind: z.literal("tavus.fault"), fault: fault.exactOptional() }),
  z.strictObject({ kind: z.literal("bot.start") }),
  z.strictObject({ kind: z.literal("bot.stop") }),
  z.strictObject({ kind: z.literal("fleet.kill"), name: text }),
  z.strictObject({ kind: z.literal("fleet.start"), name: text }),
  z.strictObject({ kind: z.literal("fleet.roll") }),
]);

const clientMessage: z.ZodType<ClientMessage> = z.strictObject({ id: z.number(), act });

/** What the page sent, or undefined where the page is not of this sandbox's version. */
export function readClientMessage(json: string): ClientMessage | undefined {
  try {
    return clientMessage.safeParse(JSON.parse(json)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
