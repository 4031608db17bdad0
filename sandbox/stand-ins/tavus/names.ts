/**
 * The stand-in's own list of Tavus's two vocabularies, apart from the bot's on purpose: a name that is wrong in
 * one of them makes a test fail. Documents are stored in the legacy names.
 */
export type Names = "legacy" | "current";

const pairs: readonly (readonly [legacy: string, current: string])[] = [
  ["persona_id", "pal_id"],
  ["persona_name", "pal_name"],
  ["persona_type", "pal_type"],
  ["default_replica_id", "default_face_id"],
  ["replica_id", "face_id"],
  ["replica_name", "face_name"],
  ["replica_type", "face_type"],
  ["replica_ids", "face_ids"],
];

const toCurrent = new Map(pairs);
const toLegacy = new Map(pairs.map(([legacy, current]) => [current, legacy]));

/** The same members under the names of the other vocabulary, where they have another. */
export function rename(row: Record<string, unknown>, names: Names): Record<string, unknown> {
  const renamed = names === "current" ? toCurrent : toLegacy;
  return Object.fromEntries(
    Object.entries(row).map(([member, value]) => [renamed.get(member) ?? member, value]),
  );
}

export function mixesNames(row: Record<string, unknown>): boolean {
  const members = Object.keys(row);
  return members.some((member) => toCurrent.has(member)) && members.some((member) => toLegacy.has(member));
}
