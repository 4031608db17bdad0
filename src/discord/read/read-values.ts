import { ApplicationCommandOptionType } from "discord.js";
import type { Field, FieldValue, FileReference, FormValues } from "../../chat/form/field.ts";
import type { Form } from "../../chat/form/form.ts";
import type { Attachments, CommandData, InputValue, SubmissionData } from "./payload.ts";

/** The options of a command by name: text as text, an attachment as a reference to its file. */
export function readOptions({ options, resolved }: CommandData): FormValues {
  const values: FormValues = {};
  for (const { name, type, value } of options) {
    if (value === undefined || value === "") continue;
    const isFile = type === ApplicationCommandOptionType.Attachment;
    values[name] = isFile ? readFile(resolved?.attachments, String(value)) : String(value);
  }
  return values;
}

/** The inputs of a modal by `custom_id`; one left empty is absent. */
export function readSubmission({ components, resolved }: SubmissionData, form: Form | undefined): FormValues {
  const values: FormValues = {};
  const inputs = components.flatMap(({ component, components: row }) =>
    component ? [component] : (row ?? []),
  );
  for (const input of inputs) {
    if (input.custom_id === undefined) continue;
    const value = readInput(input, form?.fields[input.custom_id]?.kind, resolved?.attachments);
    if (value !== undefined) values[input.custom_id] = value;
  }
  return values;
}

function readInput(
  { value, values }: InputValue,
  kind: Field["kind"] | undefined,
  attachments: Attachments,
): FieldValue | undefined {
  const chosen = values ?? [];
  if (kind === "file") return readFile(attachments, chosen[0]);
  // A select sends a list even where one choice is all it takes.
  if (isList(kind) || (kind === undefined && values)) return chosen.length > 0 ? chosen : undefined;
  const text = typeof value === "string" ? value : chosen[0];
  return text === "" ? undefined : text;
}

function isList(kind: Field["kind"] | undefined): boolean {
  return kind === "choices" || kind === "people";
}

function readFile(attachments: Attachments, id: string | undefined): FileReference | undefined {
  const attachment = id === undefined ? undefined : attachments?.[id];
  if (!attachment) return undefined;
  return { name: attachment.filename, sizeBytes: attachment.size, url: attachment.url };
}
