/**
 * The same value with U+FFFD in place of each half of a surrogate pair, in every text that it holds. A half is no character: Discord
 * answers it with status 500, and a database keeps something else in its place. Only for what JSON is made of.
 */
export function wellFormed<Value>(value: Value): Value {
  return mended(value) as Value;
}

/** The very same where there is nothing to mend, which is nearly always. */
function mended(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return mendedList(value);
  return isPlain(value) ? mendedObject(value) : value;
}

function mendedList(list: readonly unknown[]): readonly unknown[] {
  const items = list.map(mended);
  return items.every((item, index) => item === list[index]) ? list : items;
}

function mendedObject(object: Record<string, unknown>): Record<string, unknown> {
  const members = Object.entries(object).map(
    ([key, member]) => [key.toWellFormed(), mended(member)] as const,
  );
  const isSame = members.every(([key, member]) => Object.hasOwn(object, key) && object[key] === member);
  return isSame ? object : Object.fromEntries(members);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
