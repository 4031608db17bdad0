/**
 * Tavus renamed its objects in summer 2026: persona became PAL, replica became face. Both sets of names work,
 * but one request must keep to one of them, and a reply uses those of the path that was asked.
 * https://docs.tavus.io/sections/conversational-video-interface/pal/overview
 */
export type TavusVocabulary = "personas" | "pals";

const legacy = {
  personasPath: "/v2/personas",
  personaId: "persona_id",
  personaName: "persona_name",
  personaType: "persona_type",
  defaultReplicaId: "default_replica_id",
  replicasPath: "/v2/replicas",
  replicaId: "replica_id",
  replicaName: "replica_name",
  replicaType: "replica_type",
} as const;

/** What Tavus calls the things we name on the left. */
export type WireWords = Record<keyof typeof legacy, string>;

const current: WireWords = {
  personasPath: "/v2/pals",
  personaId: "pal_id",
  personaName: "pal_name",
  personaType: "pal_type",
  defaultReplicaId: "default_face_id",
  replicasPath: "/v2/faces",
  replicaId: "face_id",
  replicaName: "face_name",
  replicaType: "face_type",
};

export const wireWords: Record<TavusVocabulary, WireWords> = { personas: legacy, pals: current };

/** The member of a reply under whichever of its two names it came. */
export function readMember(row: Record<string, unknown>, word: keyof WireWords): unknown {
  return row[legacy[word]] ?? row[current[word]];
}

/** The members of a persona's document that have two names. */
const renamed = new Map<string, keyof WireWords>([
  [legacy.personaName, "personaName"],
  [legacy.defaultReplicaId, "defaultReplicaId"],
]);

/** The member of a persona's document that has this legacy name, under whichever of its two names it came. */
export function readLegacyMember(row: Record<string, unknown>, member: string): unknown {
  const word = renamed.get(member);
  return word ? readMember(row, word) : row[member];
}

/** A JSON Pointer into a persona, written in the legacy names, in the names of `vocabulary`. */
export function translatePointer(pointer: string, vocabulary: TavusVocabulary): string {
  const [root = "", member = "", ...rest] = pointer.split("/");
  const word = renamed.get(member);
  return [root, word ? wireWords[vocabulary][word] : member, ...rest].join("/");
}
