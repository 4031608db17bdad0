import { isJustMade, isOfOtherKey } from "../../link/not-there.ts";
import { missingKeyOf } from "../../link/pause-queue.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { Cause } from "../../warnings/causes.ts";
import type { Account, Records, Versions } from "../deps.ts";
import { foreignWords, seenDigest } from "../push/push-plan.ts";
import { saidBefore, withoutLate } from "../push/said-before.ts";
import type { Differing } from "./differing.ts";
import { calledIn, type SyncField, syncFields, wordsFor } from "./each-field.ts";
import { theirContent } from "./fingerprint.ts";
import { standingOf } from "./standing.ts";

/** One field that stands otherwise in Tavus, both sides in words. */
export type Difference = {
  field: SyncField;
  how: Differing["how"];
  ours: string;
  theirs: string;
  /** What would have to be replaced in Tavus with it. */
  foreign: string | undefined;
};

/** `held`: what Tavus holds where nothing of ours was sent, in words. */
type Held = { held: { [field in SyncField]?: string } };

/** What Tavus holds beside what is here: the fields that differ, or why that is not known. */
export type Comparison =
  | ({ kind: "same" } & Held)
  /** `seen` tells this state of Tavus from a later one. */
  | ({ kind: "differs"; fields: string[]; differences: Difference[]; seen: string } & Held)
  | { kind: "gone" }
  /** The present key does not know it, and is not the one that it was made with. */
  | { kind: "elsewhere" }
  | { kind: "unknown"; why: Cause; words?: string | undefined };

/** Reads the linked Tavus persona and compares it as a sync would, three ways; keeps nothing of it. */
export async function compareWithTavus(
  deps: Pick<Records, "store" | "linking"> & Account & Versions,
  tenantId: string,
  id: string,
): Promise<Comparison> {
  const record = await deps.store.find(tenantId, id);
  const key = await deps.keys.keyFor(tenantId);
  if (!record?.link.remoteId || !key) return { kind: "unknown", why: await missingKeyOf(deps, tenantId) };
  try {
    const persona = await deps.accounts.of(tenantId, key).get(record.link.remoteId);
    const { theirs, ours, ...found } = standingOf(record, theirContent(persona));
    const nowMs = deps.linking.now();
    const said = () => saidBefore(deps.versions, record);
    const differing = await withoutLate(said, record, { ...found, theirs, nowMs });
    const unsaid = syncFields.filter((field) => ours[field] === "" && theirs[field] !== "");
    const held = Object.fromEntries(unsaid.map((field) => [field, wordsFor(field, theirs[field])]));
    if (differing.length === 0) return { kind: "same", held };
    const differences = differing.map(({ field, how }) => ({
      field,
      how,
      ours: wordsFor(field, ours[field]),
      theirs: wordsFor(field, theirs[field]),
      foreign: foreignWords(field, record, persona),
    }));
    const fields = differences.map(({ field }) => calledIn(field));
    return { kind: "differs", fields, differences, seen: seenDigest(differing, persona), held };
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { kind: why, words } = error;
    if (why !== "notFound") return { kind: "unknown", why, words };
    if (isOfOtherKey(record.link, key)) return { kind: "elsewhere" };
    // Whoever made it anew would have two.
    if (isJustMade(record.link, deps.linking.now()))
      return { kind: "unknown", why: "unexpectedReply", words };
    return { kind: "gone" };
  }
}
