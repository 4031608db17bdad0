import { type Pointer, valueAt } from "./pointer.ts";
import { isRecord } from "./redact.ts";
import { readMember } from "./vocabulary.ts";

/** A persona as Tavus returns it. Only the id is sure to be there; anything else may be missing or null. */
export type TavusPersona = {
  id: string;
  /** The date as Tavus wrote it; `parseTavusDate` reads it. */
  createdAt?: string | undefined;
  /**
   * What it holds at a place; the secrets in it are redacted. It reads from the row as it came, which lives as long as this.
   */
  at(pointer: Pointer): unknown;
};

/** Longer than any id known (12 characters, or a UUID); ids are remembered while a list is read. */
const longestId = 200;

/**
 * Whether something can be the id of an object of Tavus: a part of an address that means itself, and can be typed. Nothing else
 * of its shape is promised.
 */
export function isId(said: unknown): said is string {
  return typeof said === "string" && said.length <= longestId && addressable.test(said);
}

const addressable = /^(?!\.+$)[^\s\p{C}/\\?#%"'`<>]+$/u;

/**
 * A persona's row in either vocabulary; undefined: a row without an id. Without zod, because a sync reads tens of thousands,
 * in a thread that loads no more than it needs.
 */
export function readPersonaRow(row: unknown): TavusPersona | undefined {
  if (!isRecord(row)) return undefined;
  const id = readMember(row, "personaId");
  if (!isId(id)) return undefined;
  const at = (pointer: Pointer) => valueAt(row, pointer);
  return typeof row.created_at === "string" ? { id, createdAt: row.created_at, at } : { id, at };
}
