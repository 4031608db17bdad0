import { isBlank } from "../../text/visible.ts";
import { limits } from "../limits.ts";
import type { Fact, Reply, ReplyFile } from "../reply.ts";
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

/**
 * What was typed with a command whose form did not open, to be copied from the answer: nothing keeps it, and no app shows it again. A
 * choice is made again as quickly.
 */
export function typedBack(fields: Fields, values: FormValues): Pick<Reply, "facts" | "files" | "notes"> {
  const typed = Object.entries(fields).flatMap(([key, field]): (Fact & { key: string })[] => {
    const value = values[key];
    const isTyped = field.kind === "line" || field.kind === "paragraph" || field.kind === "search";
    if (!isTyped || isSecret(field) || typeof value !== "string" || isBlank(value)) return [];
    // A null character is what may be wrong with it, and no platform shows one.
    return [{ key, label: field.label, value: value.replaceAll("\0", "\uFFFD") }];
  });
  if (typed.every(({ value }) => value.length <= longestFact))
    return typed.length > 0 ? { facts: typed.map(({ label, value }) => ({ label, value })) } : {};
  const file = fileOfForm(fields, Object.fromEntries(typed.map(({ key, value }) => [key, value])));
  return file ? { files: [file], notes: [`What you typed is in ${file.name}.`] } : {};
}

/** Of several, which Discord's message holds whole though each sign be escaped. */
const longestFact = limits.factValue / 2;

function textOf(value: FieldValue): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.join(", ");
  return isTextFile(value) ? value.text : value.name;
}
