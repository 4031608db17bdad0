import { isDeepStrictEqual } from "node:util";
import type { JsonPatchOperation } from "../persona-body.ts";
import { pointerTo } from "../pointer.ts";
import type { TavusPersona } from "../schemas.ts";

/**
 * Whether Tavus said yes to a patch and did nothing: at each place where something else stood, that stands there still. Something else
 * again is what Tavus made of it; what stood there already, and was sent all the same, tells nothing.
 */
export function hasChangedNothing(
  operations: readonly JsonPatchOperation[],
  { before, after }: { before: TavusPersona; after: TavusPersona },
): boolean {
  const places = operations.flatMap((operation) => {
    const place = pointerTo(operation.path);
    return isSame(before.at(place), sentBy(operation)) ? [] : [place];
  });
  return places.length > 0 && places.every((place) => isSame(after.at(place), before.at(place)));
}

function sentBy(operation: JsonPatchOperation): unknown {
  return operation.op === "remove" ? undefined : operation.value;
}

/** Null, absent and empty are one: Tavus drops what is empty, or fills it in. */
function isSame(one: unknown, other: unknown): boolean {
  return (isEmpty(one) && isEmpty(other)) || isDeepStrictEqual(one, other);
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}
