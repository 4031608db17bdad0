import { z } from "zod";
import { confirmation, identifier, placeholder } from "./block-kit-composition.ts";

/** Menus Slack fills itself, with people and channels: https://docs.slack.dev/reference/block-kit/block-elements */
const menu = {
  action_id: identifier.optional(),
  confirm: confirmation.optional(),
  focus_on_load: z.boolean().optional(),
  placeholder: placeholder.optional(),
};
const multi = { ...menu, max_selected_items: z.int().min(1).optional() };
const id = z.string().min(1);
const ids = z.array(id).min(1).optional();

const filter = z
  .strictObject({
    include: z
      .array(z.enum(["im", "mpim", "private", "public"]))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .refine((given) => Object.keys(given).length > 0, "filter must not be empty");

const conversations = {
  default_to_current_conversation: z.boolean().optional(),
  filter: filter.optional(),
};
const respondable = { response_url_enabled: z.boolean().optional() };

export const usersSelect = z.strictObject({
  ...menu,
  type: z.literal("users_select"),
  initial_user: id.optional(),
});

export const multiUsersSelect = z.strictObject({
  ...multi,
  type: z.literal("multi_users_select"),
  initial_users: ids,
});

export const channelsSelect = z.strictObject({
  ...menu,
  ...respondable,
  type: z.literal("channels_select"),
  initial_channel: id.optional(),
});

export const multiChannelsSelect = z.strictObject({
  ...multi,
  type: z.literal("multi_channels_select"),
  initial_channels: ids,
});

export const conversationsSelect = z.strictObject({
  ...menu,
  ...conversations,
  ...respondable,
  type: z.literal("conversations_select"),
  initial_conversation: id.optional(),
});

export const multiConversationsSelect = z.strictObject({
  ...multi,
  ...conversations,
  type: z.literal("multi_conversations_select"),
  initial_conversations: ids,
});
