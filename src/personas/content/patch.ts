import { isDeepStrictEqual } from "node:util";
import type { PersonaContent } from "../../database/persona/content-columns.ts";
import { type JsonPatchOperation, type PersonaBody, renderPersonaBody } from "../../tavus/persona-body.ts";
import type { TavusPersona, WholePersona } from "../../tavus/schemas.ts";
import { emotions, personaBody, speeds } from "./tavus-body.ts";

type Json = { [key: string]: unknown };

/**
 * The JSON Patch that makes the Tavus persona say what is here. `add` sets a member whether or not it is there, where
 * `replace` would fail on an absent one (RFC 6902); a missing parent is added whole. What we do not send is left alone.
 */
export function patchFor(
  persona: PersonaContent & { id: string },
  theirs: WholePersona,
): JsonPatchOperation[] {
  const ours = personaBody(persona);
  const { layers } = renderPersonaBody(ours, "personas");
  return [
    ...difference("/persona_name", theirs.name, ours.name),
    ...difference("/system_prompt", theirs.systemPrompt, ours.systemPrompt),
    ...(ours.replicaId ? difference("/default_replica_id", theirs.replicaId, ours.replicaId) : []),
    ...merge("/layers", theirs.raw.layers, layers),
    ...withdrawals(ours, theirs),
  ];
}

/** A voice that is normal again: what only we can have set is taken away, so that Tavus's default is back. */
function withdrawals({ tts: ours }: PersonaBody, { tts: theirs }: TavusPersona): JsonPatchOperation[] {
  const isOurs = (value: unknown, sent: object) =>
    Object.values(sent).some((known) => isDeepStrictEqual(known, value));
  const path = "/layers/tts/voice_settings";
  return [
    ...(ours?.speed === undefined && isOurs(theirs?.speed, speeds) ? [remove(`${path}/speed`)] : []),
    ...(ours?.emotion === undefined && isOurs(theirs?.emotion, emotions) ? [remove(`${path}/emotion`)] : []),
  ];
}

function remove(path: string): JsonPatchOperation {
  return { op: "remove", path };
}

function merge(path: string, theirs: unknown, ours: unknown): JsonPatchOperation[] {
  if (!isObject(theirs) || !isObject(ours)) return difference(path, theirs, ours);
  return Object.entries(ours).flatMap(([key, value]) => merge(`${path}/${key}`, theirs[key], value));
}

function difference(path: string, theirs: unknown, ours: unknown): JsonPatchOperation[] {
  return isDeepStrictEqual(theirs, ours) ? [] : [{ op: "add", path, value: ours }];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
