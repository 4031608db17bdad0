import { isRecord } from "./redact.ts";
import { type TavusVocabulary, translatePointer, wireWords } from "./vocabulary.ts";

/** What a persona is made of: a value for each JSON Pointer, in the legacy names (`/persona_name`). Tavus demands a name. */
export type PersonaBody = readonly (readonly [pointer: string, value: unknown])[];

/** One step of RFC 6902. Paths are written in the legacy names (`/persona_name`); the client translates them. */
export type JsonPatchOperation =
  | { op: "add" | "replace" | "test"; path: string; value: unknown }
  | { op: "remove"; path: string };

/** The documented body of create: https://docs.tavus.io/api-reference/personas/create-persona */
export function renderPersonaBody(body: PersonaBody, vocabulary: TavusVocabulary): Record<string, unknown> {
  const document: Record<string, unknown> = {
    // Its place in the order of the documentation.
    [wireWords[vocabulary].personaName]: undefined,
    pipeline_mode: "full",
  };
  for (const [pointer, value] of body) setAt(document, translatePointer(pointer, vocabulary), value);
  document.layers ??= {};
  return document;
}

/** Parents that are not there yet are made. */
function setAt(document: Record<string, unknown>, pointer: string, value: unknown): void {
  const members = pointer.split("/").slice(1);
  const last = members.pop() ?? "";
  let parent = document;
  for (const member of members) {
    const there = parent[member];
    const next = isRecord(there) ? there : {};
    parent[member] = next;
    parent = next;
  }
  parent[last] = value;
}

/** The same patch in the names of `vocabulary`. */
export function renderPatch(
  operations: readonly JsonPatchOperation[],
  vocabulary: TavusVocabulary,
): JsonPatchOperation[] {
  return operations.map((operation) => ({
    ...operation,
    path: translatePointer(operation.path, vocabulary),
  }));
}
