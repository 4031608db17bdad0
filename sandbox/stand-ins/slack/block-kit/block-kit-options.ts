import type { z } from "zod";
import type { ChoiceOption, OptionGroup } from "./block-kit-composition.ts";

type HasOptions = {
  readonly options?: readonly ChoiceOption[] | undefined;
  readonly option_groups?: readonly OptionGroup[] | undefined;
};

/** Every option of a menu, grouped or not. */
export function allOptions(element: HasOptions): readonly ChoiceOption[] {
  return element.options ?? element.option_groups?.flatMap((group) => group.options) ?? [];
}

function isSameOption(one: ChoiceOption, other: ChoiceOption): boolean {
  return (
    one.value === other.value &&
    one.text.type === other.text.type &&
    one.text.text === other.text.text &&
    one.description?.text === other.description?.text
  );
}

function complain(context: z.RefinementCtx, path: (string | number)[], message: string): void {
  context.addIssue({ code: "custom", path, message });
}

/** Option values are "a unique string value" in Slack's reference. */
export function checkUniqueValues(element: HasOptions, context: z.RefinementCtx): void {
  const values = allOptions(element).map((option) => option.value);
  const repeated = values.find((value, index) => values.indexOf(value) !== index);
  if (repeated !== undefined) complain(context, ["options"], `option value is not unique: ${repeated}`);
}

export function checkOneSource(element: HasOptions, context: z.RefinementCtx): void {
  const sources = [element.options, element.option_groups].filter((source) => source !== undefined);
  if (sources.length !== 1) complain(context, [], "must provide either options or option_groups");
}

/** An initial option must exactly match one that is offered. */
export function checkInitialOption(
  element: HasOptions & { readonly initial_option?: ChoiceOption | undefined },
  context: z.RefinementCtx,
): void {
  const initial = element.initial_option;
  if (initial === undefined || allOptions(element).some((option) => isSameOption(option, initial))) return;
  complain(context, ["initial_option"], "initial_option must exactly match one of the options");
}

export function checkInitialOptions(
  element: HasOptions & { readonly initial_options?: readonly ChoiceOption[] | undefined },
  context: z.RefinementCtx,
): void {
  const options = allOptions(element);
  for (const [index, initial] of (element.initial_options ?? []).entries()) {
    if (options.some((option) => isSameOption(option, initial))) continue;
    complain(context, ["initial_options", index], "initial_options must exactly match the options");
  }
}
