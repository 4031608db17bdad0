/** Whether a text in it holds half of a surrogate pair, as JSON does where `"\ud83d"` stands alone. */
export function holdsHalfPair(value: unknown): boolean {
  if (typeof value === "string") return !value.isWellFormed();
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, member]) => !key.isWellFormed() || holdsHalfPair(member));
}
