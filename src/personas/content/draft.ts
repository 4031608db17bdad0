import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import {
  type ContentKey,
  type PersonaContent,
  writeContent,
} from "../../database/persona/content-columns.ts";
import { contentKeys, contentOfEach, type FormKey, fieldOf, type TypedKey, typedKeys } from "./each-field.ts";
import type { PersonaField, Typed } from "./field.ts";

/** What a person types about a persona, read and checked. */
export type PersonaDraft = Pick<PersonaContent, TypedKey>;

/** The same as a form holds it, by the keys of its fields. */
export type TypedValues = { [Key in TypedKey as FormKey<Key>]: Typed<PersonaContent[Key]> };

type Unread = { [key: string]: unknown };
type Input = NonNullable<PersonaField<unknown>["form"]>;

/** What a new persona is where nothing is said. */
export const initialContent = contentOfEach(({ initial }) => initial);

/** `before`: what it is until now. */
export function readTyped(values: TypedValues, before?: PersonaDraft): PersonaDraft;
export function readTyped(values: Unread, before: Unread = initialContent): Unread {
  const draft: Unread = {};
  for (const key of typedKeys) {
    const { form } = fieldOf(key);
    if (form) draft[key] = readValue(form, values[form.key], before[key]);
  }
  return draft;
}

export function writeTyped(draft: PersonaDraft): TypedValues;
export function writeTyped(draft: Unread): Unread {
  const values: Unread = {};
  for (const key of typedKeys) {
    const { form } = fieldOf(key);
    if (form) values[form.key] = form.kind === "choice" ? form.write(draft[key]) : (draft[key] ?? "");
  }
  return values;
}

/** A text that may be undefined: an empty box says something only where something was said before. */
function readValue(form: Input, typed: unknown, before: unknown): unknown {
  if (form.kind === "choice") return form.read(typed, before);
  return typed === "" && before === undefined ? undefined : typed;
}

/** What people type, of all there is about a persona. */
export function draftIn(persona: PersonaDraft): PersonaDraft;
export function draftIn(persona: Unread): Unread {
  const draft: Unread = {};
  for (const key of typedKeys) draft[key] = persona[key];
  return draft;
}

/** What nobody types is as it was `before`. */
export function contentOf(draft: PersonaDraft, before: PersonaContent = initialContent): PersonaContent {
  return { ...contentOfEach((_, key) => before[key]), ...draftIn(draft) };
}

/** Stand in every digest. A field that came later only does where something was said, so that older digests stay true. */
const firstFields = new Set<ContentKey>([
  "kind",
  "template",
  "name",
  "description",
  "traits",
  "prompt",
  "promptIsWhole",
  "context",
  "replicaId",
  "model",
  "voiceSpeed",
  "voiceEmotion",
]);

/** Tells one version of what was typed from another. */
export function digestOf(draft: PersonaDraft): string {
  const content = contentOf(draft);
  const isSaid = (key: ContentKey) => !isDeepStrictEqual(content[key], initialContent[key]);
  const said = contentKeys.filter((key) => firstFields.has(key) || isSaid(key));
  return createHash("sha256")
    .update(JSON.stringify(writeContent(contentOfEach((_, key) => content[key], said))))
    .digest("hex");
}
