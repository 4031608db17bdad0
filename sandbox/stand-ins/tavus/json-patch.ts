import { isDeepStrictEqual } from "node:util";
import { z } from "zod";

const pointer = z.string().regex(/^(\/([^~]|~[01])*)?$/);

/** The four of RFC 6902's operations that the bot may send; `copy` and `move` lack `from` in Tavus's schema. */
const operationSchema = z.union([
  z.object({ op: z.enum(["add", "replace", "test"]), path: pointer, value: z.json() }),
  z.object({ op: z.literal("remove"), path: pointer }),
]);

export const patchSchema = z.array(operationSchema);

export type Patch = z.infer<typeof patchSchema>;

/** A patch that cannot be applied: the whole of it is refused. */
export class PatchError extends Error {
  override readonly name = "PatchError";
}

/** A patched copy of `document`, strictly by RFC 6902: all operations or, with a PatchError, none. */
export function applyPatch(document: Record<string, unknown>, patch: Patch): Record<string, unknown> {
  const root = { document: structuredClone(document) };
  for (const operation of patch) applyOperation(root, operation);
  return root.document;
}

function applyOperation(root: object, operation: Patch[number]): void {
  const tokens = ["document", ...operation.path.split("/").slice(1).map(unescapeToken)];
  const last = tokens.pop();
  if (last === undefined || tokens.length === 0) throw new PatchError("the whole document cannot be patched");
  const place = placeOf(tokens.reduce(step, root), last);
  if (!place.exists && operation.op !== "add") throw new PatchError(`${operation.path} is not there`);
  changePlace(place, operation);
}

function changePlace(place: Place, operation: Patch[number]): void {
  switch (operation.op) {
    case "add":
      place.add(operation.value);
      break;
    case "replace":
      place.replace(operation.value);
      break;
    case "remove":
      place.remove();
      break;
    case "test":
      if (!isDeepStrictEqual(place.value, operation.value)) throw new PatchError(`${operation.path} differs`);
  }
}

function unescapeToken(token: string): string {
  return token.replaceAll("~1", "/").replaceAll("~0", "~");
}

function step(parent: object, token: string): object {
  const { exists, value } = placeOf(parent, token);
  if (exists && typeof value === "object" && value !== null) return value;
  throw new PatchError(`${token} is not there`);
}

type Place = {
  exists: boolean;
  value: unknown;
  add: (value: unknown) => void;
  replace: (value: unknown) => void;
  remove: () => void;
};

function placeOf(parent: object, token: string): Place {
  return Array.isArray(parent) ? placeInArray(parent, token) : placeInObject(parent, token);
}

function placeInArray(parent: unknown[], token: string): Place {
  const index = token === "-" ? parent.length : Number(/^(0|[1-9]\d*)$/.exec(token)?.[0] ?? Number.NaN);
  if (!(index <= parent.length)) throw new PatchError(`${token} is no place in the list`);
  return {
    exists: index < parent.length,
    value: parent[index],
    add: (value) => void parent.splice(index, 0, value),
    replace: (value) => void parent.splice(index, 1, value),
    remove: () => void parent.splice(index, 1),
  };
}

function placeInObject(parent: object, token: string): Place {
  const set = (value: unknown) => {
    Object.defineProperty(parent, token, { value, enumerable: true, writable: true, configurable: true });
  };
  return {
    exists: Object.hasOwn(parent, token),
    value: Object.entries(parent).find(([member]) => member === token)?.[1],
    add: set,
    replace: set,
    remove: () => void Reflect.deleteProperty(parent, token),
  };
}
