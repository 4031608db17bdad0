import { missingKeyOf } from "../../link/pause-queue.ts";
import { TavusError } from "../../tavus/errors.ts";
import type { Cause } from "../../warnings/causes.ts";
import type { Account, Records } from "../deps.ts";
import { calledIn } from "./each-field.ts";
import { ourContent, theirContent } from "./fingerprint.ts";
import { readThreeWays } from "./three-way.ts";

/** What Tavus holds beside what is here: the fields that differ, or why that is not known. */
export type Comparison =
  | { kind: "same" }
  | { kind: "differs"; fields: string[] }
  | { kind: "gone" }
  | { kind: "unknown"; why: Cause; words?: string | undefined; incident?: string };

/** Reads the linked Tavus persona and compares it as a sync would, three ways; keeps nothing of it. */
export async function compareWithTavus(
  deps: Pick<Records, "store"> & Account,
  tenantId: string,
  id: string,
): Promise<Comparison> {
  const record = await deps.store.find(tenantId, id);
  const key = await deps.keys.keyFor(tenantId);
  if (!record?.link.remoteId || !key) return { kind: "unknown", why: await missingKeyOf(deps, tenantId) };
  try {
    const theirs = theirContent(await deps.accounts.of(tenantId, key).get(record.link.remoteId));
    const { fields } = readThreeWays({ base: record.link.base, theirs, ours: ourContent(record) });
    return fields.length === 0 ? { kind: "same" } : { kind: "differs", fields: fields.map(calledIn) };
  } catch (error) {
    if (!(error instanceof TavusError)) throw error;
    const { kind: why, words, incident } = error;
    return why === "notFound" ? { kind: "gone" } : { kind: "unknown", why, words, incident };
  }
}
