import { createHash } from "node:crypto";
import { type Fields, type FormValues, isSecret } from "../../chat/form/field.ts";
import { isOfPlatform } from "../../chat/form/form.ts";
import { isUnshown } from "../../chat/form/form-id.ts";
import { fileOfForm } from "../../chat/form/form-text.ts";
import { limits } from "../../chat/limits.ts";
import type { Mention } from "../../chat/mention.ts";
import type { Item, Reply } from "../../chat/reply.ts";
import { randomId } from "../../random-id.ts";
import { inQuotes } from "../../short-name.ts";

/** How much of a hash tells two settings of one field apart. */
const tagLength = 6;

/** A form id that says of each field what stood in it when the form opened, so that an old form is known as one. */
export function formIdOver(values: FormValues, fields: Fields): string {
  return [randomId(10), ...Object.keys(fields).map((key) => tagOf(values[key]))].join(".");
}

export type Merged<V> = {
  /** What is to be stored: what was changed in the form, and for the rest what is set now. */
  values: V;
  /** Fields that somebody else changed while the form was open, to something else than was typed. */
  overtaken: string[];
  /** False: everything that was changed in the form is overtaken. */
  isSaved: boolean;
};

/**
 * What was typed into a form that may be old, over what is set by now. A field that was not touched leaves what somebody
 * else has set meanwhile; so does one that both changed, which is then to be said.
 */
export function mergeStale<V extends FormValues>(
  { formId, fields }: { formId: string; fields: Fields },
  typed: V,
  current: FormValues,
): Merged<V> {
  const [, ...opened] = formId.split(".");
  const values: FormValues = { ...typed };
  const overtaken: string[] = [];
  let isSaved = false;
  for (const [index, [key, field]] of Object.entries(fields).entries()) {
    if (isSecret(field)) {
      isSaved ||= typed[key] !== "";
      continue;
    }
    const [ours, base, theirs] = [tagOf(typed[key]), opened[index], tagOf(current[key])];
    if (ours === tagOf("") && isUnshown(formId) && isOfPlatform(field)) {
      values[key] = standing(current[key], typed[key]);
      continue;
    }
    if (base === undefined || base === theirs || ours === theirs) {
      isSaved ||= ours !== base;
      continue;
    }
    values[key] = standing(current[key], typed[key]);
    if (ours !== base) overtaken.push(key);
  }
  // Each value is the field's own or what the same field opens with.
  return { values: values as V, overtaken, isSaved };
}

/** What is set now, in the shape in which it is typed. */
function standing(current: FormValues[string], typed: FormValues[string]): FormValues[string] {
  return current ?? (Array.isArray(typed) ? [] : "");
}

/** Whether something else stands there by now than when the form opened. */
export function hasMoved(
  { formId, fields }: { formId: string; fields: Fields },
  key: string,
  current: FormValues[string],
): boolean {
  const base = formId.split(".")[Object.keys(fields).indexOf(key) + 1];
  return base !== undefined && base !== tagOf(current);
}

/** Says what was left as somebody else has set it, and what this person had chosen: a text that no line of a reply keeps as it is, in a file. */
export function withOvertaken(
  reply: Reply,
  {
    fields,
    typed,
    overtaken,
    isSaved,
  }: { fields: Fields; typed: FormValues } & Pick<Merged<FormValues>, "overtaken" | "isSaved">,
  mention: Mention["kind"] = "person",
): Reply {
  if (overtaken.length === 0) return reply;
  const long = overtaken.filter((key) => isLong(typed[key]));
  const file = fileOfForm(fields, Object.fromEntries(long.map((key) => [key, typed[key]])));
  const text =
    "Somebody else changed a part while your form was open. That part is as they set it; open the form again to change it.";
  return {
    ...reply,
    tone: "warning",
    ...(isSaved ? {} : { title: "Not saved: it was changed meanwhile" }),
    text: [reply.text, text].filter(Boolean).join("\n"),
    items: overtaken.map((key) =>
      file && long.includes(key)
        ? { text: `${labelOf(fields, key)}: what you had typed is in ${file.name}` }
        : chosenItem(fields, key, typed[key], mention),
    ),
    ...(file && { files: [...(reply.files ?? []), file] }),
  };
}

/** More than a line of a reply holds beside its label, or with white space that it would lose. */
function isLong(value: FormValues[string]): boolean {
  const most = limits.item - 2 * limits.label;
  return typeof value === "string" && (value.length > most || value !== value.replace(/\s+/g, " ").trim());
}

function labelOf(fields: Fields, key: string): string {
  return fields[key]?.label ?? "Another field";
}

function chosenItem(fields: Fields, key: string, value: FormValues[string], people: Mention["kind"]): Item {
  const lead = `${labelOf(fields, key)}: you had chosen`;
  if (Array.isArray(value) && value.length > 0)
    return { text: lead, mentions: value.map((id) => ({ kind: people, id })) };
  if (fields[key]?.kind === "channel" && typeof value === "string" && value !== "")
    return { text: lead, mentions: [{ kind: "channel", id: value }] };
  const text = typeof value === "string" && value !== "" ? inQuotes(value, limits.item) : "nothing";
  return { text: `${lead} ${text}` };
}

function tagOf(value: FormValues[string]): string {
  const plain = Array.isArray(value) ? [...value].sort().join("\n") : value;
  const text = typeof plain === "string" ? plain : "";
  return createHash("sha256").update(text).digest("hex").substring(0, tagLength);
}
