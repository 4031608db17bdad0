import { z } from "zod";
import { confirmation, identifier, placeholder } from "./block-kit-composition.ts";
import { limits } from "./block-kit-limits.ts";

/** Elements people type or pick into: https://docs.slack.dev/reference/block-kit/block-elements */
const typed = {
  action_id: identifier.optional(),
  placeholder: placeholder.optional(),
  focus_on_load: z.boolean().optional(),
};

const dispatchConfig = z.strictObject({
  trigger_actions_on: z.array(z.enum(["on_enter_pressed", "on_character_entered"])).min(1),
});
const dispatching = { ...typed, dispatch_action_config: dispatchConfig.optional() };
const picked = { ...typed, confirm: confirmation.optional() };

const textLength = z.int().min(0).max(limits.inputText);

export const plainTextInput = z
  .strictObject({
    ...dispatching,
    type: z.literal("plain_text_input"),
    initial_value: z.string().max(limits.inputText).optional(),
    multiline: z.boolean().optional(),
    min_length: textLength.optional(),
    max_length: textLength.min(1).optional(),
  })
  .superRefine((input, context) => {
    const longest = input.max_length ?? limits.inputText;
    if ((input.min_length ?? 0) > longest) {
      context.addIssue({ code: "custom", path: ["min_length"], message: "min_length exceeds max_length" });
    }
    if ((input.initial_value ?? "").length > longest) {
      context.addIssue({
        code: "custom",
        path: ["initial_value"],
        message: "initial_value exceeds max_length",
      });
    }
  });

export const emailInput = z.strictObject({
  ...dispatching,
  type: z.literal("email_text_input"),
  initial_value: z.email().optional(),
});

export const urlInput = z.strictObject({
  ...dispatching,
  type: z.literal("url_text_input"),
  initial_value: z.url().optional(),
});

const numeral = z.string().regex(/^-?\d+(\.\d+)?$/);

export const numberInput = z.strictObject({
  ...dispatching,
  type: z.literal("number_input"),
  is_decimal_allowed: z.boolean(),
  initial_value: numeral.optional(),
  min_value: numeral.optional(),
  max_value: numeral.optional(),
});

export const richTextInput = z.strictObject({
  ...dispatching,
  type: z.literal("rich_text_input"),
  initial_value: z.record(z.string(), z.unknown()).optional(),
});

export const fileInput = z.strictObject({
  type: z.literal("file_input"),
  action_id: identifier.optional(),
  filetypes: z.array(z.string().min(1)).min(1).optional(),
  max_files: z.int().min(1).max(limits.files).optional(),
});

export const datePicker = z.strictObject({
  ...picked,
  type: z.literal("datepicker"),
  initial_date: z.iso.date().optional(),
});

export const timePicker = z.strictObject({
  ...picked,
  type: z.literal("timepicker"),
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  timezone: z.string().optional(),
});

export const dateTimePicker = z.strictObject({
  type: z.literal("datetimepicker"),
  action_id: identifier.optional(),
  confirm: confirmation.optional(),
  focus_on_load: z.boolean().optional(),
  initial_date_time: z.int().min(1_000_000_000).max(9_999_999_999).optional(),
});
