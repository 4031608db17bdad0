import { componentType } from "../vocabulary.ts";
import type { Component, ModalBody } from "../wire.ts";

/** One input of an open modal, as a person sees it. */
export interface ModalField {
  customId: string;
  /** Discord's component type: 4 text, 3 select, 5 to 8 the guild's own, 19 files, 21 radio, 22 checkboxes, 23 checkbox. */
  type: number;
  label: string;
  description: string | undefined;
  placeholder: string | undefined;
  required: boolean;
  /** Text already in the box, options or ids already chosen, or the state of a checkbox. */
  prefilled: string | string[] | boolean;
  options: { label: string; value: string; description?: string | undefined }[];
  minLength: number | undefined;
  maxLength: number | undefined;
  minValues: number | undefined;
  maxValues: number | undefined;
  /** The types that a select of channels offers; undefined: all. */
  channelTypes: number[] | undefined;
}

/** A modal on a person's screen. */
export interface Modal {
  customId: string;
  title: string;
  fields: ModalField[];
  /** The input with this custom_id, or an error that names those there are. */
  field(customId: string): ModalField;
  /** The body as the bot sent it, components numbered. */
  body: ModalBody;
}

export function readModal(body: ModalBody): Modal {
  const fields = body.components.flatMap(readField);
  return {
    customId: body.custom_id,
    title: body.title,
    fields,
    field: (customId) => findField(fields, customId),
    body,
  };
}

function findField(fields: ModalField[], customId: string): ModalField {
  const field = fields.find((candidate) => candidate.customId === customId);
  if (field !== undefined) return field;
  const names = fields.map((candidate) => candidate.customId).join(", ");
  throw new Error(`The modal has no field "${customId}"; it has ${names}`);
}

function readField(component: Component): ModalField[] {
  if (component.type === componentType.label && component.component !== undefined)
    return [fieldOf(component.component, component.label, component.description)];
  return (component.components ?? []).map((input) => fieldOf(input, input.label, undefined));
}

function fieldOf(input: Component, label: string | undefined, description: string | undefined): ModalField {
  return {
    customId: input.custom_id ?? "",
    type: input.type,
    label: label ?? "",
    description,
    placeholder: input.placeholder,
    required: input.required ?? input.type !== componentType.checkbox,
    prefilled: prefilledOf(input),
    options: input.options ?? [],
    minLength: input.min_length,
    maxLength: input.max_length,
    minValues: input.min_values,
    maxValues: input.max_values,
    channelTypes: input.channel_types,
  };
}

function prefilledOf(input: Component): string | string[] | boolean {
  if (input.type === componentType.textInput) return input.value ?? "";
  if (input.type === componentType.checkbox) return input.default ?? false;
  if (input.default_values) return input.default_values.map(({ id }) => id);
  return (input.options ?? []).filter((option) => option.default === true).map((option) => option.value);
}
