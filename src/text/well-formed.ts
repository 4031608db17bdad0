/**
 * The same value with U+FFFD in place of each half of a surrogate pair, in every text that it holds. A half is no character: Discord
 * answers it with status 500, and a database keeps something else in its place. Only for what JSON is made of.
 */
export function wellFormed<Value>(value: Value): Value {
  // Every message passes here, and hardly any has something to mend.
  return isWhole(value) ? value : (mended(value) as Value);
}

function isWhole(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed();
  if (Array.isArray(value)) return value.every(isWhole);
  if (!isPlain(value)) return true;
  for (const key in value) if (!key.isWellFormed() || !isWhole(value[key])) return false;
  return true;
}

function mended(value: unknown): unknown {
  if (typeof value === "string") return value.toWellFormed();
  if (Array.isArray(value)) return value.map(mended);
  if (!isPlain(value)) return value;
  const members = Object.entries(value).map(([key, member]) => [key.toWellFormed(), mended(member)] as const);
  return Object.fromEntries(members);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
