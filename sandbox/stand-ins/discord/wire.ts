import { z } from "zod";

const optionSchema = z.looseObject({
  label: z.string(),
  value: z.string(),
  description: z.string().optional(),
  default: z.boolean().optional(),
});

/** What stands in a select of users, roles or channels when it opens. */
const defaultValueSchema = z.looseObject({ id: z.string(), type: z.string() });

const componentSchema = z.looseObject({
  type: z.number(),
  id: z.number().optional(),
  custom_id: z.string().optional(),
  label: z.string().optional(),
  description: z.string().optional(),
  content: z.string().optional(),
  placeholder: z.string().optional(),
  style: z.number().optional(),
  url: z.string().optional(),
  emoji: z.unknown().optional(),
  disabled: z.boolean().optional(),
  required: z.boolean().optional(),
  value: z.string().optional(),
  default: z.boolean().optional(),
  min_values: z.number().optional(),
  max_values: z.number().optional(),
  min_length: z.number().optional(),
  max_length: z.number().optional(),
  file_types: z.array(z.string()).optional(),
  options: z.array(optionSchema).optional(),
  default_values: z.array(defaultValueSchema).optional(),
  channel_types: z.array(z.number()).optional(),
  get components() {
    return z.array(componentSchema).optional();
  },
  get component() {
    return componentSchema.optional();
  },
  get accessory() {
    return componentSchema.optional();
  },
});

const embedSchema = z.looseObject({
  title: z.string().optional(),
  description: z.string().optional(),
  url: z.string().optional(),
  color: z.number().optional(),
  footer: z.looseObject({ text: z.string() }).optional(),
  author: z.looseObject({ name: z.string() }).optional(),
  fields: z.array(z.looseObject({ name: z.string(), value: z.string() })).optional(),
});

const attachmentPlanSchema = z.looseObject({
  id: z.union([z.string(), z.number()]).transform(String),
  filename: z.string().optional(),
  description: z.string().optional(),
});

const allowedMentionsSchema = z.looseObject({
  parse: z.array(z.string()).optional(),
  users: z.array(z.string()).optional(),
  roles: z.array(z.string()).optional(),
});

/** A message as a bot sends it, after the published schema has passed it. `null` clears a part in an edit. */
export const messageBodySchema = z.preprocess(
  withoutDeepNulls,
  z.looseObject({
    content: z.string().nullish(),
    embeds: z.array(embedSchema).nullish(),
    components: z.array(componentSchema).nullish(),
    attachments: z.array(attachmentPlanSchema).nullish(),
    allowed_mentions: allowedMentionsSchema.nullish(),
    flags: z.number().nullish(),
    nonce: z.union([z.string(), z.number()]).nullish(),
    enforce_nonce: z.boolean().nullish(),
  }),
);

export const modalBodySchema = z.preprocess(
  withoutDeepNulls,
  z.looseObject({ custom_id: z.string(), title: z.string(), components: z.array(componentSchema) }),
);

export type Component = z.infer<typeof componentSchema>;
export type Embed = z.infer<typeof embedSchema>;
export type MessageBody = z.infer<typeof messageBodySchema>;
export type ModalBody = z.infer<typeof modalBodySchema>;
export type AllowedMentions = z.infer<typeof allowedMentionsSchema>;

/** Null below the top level is absent to Discord. */
function withoutDeepNulls(body: unknown): unknown {
  if (!isRecord(body)) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, dropNulls(value)]));
}

function dropNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropNulls);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(kept.map(([key, inner]) => [key, dropNulls(inner)]));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
