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
const user = z.string().regex(/^[UW][A-Z0-9]+$/, "invalid user id");
const channel = z.string().regex(/^[CG][A-Z0-9]+$/, "invalid channel id");
const conversation = z.string().regex(/^[CGD][A-Z0-9]+$/, "invalid conversation id");

function several(id: z.ZodString) {
  return z.array(id).min(1).optional();
}

type Initial = { readonly max_selected_items?: number | undefined };

/** What is chosen from the start is no more than may be chosen. */
function checkMost(chosen: string) {
  return (element: Initial & Readonly<Record<string, unknown>>, context: z.RefinementCtx) => {
    const initial = element[chosen];
    const count = Array.isArray(initial) ? initial.length : 0;
    if (count <= (element.max_selected_items ?? count)) return;
    const message = `no more than ${element.max_selected_items} items allowed`;
    context.addIssue({ code: "custom", path: [chosen], message });
  };
}

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
  initial_user: user.optional(),
});

export const multiUsersSelect = z
  .strictObject({
    ...multi,
    type: z.literal("multi_users_select"),
    initial_users: several(user),
  })
  .superRefine(checkMost("initial_users"));

export const channelsSelect = z.strictObject({
  ...menu,
  ...respondable,
  type: z.literal("channels_select"),
  initial_channel: channel.optional(),
});

export const multiChannelsSelect = z
  .strictObject({
    ...multi,
    type: z.literal("multi_channels_select"),
    initial_channels: several(channel),
  })
  .superRefine(checkMost("initial_channels"));

export const conversationsSelect = z.strictObject({
  ...menu,
  ...conversations,
  ...respondable,
  type: z.literal("conversations_select"),
  initial_conversation: conversation.optional(),
});

export const multiConversationsSelect = z
  .strictObject({
    ...multi,
    ...conversations,
    type: z.literal("multi_conversations_select"),
    initial_conversations: several(conversation),
  })
  .superRefine(checkMost("initial_conversations"));
