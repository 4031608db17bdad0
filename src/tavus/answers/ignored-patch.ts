import { isDeepStrictEqual } from "node:util";
import type { JsonPatchOperation } from "../persona-body.ts";
import { pointerTo } from "../pointer.ts";
import type { TavusPersona } from "../schemas.ts";

/**
 * Whether Tavus said yes to a patch and did nothing: at each of its places stands what stood there before, and not what was
 * sent. Something else again is what Tavus made of it.
 */
export function hasChangedNothing(
  operations: readonly JsonPatchOperation[],
  { before, after }: { before: TavusPersona; after: TavusPersona },
): boolean {
  return operations.every((operation) => {
    const place = pointerTo(operation.path);
    const held = after.at(place);
    return isSame(held, before.at(place)) && !isSame(held, sentBy(operation));
  });
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
