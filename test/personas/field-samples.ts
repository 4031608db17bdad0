import type { FormValues } from "../../src/chat/form/field.ts";
import { isEarly } from "../../src/chat/form/form.ts";
import { personaForm } from "../../src/commands/persona-create/persona-form.ts";
import type { PersonaContent } from "../../src/database/persona/content-columns.ts";
import {
  contentOfEach,
  fieldOf,
  placeOf,
  type SyncField,
  syncFields,
  type TypedKey,
  typedKeys,
} from "../../src/personas/content/each-field.ts";
import type { Sent } from "../../src/personas/content/in-tavus.ts";
import { valueAt } from "../../src/tavus/pointer.ts";

/** A value for each field that people type or choose, none of them its initial one; there are two of each. */
export function sampleContent(which: 0 | 1): Partial<PersonaContent> {
  return contentOfEach((_, key) => sampleOf(key, which), typedKeys);
}

/** The same as a form holds it. What is kept of a sample is what was typed. */
export function sampleValues(which: 0 | 1, isWanted = (_key: TypedKey) => true): FormValues {
  return Object.fromEntries(typedKeys.filter(isWanted).map((key) => [formKeyOf(key), sampleOf(key, which)]));
}

function sampleOf(key: TypedKey, which: 0 | 1): string | string[] {
  const field = personaForm.fields[formKeyOf(key)];
  switch (field.kind) {
    case "choice": {
      const others = field.choices.filter(({ value }) => value !== field.initial);
      return others[which]?.value ?? "";
    }
    case "choices":
      return [field.choices[which]?.value ?? ""];
    case "search": {
      const ids = key === "model" ? ["tavus-sample-1", "tavus-sample-2"] : ["r79e1c033f", "rc9cff32ceba"];
      return ids[which] ?? "";
    }
    case "line":
    case "paragraph":
      return `Some ${fieldOf(key).called} (${which})`;
    case "file":
      throw new Error(`${key} is kept in no column.`);
  }
}

/** By platform: Discord asks these before the form. */
export function isAskedEarly(key: TypedKey): boolean {
  return isEarly(personaForm.fields[formKeyOf(key)]);
}

/** As `/persona-edit` takes what Discord's form has no place for. */
export function sampleOptions(which: 0 | 1): FormValues {
  const early = typedKeys.filter((key) => isAskedEarly(key) && key !== "template");
  return Object.fromEntries(early.map((key) => [formKeyOf(key), sampleOf(key, which)]));
}

/** What Tavus holds of it at each place of its document, and what it is to hold. */
export function heldAndSent(document: Record<string, unknown>, persona: Sent): [held: object, sent: object] {
  const each = (valueFor: (place: ReturnType<typeof placeOf>, key: SyncField) => unknown) =>
    Object.fromEntries(syncFields.map((key) => [key, valueFor(placeOf(key), key)]));
  return [each(({ at }) => valueAt(document, at)), each((place, key) => place.send(persona[key], persona))];
}

/** Tavus's document with this persona's values in it. */
export function withSent(document: Record<string, unknown>, persona: Sent): Record<string, unknown> {
  const changed = structuredClone(document);
  for (const key of syncFields) {
    const place = placeOf(key);
    setAt(changed, place.at.members, place.send(persona[key], persona));
  }
  return changed;
}

export function setAt(
  parent: Record<string, unknown>,
  [member = "", ...inner]: readonly string[],
  value: unknown,
): void {
  if (inner.length === 0) {
    parent[member] = value;
    return;
  }
  const child = { ...Object(parent[member]) };
  parent[member] = child;
  setAt(child, inner, value);
}

type FormKey = keyof typeof personaForm.fields;

function formKeyOf(key: TypedKey): FormKey {
  const formKey = fieldOf(key).form?.key;
  const found = Object.keys(personaForm.fields).find((each): each is FormKey => each === formKey);
  if (!found) throw new Error(`The form has no field ${formKey}.`);
  return found;
}
