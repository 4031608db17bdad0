import { isDeepStrictEqual } from "node:util";
import { type JsonPatchOperation, renderPersonaBody } from "../../tavus/persona-body.ts";
import { pointerTo } from "../../tavus/pointer.ts";
import { isRecord } from "../../tavus/redact.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { placeOf, type SyncField, syncFields } from "../content/each-field.ts";
import type { Group, Sent } from "../content/in-tavus.ts";
import { tidyRecordLine } from "../content/prompt.ts";
import { personaBody } from "../content/tavus-body.ts";
import { fields } from "../fields.ts";

export type Changes = {
  /** What is to be sent; nothing else is touched. */
  sent: readonly SyncField[];
  /** Those of them that are sent although they are shown already. */
  again?: readonly SyncField[];
  /** Groups of which nothing of Tavus's is to stay. */
  replaced: readonly Group[];
};

/**
 * The JSON Patch that makes the Tavus persona say what is here in some fields. `add` sets a member whether or not it is
 * there, where `replace` would fail on an absent one (RFC 6902); a missing parent is added whole.
 */
export function patchFor(
  persona: Sent,
  theirs: TavusPersona,
  { sent, again = [], replaced }: Changes,
): JsonPatchOperation[] {
  const taken = new Set(replaced.flatMap((group) => membersThere(group, theirs)));
  const unseen = new Set([...taken, ...again.map((field) => placeOf(field).at.path)]);
  const isWanted = (field: SyncField) =>
    sent.includes(field) || replaced.some((group) => group === placeOf(field).group);
  const wanted = syncFields.filter(isWanted);
  const { pipeline_mode: _, ...ours } = renderPersonaBody(personaBody(persona, wanted), "personas");
  const added = Object.entries(ours).flatMap(([member, value]) =>
    merge(`/${member}`, without(`/${member}`, theirs.at(pointerTo(`/${member}`)), unseen), value),
  );
  const removed = [...taken, ...withdrawn(persona, theirs, wanted).filter((path) => !isWithin(path, taken))];
  const operations = [...removed.map((path) => ({ op: "remove", path }) as const), ...added];
  return wanted.includes("prompt") ? operations : [...operations, ...tidied(persona, theirs)];
}

function membersThere({ at, members }: Group, theirs: TavusPersona): string[] {
  const held = theirs.at(at);
  return isRecord(held) ? members.flatMap((member) => (member in held ? [`${at.path}/${member}`] : [])) : [];
}

/** What is not said here any more is taken away, so that Tavus's default is back, and what would not go with what is said. */
function withdrawn(persona: Sent, theirs: TavusPersona, wanted: readonly SyncField[]): string[] {
  return wanted.flatMap((field) => {
    const { at, isToGo, send, clears } = placeOf(field);
    const held = theirs.at(at);
    if (isToGo(persona[field])) return held !== undefined && held !== null && held !== "" ? [at.path] : [];
    if (send(persona[field], persona) === undefined) return [];
    return clears.flatMap(([path, value]) => (theirs.at(pointerTo(path)) === value ? [path] : []));
  });
}

function isWithin(path: string, parents: ReadonlySet<string>): boolean {
  return [...parents].some((parent) => path.startsWith(`${parent}/`));
}

/** Something that was written below the record line, or into it, has left it where it is not looked for in future. */
function tidied(persona: Sent, theirs: TavusPersona): JsonPatchOperation[] {
  const { path } = fields.prompt.tavus.at;
  const value = tidyRecordLine(theirs.at(fields.prompt.tavus.at), persona.id);
  return value === undefined ? [] : [{ op: "add", path, value }];
}

function without(path: string, value: unknown, taken: ReadonlySet<string>): unknown {
  if (taken.has(path)) return undefined;
  if (!isObject(value)) return value;
  const inner = Object.entries(value).map(([member, held]) => [
    member,
    without(`${path}/${member}`, held, taken),
  ]);
  return Object.fromEntries(inner);
}

function merge(path: string, theirs: unknown, ours: unknown): JsonPatchOperation[] {
  if (!isObject(theirs) || !isObject(ours)) return difference(path, theirs, ours);
  return Object.entries(ours).flatMap(([key, value]) => merge(`${path}/${key}`, theirs[key], value));
}

function difference(path: string, theirs: unknown, ours: unknown): JsonPatchOperation[] {
  if (ours === undefined || (isObject(ours) && Object.keys(ours).length === 0)) return [];
  return isDeepStrictEqual(theirs, ours) ? [] : [{ op: "add", path, value: ours }];
}

function isObject(value: unknown): value is { [key: string]: unknown } {
  return isRecord(value) && !Array.isArray(value);
}
