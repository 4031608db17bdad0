import { z } from "zod";

/*
 * What this page draws of Discord's payloads, and nothing else of them:
 * https://discord.com/developers/docs/components/reference and …/docs/resources/message
 */

export const componentType = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

const choiceOption = z.object({
  label: z.string(),
  value: z.string(),
  description: z.string().nullish(),
  default: z.boolean().nullish(),
});

const emoji = z.object({ name: z.string().nullish() });

export const componentSchema = z.object({
  type: z.number(),
  custom_id: z.string().optional(),
  label: z.string().nullish(),
  description: z.string().nullish(),
  style: z.number().optional(),
  url: z.string().nullish(),
  emoji: emoji.nullish(),
  disabled: z.boolean().nullish(),
  placeholder: z.string().nullish(),
  required: z.boolean().nullish(),
  min_length: z.number().nullish(),
  max_length: z.number().nullish(),
  min_values: z.number().nullish(),
  max_values: z.number().nullish(),
  value: z.string().nullish(),
  default: z.boolean().nullish(),
  content: z.string().optional(),
  accent_color: z.number().nullish(),
  options: z.array(choiceOption).default([]),
  get component() {
    return componentSchema.optional();
  },
  get components() {
    return z.array(componentSchema).default([]);
  },
  get accessory() {
    return componentSchema.optional();
  },
});

export type Component = z.infer<typeof componentSchema>;

export const modalSchema = z.object({ title: z.string(), components: z.array(componentSchema) });

const optionChoice = z.object({ name: z.string(), value: z.union([z.string(), z.number()]) });

const optionSchema = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().nullish(),
  autocomplete: z.boolean().nullish(),
  choices: z.array(optionChoice).nullish(),
  max_length: z.number().nullish(),
});

export type CommandOption = z.infer<typeof optionSchema>;

export const optionType = { boolean: 5, user: 6, channel: 7, role: 8, attachment: 11 } as const;

export const commandSchema = z.object({
  name: z.string(),
  description: z.string().default(""),
  type: z.number().default(1),
  options: z.array(optionSchema).default([]),
});

export type DiscordCommand = z.infer<typeof commandSchema>;

const embedField = z.object({ name: z.string(), value: z.string(), inline: z.boolean().nullish() });

const embedSchema = z.object({
  title: z.string().nullish(),
  url: z.string().nullish(),
  description: z.string().nullish(),
  color: z.number().nullish(),
  author: z.object({ name: z.string() }).nullish(),
  fields: z.array(embedField).default([]),
  footer: z.object({ text: z.string() }).nullish(),
});

export type Embed = z.infer<typeof embedSchema>;

const attachmentSchema = z.object({ filename: z.string(), size: z.number().default(0), url: z.string() });

export type Attachment = z.infer<typeof attachmentSchema>;

export const messageSchema = z.object({
  content: z.string().default(""),
  embeds: z.array(embedSchema).default([]),
  components: z.array(componentSchema).default([]),
  attachments: z.array(attachmentSchema).default([]),
});

export const suggestionsSchema = z.array(optionChoice);
