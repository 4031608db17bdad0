import { UserError } from "../../errors.ts";
import type { Answering } from "../interaction.ts";
import { type FieldErrors, type Fields, type FormValues, isFileReference } from "./field.ts";

/**
 * The values with every uploaded file's text in place of its reference, and what went wrong, by field. One over its
 * field's limit is left as it is: the field's own rule says so.
 */
export async function fetchUploads(
  fields: Fields,
  values: FormValues,
  answering: Pick<Answering, "fetchText">,
): Promise<{ values: FormValues; errors: FieldErrors }> {
  const fetched = { ...values };
  const errors: FieldErrors = {};
  for (const [key, field] of Object.entries(fields)) {
    const value = values[key];
    if (field.kind !== "file" || !isFileReference(value) || value.sizeBytes > field.maxBytes) continue;
    try {
      fetched[key] = { name: value.name, text: await answering.fetchText(value, field.maxBytes) };
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      errors[key] = error.message;
    }
  }
  return { values: fetched, errors };
}
