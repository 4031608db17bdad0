import { componentType } from "../../../../stand-ins/discord/vocabulary.ts";
import type { ModalValue } from "../../../protocol/act.ts";
import type { Component } from "../wire.ts";

export type ModalValues = { [customId: string]: ModalValue };

/** What stands in a modal when it opens. */
export function firstValues(components: readonly Component[]): ModalValues {
  const values: ModalValues = {};
  for (const input of components.flatMap(inputsOf)) {
    const value = firstValue(input);
    if (input.custom_id !== undefined && value !== undefined) values[input.custom_id] = value;
  }
  return values;
}

function inputsOf({ component, components }: Component): Component[] {
  return component ? [component] : components;
}

/** A radio group with nothing chosen has no value at all. */
function firstValue(input: Component): ModalValue | undefined {
  const ids = (input.default_values ?? []).map(({ id }) => id);
  const chosen = [...ids, ...input.options.filter((option) => option.default).map(({ value }) => value)];
  switch (input.type) {
    case componentType.textInput:
      return input.value ?? "";
    case componentType.radioGroup:
      return chosen[0];
    case componentType.checkbox:
      return input.default ?? false;
    default:
      return chosen;
  }
}
