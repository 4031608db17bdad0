import { findControl, type Message } from "../guild/message.ts";
import { componentType, isSelect } from "../vocabulary.ts";
import type { Component } from "../wire.ts";
import type { Guild, World } from "../world.ts";
import { resolveSelected } from "./modal-values.ts";

/** The `data` of a component interaction, or an error where the client would not let a person press or choose. */
export function pressData(
  place: { world: World; guild: Guild | undefined },
  message: Message,
  customIdOrLabel: string,
  values: string[],
): Record<string, unknown> {
  const control = findControl(message, customIdOrLabel);
  if (control?.custom_id === undefined)
    throw new Error(`Message ${message.id} has nothing to press called "${customIdOrLabel}"`);
  if (control.disabled === true) throw new Error(`"${customIdOrLabel}" is disabled`);
  const data = { component_type: control.type, custom_id: control.custom_id, id: control.id };
  if (!isSelect(control.type)) return data;
  checkChosen(control, values);
  return { ...data, values, ...resolvedValues(place, control, values) };
}

function checkChosen(control: Component, values: string[]): void {
  const { min_values: min = 1, max_values: max = 1 } = control;
  if (values.length < min || values.length > max)
    throw new Error(`"${control.custom_id}" takes ${min} to ${max} choices, not ${values.length}`);
  const known = control.options?.map((option) => option.value);
  const unknown = values.find((value) => known !== undefined && !known.includes(value));
  if (unknown !== undefined) throw new Error(`"${control.custom_id}" has no option "${unknown}"`);
}

function resolvedValues(
  place: { world: World; guild: Guild | undefined },
  control: Component,
  values: string[],
): Record<string, unknown> {
  if (control.type === componentType.stringSelect) return {};
  const filling = { ...place, resolved: {} };
  for (const id of values) resolveSelected(filling, control.type, id);
  return { resolved: filling.resolved };
}
