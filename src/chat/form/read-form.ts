import { countCharacters } from "../../cut-text.ts";
import { inQuotes } from "../../short-name.ts";
import { writeDigits } from "../../text/digits.ts";
import { isBlank } from "../../text/visible.ts";
import { limits } from "../limits.ts";
import {
  type Field,
  type FieldErrors,
  type Fields,
  type FieldValue,
  type FormValues,
  isFileReference,
  isTextFile,
  listOf,
  textOf,
  type ValuesOf,
} from "./field.ts";
import type { Form } from "./form.ts";

export type ReadForm<F extends Fields> = { errors: FieldErrors } | { values: ValuesOf<F> };

/**
 * The values of a submitted form, each field's own rules checked: required, length, a known choice, plain text.
 * Files must have been fetched before. Text is kept as it was typed, but for white space around a line.
 */
export function readForm<F extends Fields>(form: Form<F>, values: FormValues): ReadForm<F> {
  return readFields(form.fields, values);
}

/** The same for fields that stand in no form: the options of a command. */
export function readFields<F extends Fields>(fields: F, values: FormValues): ReadForm<F> {
  const errors: FieldErrors = {};
  const read: Record<string, string | string[] | FieldValue | undefined> = {};
  for (const [key, field] of Object.entries<Field>(fields)) {
    const mistake = mistakeIn(field, values[key]);
    if (mistake) errors[key] = mistake;
    else read[key] = readValue(field, values[key]);
  }
  if (Object.keys(errors).length > 0) return { errors };
  // The loop above gave every key the type that its field's kind stands for.
  return { values: read as ValuesOf<F> };
}

/** What is wrong with one field's value, as a sentence that says what to change; undefined when it is fine. */
export function mistakeIn(field: Field, value: FieldValue | undefined): string | undefined {
  switch (field.kind) {
    case "line":
    case "paragraph":
      return mistakeInText(field, textOf(value));
    case "search":
      return mistakeInText({ ...field, maxLength: 100 }, textOf(value));
    case "pick":
      return mistakeInText(field, textOf(value));
    case "channel":
      return mistakeInIds(field, textOf(value) === "" ? [] : [textOf(value)], 1);
    case "people":
      return mistakeInIds(field, listOf(value), field.most);
    case "choice":
      return mistakeInChoice(field, textOf(value));
    case "choices":
      return mistakeInChoices(field, listOf(value));
    case "file":
      return mistakeInFile(field, value);
  }
}

function readValue(field: Field, value: FieldValue | undefined): FieldValue | undefined {
  switch (field.kind) {
    case "line":
      return field.isNumber ? writeDigits(lineOf(value)) : lineOf(value);
    case "search":
    case "pick":
    case "channel":
      return lineOf(value);
    case "paragraph":
      return isBlank(textOf(value)) ? "" : textOf(value);
    case "choice":
      return textOf(value) || (field.initial ?? "");
    case "choices":
    case "people":
      return listOf(value);
    case "file":
      return isTextFile(value) ? value : undefined;
  }
}

function lineOf(value: FieldValue | undefined): string {
  return isBlank(textOf(value)) ? "" : textOf(value).trim();
}

function mistakeInText(
  field: { label: string; required?: boolean; maxLength: number },
  text: string,
): string | undefined {
  if (isBlank(text)) {
    return field.required ? `${field.label} is empty. Type something other than spaces.` : undefined;
  }
  // Never more than either platform counts, so that what a form has let through is not refused here.
  const length = countCharacters(text);
  if (length > field.maxLength) {
    return `${field.label} has ${length} characters. Shorten it to ${field.maxLength}.`;
  }
  // PostgreSQL cannot store it, and no keyboard types it.
  if (text.includes("\0")) return `${field.label} holds a null character. Remove it, or type the text again.`;
  return undefined;
}

function mistakeInChoice(field: Field & { kind: "choice" }, value: string): string | undefined {
  if (value === "") {
    return field.required && !field.initial ? `Choose one for ${field.label}.` : undefined;
  }
  if (field.choices.some((choice) => choice.value === value)) return undefined;
  if (field.groups) return mistakeInText({ ...field, maxLength: limits.option }, value);
  return `${field.label} does not offer that. Choose one of: ${labelsOf(field)}.`;
}

function mistakeInChoices(field: Field & { kind: "choices" }, values: string[]): string | undefined {
  if (values.length === 0) return field.required ? `Choose at least one for ${field.label}.` : undefined;
  const known = values.every((value) => field.choices.some((choice) => choice.value === value));
  return known ? undefined : `${field.label} does not offer that. Choose among: ${labelsOf(field)}.`;
}

/** Ids are the platforms' own: letters and digits. */
function mistakeInIds(field: Field, ids: string[], most: number): string | undefined {
  if (ids.length === 0) return field.required ? `Choose ${field.label}.` : undefined;
  if (ids.length > most) return `${field.label} takes ${most}. Remove ${ids.length - most}.`;
  return ids.every((id) => /^\w{1,30}$/.test(id)) ? undefined : `Choose ${field.label} from the list.`;
}

function mistakeInFile(field: Field & { kind: "file" }, value: FieldValue | undefined): string | undefined {
  if (!isFileReference(value) && !isTextFile(value)) {
    return field.required ? `Add a file for ${field.label}.` : undefined;
  }
  if (!field.extensions.some((extension) => value.name.toLowerCase().endsWith(extension))) {
    return `${field.label} must be a ${field.extensions.join(" or ")} file. Save your text as one and choose it again.`;
  }
  if (isFileReference(value) && value.sizeBytes > field.maxBytes) {
    return `${field.label} may be up to ${kilobytes(field.maxBytes)}; this file is ${kilobytes(value.sizeBytes)}. Shorten it.`;
  }
  if (isTextFile(value) && Buffer.byteLength(value.text) > field.maxBytes) {
    return `${field.label} may be up to ${kilobytes(field.maxBytes)}; this text is ${kilobytes(Buffer.byteLength(value.text))}. Shorten it.`;
  }
  // It would take the place of what stands in its field.
  if (isTextFile(value) && isBlank(value.text)) {
    return `${inQuotes(value.name)} holds no text. Choose a file that does, or leave it out.`;
  }
  if (isTextFile(value) && value.text.includes("\0")) {
    return `${field.label} is not plain text. Save it as UTF-8 text and choose it again.`;
  }
  return undefined;
}

function labelsOf(field: { choices: readonly { label: string }[] }): string {
  return field.choices.map((choice) => choice.label).join(", ");
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1000)} kB`;
}
