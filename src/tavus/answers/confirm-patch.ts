import { isDeepStrictEqual } from "node:util";
import type { JsonPatchOperation } from "../persona-body.ts";
import { pointerTo } from "../pointer.ts";
import type { TavusPersona } from "../schemas.ts";

/**
 * Whether a patch has taken hold: at each of its places stands what was sent or, since Tavus writes some things its own way, at
 * least something else than before.
 */
export function hasTakenHold(
  operations: readonly JsonPatchOperation[],
  { before, after }: { before: TavusPersona; after: TavusPersona },
): boolean {
  return operations.every((operation) => {
    const place = pointerTo(operation.path);
    const held = after.at(place);
    return isSame(held, sentBy(operation)) || !isSame(held, before.at(place));
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
