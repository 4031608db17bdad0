import type { ReplyFile } from "../reply.ts";
import { type Fields, type FieldValue, type FormValues, isSecret, isTextFile } from "./field.ts";

/** What was typed into a form, to be read and copied: each field's name and what stood in it, but no secret. */
export function fileOfForm(fields: Fields, values: FormValues): ReplyFile | undefined {
  const parts = Object.entries(values).flatMap(([key, value]) => {
    const field = fields[key];
    const text = value === undefined || (field && isSecret(field)) ? "" : textOf(value);
    return text.trim() === "" ? [] : [`${field?.label ?? key}\n\n${text}`];
  });
  return parts.length === 0
    ? undefined
    : { name: "your-text.txt", text: `${parts.join("\n\n---\n\n")}\n`, isTyped: true };
}

function textOf(value: FieldValue): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.join(", ");
  return isTextFile(value) ? value.text : value.name;
}
