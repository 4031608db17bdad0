import { z } from "zod";
import { shownBlocks } from "./block-text.ts";

/** What Slack sends, as far as we read it: https://docs.slack.dev/reference/interaction-payloads */

const user = z.object({ id: z.string() });

export const fileSchema = z.object({
  id: z.string().nullish(),
  name: z.string().nullish(),
  size: z.number().nullish(),
  url_private_download: z.string().nullish(),
  url_private: z.string().nullish(),
  is_external: z.boolean().nullish(),
  mode: z.string().nullish(),
});
export type SlackFile = z.output<typeof fileSchema>;

/** With its text, so that it can be shown again. */
const option = z.looseObject({ value: z.string() });

const fieldState = z.object({
  value: z.string().nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_conversation: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  files: z.array(fileSchema).nullish(),
});

/** As we drew it, so that it can be drawn again. */
const block = z.looseObject({
  type: z.string(),
  block_id: z.string().optional(),
  element: z.looseObject({ type: z.string(), action_id: z.string() }).optional().catch(undefined),
});

/** Where it is empty Slack has sent a list in its place (slack-go/slack#943). */
const viewState = z.object({
  values: z.preprocess(
    (values) => (Array.isArray(values) && values.length === 0 ? {} : values),
    z.record(z.string(), z.record(z.string(), fieldState)),
  ),
});

const view = z.object({
  id: z.string(),
  /** "home" for the app's own tab; every other is a form. */
  type: z.string().default("modal"),
  hash: z.string().default(""),
  callback_id: z.string().default(""),
  private_metadata: z.string().default(""),
  title: z.unknown().optional(),
  submit: z.unknown().optional(),
  close: z.unknown().optional(),
  blocks: z.array(block).default([]),
  state: viewState.nullish().transform((state) => state ?? { values: {} }),
});

export const commandPayload = z.object({
  command: z.string(),
  text: z.string().default(""),
  user_id: z.string(),
  channel_id: z.string(),
  trigger_id: z.string(),
  response_url: z.string().optional(),
});

/** Anybody's app has written it. What is of another shape is as good as not there, and the rest is read: somebody waits for a form. */
const words = z.string().nullish().catch(undefined);
const given = z.array(fileSchema).nullish().catch(undefined);

/** What was shared from elsewhere, and what other apps say: https://docs.slack.dev/messaging/formatting-message-text#attachments */
const attachment = z.object({
  pretext: words,
  title: words,
  text: words,
  fields: z
    .array(z.object({ title: words, value: words }))
    .nullish()
    .catch(undefined),
  blocks: shownBlocks.optional(),
  files: given,
  fallback: words,
});

const message = z.object({
  text: words,
  files: given,
  blocks: shownBlocks.optional(),
  attachments: z.array(attachment).nullish().catch(undefined),
  /** An app has posted it. */
  bot_id: words,
  ts: words,
  /** The thread that it stands in; of the message that a thread hangs below, its own `ts`. */
  thread_ts: words,
});

/** https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload */
export const shortcutPayload = z.object({
  callback_id: z.string(),
  user,
  channel: z.object({ id: z.string() }),
  trigger_id: z.string(),
  response_url: z.string().optional(),
  message: message.default({}),
});

export const submissionPayload = z.object({
  user,
  trigger_id: z.string().optional(),
  view,
});

const action = z.object({
  type: z.string(),
  action_id: z.string(),
  block_id: z.string().optional(),
  /** Seconds since 1970, with a fraction. */
  action_ts: z.string().optional(),
  /** Set on a link button: its press is reported too, and only needs to be acknowledged. */
  url: z.string().optional(),
  /** What was chosen in a menu; null when the choice was taken back. */
  selected_option: option.nullish(),
});

/** A press on a message's button, a choice in its menu, or a change of a field inside a view. */
export const actionPayload = z.object({
  user,
  trigger_id: z.string(),
  response_url: z.string().optional(),
  channel: z.object({ id: z.string() }).nullish(),
  container: z
    .object({
      is_ephemeral: z.boolean().optional(),
      message_ts: z.string().optional(),
      /** The thread that the message stands in, if it does. */
      thread_ts: z.string().nullish(),
      /** A preview below somebody's own message. */
      is_app_unfurl: z.boolean().optional(),
    })
    .optional(),
  view: view.optional(),
  actions: z.tuple([action], action),
});

export const suggestionPayload = z.object({
  user,
  value: z.string().default(""),
  action_id: z.string(),
  block_id: z.string(),
  view,
});

/** The form that something was changed in; undefined: a button was pressed, in a message or in the Home tab. */
export function formIn({ view: shown }: z.infer<typeof actionPayload>): z.infer<typeof view> | undefined {
  return shown?.type === "home" ? undefined : shown;
}

export type FieldState = z.infer<typeof fieldState>;
export type SlackView = z.infer<typeof view>;
export type CommandPayload = z.infer<typeof commandPayload>;
export type ShortcutPayload = z.infer<typeof shortcutPayload>;
export type SubmissionPayload = z.infer<typeof submissionPayload>;
export type ActionPayload = z.infer<typeof actionPayload>;
export type SuggestionPayload = z.infer<typeof suggestionPayload>;
