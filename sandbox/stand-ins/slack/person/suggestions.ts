import { z } from "zod";
import { type MenuOption, menuOption, optionGroup } from "../block-kit/block-kit-composition.ts";
import { limits } from "../block-kit/block-kit-limits.ts";
import { checkOneSource } from "../block-kit/block-kit-options.ts";

/** The acknowledgement of a block_suggestion: https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload */
export const suggestions = z
  .strictObject({
    options: z.array(menuOption).max(limits.selectOptions).optional(),
    option_groups: z.array(optionGroup).max(limits.optionGroups).optional(),
  })
  .superRefine(checkOneSource);
export type Suggestions = z.infer<typeof suggestions>;

export function suggestedOptions(given: Suggestions): readonly MenuOption[] {
  return given.options ?? given.option_groups?.flatMap((group) => group.options) ?? [];
}
