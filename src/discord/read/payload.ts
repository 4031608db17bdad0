import { ApplicationCommandType, InteractionType, MessageFlags } from "discord.js";
import { z } from "zod";

/**
 * What the bot needs of an INTERACTION_CREATE payload, and nothing else of it.
 * https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object
 */
const attachmentSchema = z.object({ filename: z.string(), size: z.number(), url: z.string() });

const resolvedSchema = z.object({ attachments: z.record(z.string(), attachmentSchema).optional() });

const embedSchema = z.object({
  type: z.string().optional(),
  title: z.string().nullish(),
  description: z.string().nullish(),
  fields: z.array(z.object({ name: z.string(), value: z.string() })).default([]),
});

/** Text stands in text displays, which stand in sections and containers: https://docs.discord.com/developers/components/reference#text-display */
const shownSchema = z.object({
  content: z.string().default(""),
  get components() {
    return z.array(shownSchema).default([]);
  },
});

const contentSchema = z.object({
  content: z.string().default(""),
  embeds: z.array(embedSchema).default([]),
  // Of kinds that nobody knows yet, too: nothing is read from them then.
  components: z.array(shownSchema).catch([]),
  attachments: z.array(attachmentSchema).default([]),
  mentions: z
    .array(z.object({ id: z.string(), username: z.string(), global_name: z.string().nullish() }))
    .catch([]),
});

/** A forwarded message is empty itself: https://discord.com/developers/docs/resources/message#message-snapshot-object */
const givenSchema = contentSchema.extend({
  message_snapshots: z.array(z.object({ message: contentSchema })).default([]),
});

const optionSchema = z.object({
  name: z.string(),
  type: z.number(),
  value: z.union([z.string(), z.number(), z.boolean()]).optional(),
  focused: z.boolean().optional(),
});

const commandSchema = z.object({
  id: z.string().optional(),
  /** Where the command was registered, if that was for one server alone. */
  guild_id: z.string().optional(),
  name: z.string(),
  type: z.number().default(ApplicationCommandType.ChatInput),
  /** Of a command in a message's menu: the message, which stands in `resolved`. */
  target_id: z.string().optional(),
  options: z.array(optionSchema).default([]),
  resolved: resolvedSchema.extend({ messages: z.record(z.string(), givenSchema).optional() }).optional(),
});

const inputSchema = z.object({
  custom_id: z.string().optional(),
  value: z.union([z.string(), z.boolean()]).nullish(),
  values: z.array(z.string()).nullish(),
});

/** A Label holds one input; the deprecated action row holds a list. Text displays hold none. */
const placedInputSchema = z.object({
  component: inputSchema.optional(),
  components: z.array(inputSchema).optional(),
});

const submissionSchema = z.object({
  custom_id: z.string(),
  components: z.array(placedInputSchema).default([]),
  resolved: resolvedSchema.optional(),
});

const messageSchema = z.object({
  id: z.string().optional(),
  flags: z.number().default(0),
  components: z.array(z.unknown()).default([]),
});

const envelope = {
  id: z.string(),
  application_id: z.string(),
  token: z.string(),
  guild_id: z.string().optional(),
  channel_id: z.string().default(""),
  locale: z.string().default("en-US"),
  member: z
    .object({
      user: z.object({ id: z.string() }),
      permissions: z.string().default("0"),
      roles: z.array(z.string()).default([]),
    })
    .optional(),
};

const payloadSchema = z.discriminatedUnion("type", [
  z.object({ ...envelope, type: z.literal(InteractionType.ApplicationCommand), data: commandSchema }),
  z.object({
    ...envelope,
    type: z.literal(InteractionType.ApplicationCommandAutocomplete),
    data: commandSchema,
  }),
  z.object({
    ...envelope,
    type: z.literal(InteractionType.MessageComponent),
    /** `values` is there when somebody chose in a menu. */
    data: z.object({ custom_id: z.string(), values: z.array(z.string()).optional() }),
    message: messageSchema,
  }),
  z.object({
    ...envelope,
    type: z.literal(InteractionType.ModalSubmit),
    data: submissionSchema,
    /** The message whose button opened the modal, if one did. */
    message: messageSchema.optional(),
  }),
]);

/**
 * Of anything that somebody has done, such as in a way that is new, the little that it takes to answer it. A ping is nobody's doing.
 */
const unreadSchema = z
  .object({
    id: z.string(),
    application_id: z.string(),
    token: z.string(),
    type: z.number().refine((type) => type !== InteractionType.Ping),
    data: z.unknown().optional(),
  })
  .transform(({ type: sentAs, ...read }) => ({
    ...read,
    type: "unread" as const,
    sentAs,
    guild_id: undefined,
    channel_id: "",
    locale: "",
    member: undefined,
  }));

export type UnreadPayload = z.infer<typeof unreadSchema>;
export type Payload = z.infer<typeof payloadSchema> | UnreadPayload;
export type CommandData = z.infer<typeof commandSchema>;
export type MessageContent = z.infer<typeof contentSchema>;
export type ShownComponent = z.infer<typeof shownSchema>;
export type SubmissionData = z.infer<typeof submissionSchema>;
export type InputValue = z.infer<typeof inputSchema>;
export type Attachments = z.infer<typeof resolvedSchema>["attachments"];

/** Reads what the gateway delivered; undefined when it is no interaction the bot could ever answer. */
export function readPayload(raw: unknown): Payload | undefined {
  return payloadSchema.safeParse(raw).data ?? unreadSchema.safeParse(raw).data;
}

/** Whether it came from a message only the person who acted can see: that message may be replaced by the answer. */
export function isFromPrivateMessage(payload: Payload): boolean {
  const flags = "message" in payload ? (payload.message?.flags ?? 0) : 0;
  return (flags & MessageFlags.Ephemeral) !== 0;
}
