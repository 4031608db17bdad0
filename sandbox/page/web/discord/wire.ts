import { z } from "zod";

/*
 * What this page draws of Discord's payloads, and nothing else of them:
 * https://discord.com/developers/docs/components/reference and …/docs/resources/message
 */

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
  default_values: z.array(z.object({ id: z.string() })).nullish(),
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
  image: z.object({ url: z.string() }).nullish(),
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
