/** Stands where Tavus keeps a secret that must not reach our database, log or screen. */
const keptInTavus = "(kept in Tavus)";

const secretMembers = new Set(["api_key", "headers"]);

export function isSecretMember(member: string): boolean {
  return secretMembers.has(member);
}

/** A member's value in which every `api_key` and everything under `headers`, at any depth, is {@link keptInTavus}. */
export function redactMember(member: string, value: unknown): unknown {
  if (value === null || value === undefined) return value;
  return isSecretMember(member) ? keptInTavus : redactValue(value);
}

function redactRow(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map(([member, value]) => [member, redactMember(member, value)]),
  );
}

function redactValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redactValue);
  if (isRecord(value)) return redactRow(value);
  return value;
}

/** Anything whose members may be read. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
