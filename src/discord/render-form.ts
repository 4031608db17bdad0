import {
  type APIComponentInLabel,
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextDisplayComponent,
  ComponentType,
  TextInputStyle,
} from "discord.js";
import type {
  ChoiceField,
  ChoicesField,
  Field,
  FieldValue,
  LineField,
  ParagraphField,
} from "../chat/field.ts";
import { isEarly, type OpenForm } from "../chat/form.ts";
import { limits } from "../chat/limits.ts";
import { encodeForm } from "./form-ids.ts";
import { cut, escapeMarkdown, fitText } from "./text.ts";

/** https://discord.com/developers/docs/components/reference#text-input */
const longestText = 4000;

/** A form as a modal: its late fields, each in a Label, below the notice. */
export function renderForm(open: OpenForm): APIModalInteractionResponseCallbackData {
  const fields = Object.entries(open.form.fields).filter(([, field]) => !isEarly(field));
  const labels = fields.map(([key, field]) => renderField(key, field, open));
  return {
    custom_id: encodeForm(open),
    title: open.form.title,
    components: withNotice(labels, open.notice),
  };
}

/** A modal holds five components: where the fields take them all, the notice goes below the first label. */
function withNotice(
  labels: APILabelComponent[],
  notice: string | undefined,
): (APILabelComponent | APITextDisplayComponent)[] {
  if (!notice) return labels;
  if (labels.length < limits.formFields) {
    return [{ type: ComponentType.TextDisplay, content: escapeMarkdown(notice) }, ...labels];
  }
  return labels.map((label, index) =>
    index === 0 ? { ...label, description: cut(notice, limits.hint) } : label,
  );
}

function renderField(key: string, field: Field, { values, errors }: OpenForm): APILabelComponent {
  const description = errors?.[key] ?? field.hint;
  return {
    type: ComponentType.Label,
    label: field.label,
    ...(description && { description: cut(description, limits.hint) }),
    component: renderInput(key, field, values[key]),
  };
}

function renderInput(key: string, field: Field, value: FieldValue | undefined): APIComponentInLabel {
  switch (field.kind) {
    case "line":
    case "paragraph":
      return renderText(key, field, typeof value === "string" ? value : "");
    case "choice":
      return renderSelect(key, field, typeof value === "string" ? value : field.initial);
    case "choices":
      return renderCheckboxes(key, field, Array.isArray(value) ? value : []);
    case "search":
    case "file":
      throw new Error(`Field ${key}: "${field.kind}" is always early`);
  }
}

/**
 * A value longer than the field takes is shown all the same, so that it can be shortened; sending it checks again. Of
 * one longer than Discord takes, the end is replaced by a sentence, and the rest is still too long to be sent by mistake.
 */
function renderText(key: string, field: LineField | ParagraphField, value: string): APIComponentInLabel {
  const shown = fitText(value, longestText, (plain) => plain);
  return {
    type: ComponentType.TextInput,
    custom_id: key,
    style: field.kind === "line" ? TextInputStyle.Short : TextInputStyle.Paragraph,
    required: field.required ?? false,
    max_length: Math.max(field.maxLength, shown.length),
    ...(shown && { value: shown }),
    ...(field.placeholder && { placeholder: field.placeholder }),
  };
}

function renderSelect(key: string, field: ChoiceField, chosen: string | undefined): APIComponentInLabel {
  const required = field.required ?? false;
  return {
    type: ComponentType.StringSelect,
    custom_id: key,
    required,
    min_values: required ? 1 : 0,
    max_values: 1,
    options: field.choices.map(({ label, value }) => ({ label, value, default: value === chosen })),
  };
}

function renderCheckboxes(key: string, field: ChoicesField, chosen: string[]): APIComponentInLabel {
  const required = field.required ?? false;
  return {
    type: ComponentType.CheckboxGroup,
    custom_id: key,
    required,
    min_values: required ? 1 : 0,
    max_values: field.choices.length,
    options: field.choices.map(({ label, value }) => ({ label, value, default: chosen.includes(value) })),
  };
}
