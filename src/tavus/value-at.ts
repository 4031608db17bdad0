import { isRecord, isSecretMember, redactMember } from "./redact.ts";
import { readLegacyMember } from "./vocabulary.ts";

/**
 * The value at a JSON Pointer, written in the legacy names, in a persona's row of either vocabulary; undefined where there
 * is none. Nothing is copied but an object that lies there, in which secrets are redacted.
 */
export function valueAt(row: Record<string, unknown>, pointer: string): unknown {
  const [, first = "", ...inner] = pointer.split("/");
  let member = first;
  let value = readLegacyMember(row, first);
  for (const next of inner) {
    if (isSecretMember(member)) break;
    value = isRecord(value) ? value[next] : undefined;
    member = next;
  }
  return redactMember(member, value);
}
