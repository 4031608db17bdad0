import type { ContentRow } from "./content-columns.ts";

/** The local record of a persona: what people say about it, and who said it. Its link to Tavus is in `links`. */
export type PersonaRow = ContentRow & {
  tenant_id: string;
  /** `per_` + 10 characters. */
  id: string;
  /** The form this persona was typed into; unique within the tenant, so one form makes one persona. */
  form_id: string | null;
  /** SHA-256 of the submitted values: tells a second delivery from an edit. */
  form_digest: string | null;
  /** Who typed it and where. */
  created_by: string;
  channel_id: string | null;
  /** When a sync found it in Tavus; null: somebody typed it here. */
  imported_at: string | null;
  /** A hidden tombstone keeps the form id, and its link the Tavus id, of a deleted persona. */
  deleted_at: string | null;
  created_at: string;
  /** The name as it is found: folded. Null where it has no block. */
  name_folded: string | null;
  /** Where its name lies among its team's; null: it was deleted, or written by a version that knew no blocks. */
  search_block: number | null;
};

/** Folded names that lie together, so that all of a team's are read through at once. */
export type NameBlockRow = {
  tenant_id: string;
  block: number;
  size: number;
  /** Each as `"\n ada lovelace \n"`. */
  names: string;
};
