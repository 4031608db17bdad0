import { isSyncField, type SyncField } from "./each-field.ts";

/**
 * A field that stands otherwise in Tavus: changed there, changed on both sides, or changed here and held back, because it
 * belongs to something that was set up in Tavus. `seen` is a hash of what Tavus held.
 */
export type Differing = { field: SyncField; how: "theirs" | "both" | "held"; seen: string | undefined };

/** One word for each with colons, and commas between them; older versions wrote the field alone. "" for none. */
export function writeDiffering(differing: readonly Differing[]): string {
  return differing.map(({ field, how, seen = "" }) => [field, how, seen].join(":")).join();
}

export function readDiffering(text: string | undefined): Differing[] {
  if (!text) return [];
  return text.split(",").flatMap((entry) => {
    const [field = "", how, seen] = entry.split(":");
    return isSyncField(field) ? [{ field, how: isHow(how) ? how : "theirs", seen: seen || undefined }] : [];
  });
}

function isHow(text: string | undefined): text is Differing["how"] {
  return text === "theirs" || text === "both" || text === "held";
}
