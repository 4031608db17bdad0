import { extname } from "node:path";
import { z } from "zod";
import { jsonObject } from "../json.ts";
import type { FieldState } from "../view/view-state.ts";
import type { OpenView } from "../view/views.ts";
import { type Field, fieldsOf } from "./form-fields.ts";

/** Slack's own client refused to send the form; `errors` stand beside the fields, by block_id. */
export class ClientRefusal extends Error {
  override readonly name: string = "ClientRefusal";
  readonly errors: Readonly<Record<string, string>>;

  constructor(errors: Readonly<Record<string, string>>) {
    super(`Slack's client does not send this form: ${JSON.stringify(errors)}`);
    this.errors = errors;
  }
}

const files = z.array(z.object({ name: z.string() }));
const list = z.array(z.union([z.string(), jsonObject]));

function contents({ type: _type, ...rest }: FieldState): unknown {
  return Object.values(rest)[0];
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}

function checkText(field: Field, value: unknown): string | undefined {
  if (field.element.type !== "plain_text_input") return undefined;
  const length = z.string().parse(value).length;
  const { min_length: least = 0, max_length: most = 3000 } = field.element;
  if (length < least) return `Please enter at least ${least} characters.`;
  return length > most ? `Please enter no more than ${most} characters.` : undefined;
}

function checkTyped(field: Field, value: unknown): string | undefined {
  const { type } = field.element;
  if (type === "email_text_input" && !z.email().safeParse(value).success) return "Enter a valid email.";
  if (type === "url_text_input" && !z.url().safeParse(value).success) return "Enter a valid URL.";
  if (type !== "number_input") return undefined;
  const { is_decimal_allowed: isDecimal, min_value: least, max_value: most } = field.element;
  const number = Number(value);
  if (Number.isNaN(number) || (!isDecimal && !Number.isInteger(number))) return "Enter a valid number.";
  if (least !== undefined && number < Number(least)) return `Enter ${least} or more.`;
  return most !== undefined && number > Number(most) ? `Enter ${most} or less.` : undefined;
}

function checkCount(field: Field, value: unknown): string | undefined {
  const { element } = field;
  if (!("max_selected_items" in element) || element.max_selected_items === undefined) return undefined;
  return list.parse(value).length > element.max_selected_items
    ? `Select up to ${element.max_selected_items}.`
    : undefined;
}

function checkFiles(field: Field, value: unknown): string | undefined {
  if (field.element.type !== "file_input") return undefined;
  const picked = files.parse(value);
  const { max_files: most = 10, filetypes } = field.element;
  if (picked.length > most) return `Upload up to ${most} files.`;
  const stray = picked.find((file) => filetypes?.includes(extname(file.name).slice(1)) === false);
  return stray === undefined ? undefined : `${stray.name} is not of an accepted type.`;
}

function checkField(field: Field, state: FieldState): string | undefined {
  if (field.block.type !== "input") return undefined;
  const value = contents(state);
  if (isEmpty(value))
    return field.block.optional === true ? undefined : "Please complete this required field.";
  return (
    checkText(field, value) ??
    checkTyped(field, value) ??
    checkCount(field, value) ??
    checkFiles(field, value)
  );
}

/** Throws ClientRefusal where Slack's client would not send the form: a required field, a length, a file type. */
export function checkBeforeSubmit(view: OpenView): void {
  const errors: Record<string, string> = {};
  for (const field of fieldsOf(view.blocks)) {
    const state = view.state[field.blockId]?.[field.actionId];
    const complaint = state === undefined ? undefined : checkField(field, state);
    if (complaint !== undefined) errors[field.blockId] = complaint;
  }
  if (Object.keys(errors).length > 0) throw new ClientRefusal(errors);
}
