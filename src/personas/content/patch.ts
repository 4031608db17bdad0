import { isDeepStrictEqual } from "node:util";
import { type JsonPatchOperation, renderPersonaBody } from "../../tavus/persona-body.ts";
import { pointerTo } from "../../tavus/pointer.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { placeOf, syncFields } from "./each-field.ts";
import type { Sent } from "./in-tavus.ts";
import { personaBody } from "./tavus-body.ts";

type Json = { [key: string]: unknown };

/**
 * The JSON Patch that makes the Tavus persona say what is here. `add` sets a member whether or not it is there, where
 * `replace` would fail on an absent one (RFC 6902); a missing parent is added whole. What we do not send is left alone.
 */
export function patchFor(persona: Sent, theirs: TavusPersona): JsonPatchOperation[] {
  const { pipeline_mode: _, ...ours } = renderPersonaBody(personaBody(persona), "personas");
  const changes = Object.entries(ours).flatMap(([member, value]) =>
    merge(`/${member}`, theirs.at(pointerTo(`/${member}`)), value),
  );
  return [...changes, ...withdrawals(persona, theirs)];
}

/** What is not said here any more, and only we can have set, is taken away, so that Tavus's default is back. */
function withdrawals(persona: Sent, theirs: TavusPersona): JsonPatchOperation[] {
  return syncFields.flatMap((field) => {
    const place = placeOf(field);
    const isToGo = place.isToGo(persona[field], theirs.at(place.at));
    return isToGo ? [{ op: "remove", path: place.at.path }] : [];
  });
}

function merge(path: string, theirs: unknown, ours: unknown): JsonPatchOperation[] {
  if (!isObject(theirs) || !isObject(ours)) return difference(path, theirs, ours);
  return Object.entries(ours).flatMap(([key, value]) => merge(`${path}/${key}`, theirs[key], value));
}

function difference(path: string, theirs: unknown, ours: unknown): JsonPatchOperation[] {
  // A name that Tavus does not have is the same as an empty one.
  return isDeepStrictEqual(theirs ?? "", ours) ? [] : [{ op: "add", path, value: ours }];
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
