import { z } from "zod";
import { limits } from "./block-kit-limits.ts";

/** Text objects, options and confirmations: https://docs.slack.dev/reference/block-kit/composition-objects */
export function plainText(maxLength: number) {
  return z.strictObject({
    type: z.literal("plain_text"),
    text: z.string().min(1).max(maxLength),
    emoji: z.boolean().optional(),
  });
}

export function markdownText(maxLength: number) {
  return z.strictObject({
    type: z.literal("mrkdwn"),
    text: z.string().min(1).max(maxLength),
    verbatim: z.boolean().optional(),
  });
}

export function anyText(maxLength: number) {
  return z.discriminatedUnion("type", [plainText(maxLength), markdownText(maxLength)]);
}

const optionDetails = {
  value: z.string().min(1).max(limits.optionValue),
  description: plainText(limits.optionText).optional(),
};

export const menuOption = z.strictObject({ text: plainText(limits.optionText), ...optionDetails });
export const overflowOption = menuOption.extend({ url: z.url().max(limits.url).optional() });
export const choiceOption = z.strictObject({
  text: anyText(limits.optionText),
  ...optionDetails,
  description: anyText(limits.optionText).optional(),
});
export type MenuOption = z.infer<typeof menuOption>;
export type ChoiceOption = z.infer<typeof choiceOption>;

export const optionGroup = z.strictObject({
  label: plainText(limits.optionText),
  options: z.array(menuOption).min(1).max(limits.selectOptions),
});
export type OptionGroup = z.infer<typeof optionGroup>;

export const confirmation = z.strictObject({
  title: plainText(limits.confirmTitle),
  text: anyText(limits.confirmText),
  confirm: plainText(limits.confirmButton),
  deny: plainText(limits.confirmButton),
  style: z.enum(["primary", "danger"]).optional(),
});

export const identifier = z.string().min(1).max(limits.identifier);
export const placeholder = plainText(limits.placeholder);
