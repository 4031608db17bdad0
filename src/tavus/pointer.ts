import { isRecord, isSecretMember, redactMember } from "./redact.ts";
import { readLegacyMember } from "./vocabulary.ts";

/** A place in a persona's document. It is made once, since a sync reads some from thousands of rows. */
export type Pointer = {
  /** The JSON Pointer (RFC 6901), in the legacy names. */
  path: string;
  /** Its members, down to the first that holds a secret. */
  members: readonly string[];
};

/** `path` is written in the legacy names, such as `/persona_name`. */
export function pointerTo(path: string): Pointer {
  const members = path.split("/").slice(1);
  const secret = members.findIndex(isSecretMember);
  return { path, members: secret === -1 ? members : members.slice(0, secret + 1) };
}

/**
 * What a persona's row of either vocabulary holds there; undefined where there is nothing. Nothing is copied but an object
 * that lies there, in which secrets are redacted.
 */
export function valueAt(row: Record<string, unknown>, { members }: Pointer): unknown {
  let [member = ""] = members;
  let value = readLegacyMember(row, member);
  for (let depth = 1; depth < members.length; depth += 1) {
    member = members[depth] ?? "";
    value = isRecord(value) ? value[member] : undefined;
  }
  return redactMember(member, value);
}
