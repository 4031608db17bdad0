import { z } from "zod";
import {
  choiceOption,
  confirmation,
  identifier,
  menuOption,
  optionGroup,
  overflowOption,
  placeholder,
} from "./block-kit-composition.ts";
import { limits } from "./block-kit-limits.ts";
import {
  checkInitialOption,
  checkInitialOptions,
  checkOneSource,
  checkUniqueValues,
} from "./block-kit-options.ts";

/** Elements people choose from: https://docs.slack.dev/reference/block-kit/block-elements */
const base = {
  action_id: identifier.optional(),
  confirm: confirmation.optional(),
  focus_on_load: z.boolean().optional(),
};
const menu = { ...base, placeholder: placeholder.optional() };
const multi = { ...menu, max_selected_items: z.int().min(1).optional() };
const offered = {
  options: z.array(menuOption).min(1).max(limits.selectOptions).optional(),
  option_groups: z.array(optionGroup).min(1).max(limits.optionGroups).optional(),
};

export const staticSelect = z
  .strictObject({
    ...menu,
    ...offered,
    type: z.literal("static_select"),
    initial_option: menuOption.optional(),
  })
  .superRefine(checkOneSource)
  .superRefine(checkUniqueValues)
  .superRefine(checkInitialOption);

export const multiStaticSelect = z
  .strictObject({
    ...multi,
    ...offered,
    type: z.literal("multi_static_select"),
    initial_options: z.array(menuOption).min(1).optional(),
  })
  .superRefine(checkOneSource)
  .superRefine(checkUniqueValues)
  .superRefine(checkInitialOptions);

const minQueryLength = z.int().min(0).optional();

export const externalSelect = z.strictObject({
  ...menu,
  type: z.literal("external_select"),
  initial_option: menuOption.optional(),
  min_query_length: minQueryLength,
});

export const multiExternalSelect = z.strictObject({
  ...multi,
  type: z.literal("multi_external_select"),
  initial_options: z.array(menuOption).min(1).optional(),
  min_query_length: minQueryLength,
});

const choices = { ...base, options: z.array(choiceOption).min(1).max(limits.checkboxOptions) };

export const checkboxes = z
  .strictObject({
    ...choices,
    type: z.literal("checkboxes"),
    initial_options: z.array(choiceOption).min(1).optional(),
  })
  .superRefine(checkUniqueValues)
  .superRefine(checkInitialOptions);

export const radioButtons = z
  .strictObject({ ...choices, type: z.literal("radio_buttons"), initial_option: choiceOption.optional() })
  .superRefine(checkUniqueValues)
  .superRefine(checkInitialOption);

export const overflow = z.strictObject({
  type: z.literal("overflow"),
  action_id: identifier.optional(),
  confirm: confirmation.optional(),
  options: z.array(overflowOption).min(1).max(limits.overflowOptions),
});
