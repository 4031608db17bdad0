import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  type APITextDisplayComponent,
  ComponentType,
} from "discord.js";
import type { Field } from "../../chat/form/field.ts";
import { isEarly, type OpenForm } from "../../chat/form/form.ts";
import { limits } from "../../chat/limits.ts";
import { inUtc } from "../../chat/time-mark.ts";
import { cutText, type TextUnit } from "../../cut-text.ts";
import { encodeForm } from "../read/form-ids.ts";
import { renderInput } from "./render-input.ts";
import { escapeMarkdown } from "./text.ts";

/**
 * A form as a modal: its late fields, each in a Label, below the notice. Discord counts code points
 * (https://github.com/discord/discord-api-docs/issues/1315), so that what was typed is shown whole where it may be sent as it is.
 */
export function renderForm(
  open: OpenForm,
  unit: TextUnit = "codePoints",
): APIModalInteractionResponseCallbackData {
  const fields = Object.entries(open.form.fields).filter(([, field]) => !isEarly(field));
  const labels = fields.map(([key, field]) => renderField(key, field, { open, unit }));
  return {
    custom_id: encodeForm(open),
    title: open.form.title,
    components: withNotice(labels, noticeOf(open)),
  };
}

/** Above what is said of this opening goes before what is said at each, for which there may be no room. */
function noticeOf({ form, notice, errors = {} }: OpenForm): string | undefined {
  const { elsewhere } = form;
  if (!elsewhere) return notice;
  if (!notice) return Object.keys(errors).length > 0 ? undefined : elsewhere;
  const both = `${notice} ${elsewhere}`;
  return both.length > limits.hint ? notice : both;
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
    index === 0 ? { ...label, description: cutText(inUtc(notice), limits.hint) } : label,
  );
}

function renderField(
  key: string,
  field: Field,
  { open: { values, errors, choices }, unit }: { open: OpenForm; unit: TextUnit },
): APILabelComponent {
  const description = errors?.[key] ?? field.hint;
  return {
    type: ComponentType.Label,
    label: field.label,
    ...(description && { description: cutText(inUtc(description), limits.hint) }),
    component: renderInput({ key, value: values[key], choices: choices?.[key] ?? [], unit }, field),
  };
}
