import { z } from "zod";

/* What this page draws of Slack's payloads, and nothing else of them: https://docs.slack.dev/reference/block-kit/blocks */

export const textSchema = z.object({ type: z.string().default("plain_text"), text: z.string() });

export type SlackText = z.infer<typeof textSchema>;

export const optionSchema = z.object({
  text: textSchema,
  value: z.string(),
  description: textSchema.optional(),
});

export type SlackOption = z.infer<typeof optionSchema>;

export const elementSchema = z.object({
  type: z.string(),
  action_id: z.string().optional(),
  text: z.union([textSchema, z.string()]).optional(),
  style: z.string().optional(),
  url: z.string().optional(),
  placeholder: textSchema.optional(),
  multiline: z.boolean().default(false),
  max_length: z.number().optional(),
  min_query_length: z.number().default(3),
  initial_value: z.string().optional(),
  options: z.array(optionSchema).default([]),
  option_groups: z.array(z.object({ label: textSchema, options: z.array(optionSchema) })).default([]),
  initial_option: optionSchema.optional(),
  initial_options: z.array(optionSchema).default([]),
  max_selected_items: z.number().optional(),
  filter: z.object({ include: z.array(z.string()).optional() }).optional(),
  filetypes: z.array(z.string()).default([]),
  max_files: z.number().optional(),
  image_url: z.string().optional(),
  alt_text: z.string().optional(),
});

export type SlackElement = z.infer<typeof elementSchema>;

const richStyle = z.object({
  bold: z.boolean().optional(),
  italic: z.boolean().optional(),
  strike: z.boolean().optional(),
  code: z.boolean().optional(),
});

/** A piece of rich text, or something that holds pieces. */
export const richSchema = z.object({
  type: z.string(),
  text: z.string().optional(),
  url: z.string().optional(),
  user_id: z.string().optional(),
  channel_id: z.string().optional(),
  unicode: z.string().optional(),
  name: z.string().optional(),
  timestamp: z.number().optional(),
  style: z.union([richStyle, z.string()]).optional(),
  get elements() {
    return z.array(richSchema).default([]);
  },
});

export type RichPiece = z.infer<typeof richSchema>;

export const blockSchema = z.object({
  type: z.string(),
  block_id: z.string().default(""),
  text: textSchema.optional(),
  fields: z.array(textSchema).default([]),
  accessory: elementSchema.optional(),
  label: textSchema.optional(),
  hint: textSchema.optional(),
  optional: z.boolean().default(false),
  dispatch_action: z.boolean().default(false),
  element: elementSchema.optional(),
  image_url: z.string().optional(),
  alt_text: z.string().default(""),
  /** The elements of actions, context and rich_text; read as what the block holds. */
  elements: z.array(z.unknown()).default([]),
});

export type SlackBlock = z.infer<typeof blockSchema>;

const fileSchema = z.object({
  id: z.string().default(""),
  name: z.string().default("file"),
  size: z.number().default(0),
  url_private_download: z.string().optional(),
  url_private: z.string().optional(),
});

export type SlackFile = z.infer<typeof fileSchema>;

/** What hangs below a message; here only previews are drawn. */
const attachmentSchema = z.object({
  id: z.number().default(0),
  is_app_unfurl: z.boolean().default(false),
  app_unfurl_url: z.string().default(""),
  color: z.string().optional(),
  title: z.string().default(""),
  text: z.string().default(""),
  blocks: z.array(blockSchema).default([]),
});

export type SlackAttachment = z.infer<typeof attachmentSchema>;

export const messageSchema = z.object({
  text: z.string().default(""),
  blocks: z.array(blockSchema).default([]),
  attachments: z.array(attachmentSchema).default([]),
  files: z.array(fileSchema).default([]),
});

export const viewSchema = z.object({
  title: textSchema,
  submit: textSchema.nullish(),
  close: textSchema.nullish(),
  blocks: z.array(blockSchema).default([]),
});

const fieldState = z.object({
  value: z.string().nullish(),
  selected_option: optionSchema.nullish(),
  selected_options: z.array(optionSchema).optional(),
  selected_user: z.string().nullish(),
  selected_channel: z.string().nullish(),
  selected_conversation: z.string().nullish(),
  selected_users: z.array(z.string()).optional(),
  selected_channels: z.array(z.string()).optional(),
  selected_conversations: z.array(z.string()).optional(),
  files: z.array(fileSchema).optional(),
});

export type FieldState = z.infer<typeof fieldState>;

/** The values by block_id, then by action_id. */
export const stateSchema = z.record(z.string(), z.record(z.string(), fieldState));

export const suggestionsSchema = z.array(z.object({ text: z.string(), value: z.string() }));
