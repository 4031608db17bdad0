import type { PersonaContent } from "../../../database/persona/content-columns.ts";
import { parseTavusDate } from "../../../tavus/dates.ts";
import { TavusError } from "../../../tavus/errors.ts";
import { parseJson } from "../../../tavus/json.ts";
import { findRows, type PageLimits, type RowPlace } from "../../../tavus/lists/page-rows.ts";
import { listOperation } from "../../../tavus/lists/persona-pages.ts";
import { readPersonaRow, type TavusPersona } from "../../../tavus/persona-row.ts";
import type { Reply } from "../../../tavus/transport.ts";
import type { Base } from "../../content/agreed.ts";
import { fingerprintOf, hashOf, type SyncContent, theirContent } from "../../content/fingerprint.ts";
import { readNotes, recordOf } from "../../content/from-tavus.ts";

/** A Tavus persona without its texts: what is needed to tell whether it is known here and has changed. */
export type Digest = {
  id: string;
  name: string;
  promptHash: string;
  fingerprint: Base;
  /** The id in its record line. */
  record: string | undefined;
  createdMs: number | undefined;
};

/** What Tavus holds of a persona in full, as it is compared and as it is imported. */
export type RemoteTexts = { content: SyncContent; notes: Partial<PersonaContent> };

/** One on a page, with the place of its row there. */
export type PlacedDigest = Digest & { place: RowPlace };

/** A page of a list as digests; the texts stay in its bytes. */
export type PageDigest = { rows: PlacedDigest[]; unreadable: number; totalCount: number | undefined };

export type DigestOptions = {
  hash: Hash;
  limits?: PageLimits;
  /** Given the texts of each row, which are read on the way. */
  onTexts?: ((texts: RemoteTexts) => void) | undefined;
};

export function textsOf(persona: TavusPersona): RemoteTexts {
  return { content: theirContent(persona), notes: readNotes(persona) };
}

export function digestOf(
  persona: TavusPersona,
  content = theirContent(persona),
  hash: Hash = hashOf,
): Digest {
  const promptHash = hash(content.prompt);
  return {
    id: persona.id,
    name: content.name,
    promptHash,
    fingerprint: fingerprintOf(content, (text) => (text === content.prompt ? promptHash : hash(text))),
    record: recordOf(persona),
    createdMs: persona.createdAt ? parseTavusDate(persona.createdAt) : undefined,
  };
}

/**
 * Throws TavusError `unexpectedReply` when the answer is no list, or a row of it no JSON; PageTooLargeError when it has
 * more than the limits.
 */
export function digestPage({ status, body }: Reply, { hash, limits, onTexts }: DigestOptions): PageDigest {
  const bytes = Buffer.from(body);
  const found = findRows(bytes, limits);
  if (!found) throw unexpected(status);
  const rows: PlacedDigest[] = [];
  for (const place of found.rows) {
    const row = rowAt(bytes, place);
    // The parser knows no such value: then this was not JSON.
    if (row === undefined) throw unexpected(status);
    const persona = readPersonaRow(row);
    if (!persona) continue;
    const content = theirContent(persona);
    rows.push({ ...digestOf(persona, content, hash), place });
    onTexts?.({ content, notes: readNotes(persona) });
  }
  return { rows, unreadable: found.rows.length - rows.length, totalCount: found.totalCount };
}

/** Undefined: the row is no JSON. */
export function rowAt(bytes: Buffer, { start, end }: RowPlace): unknown {
  return parseJson(bytes.toString("utf8", start, end));
}

function unexpected(status: number): TavusError {
  return new TavusError({ kind: "unexpectedReply", operation: listOperation, status, reached: "maybe" });
}

type Hash = (text: string) => string;

/** Of values such as a model's name there are few in an account. */
const mostRemembered = 500;
const longestRemembered = 60;

/** `hashOf` that remembers short texts, of which nearly all come again in the next row. */
export function createHashing(): Hash {
  const known = new Map<string, string>();
  return (text) => {
    if (text.length > longestRemembered) return hashOf(text);
    const before = known.get(text);
    if (before !== undefined) return before;
    const hashed = hashOf(text);
    if (known.size < mostRemembered) known.set(text, hashed);
    return hashed;
  };
}
