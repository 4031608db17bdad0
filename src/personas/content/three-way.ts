import { placeOf, type SyncField } from "./each-field.ts";
import { type Fingerprint, hashOf, readHashes, type SyncContent, writeHashes } from "./fingerprint.ts";

export type Reading = {
  /** Changed in Tavus since our own last write, and not what is here. */
  fields: SyncField[];
  /** What the next reading is compared with. */
  base: Fingerprint;
};

/**
 * Compares what Tavus holds with what it held at the first reading after our own write (`base`) and with what is here.
 * Without a base this is that first reading: Tavus is known to strip punctuation from names and to fill in defaults,
 * so what differs only in such things is taken for what Tavus made of ours.
 */
export function readThreeWays({
  base,
  theirs,
  ours,
}: {
  base: Fingerprint | undefined;
  theirs: SyncContent;
  ours: SyncContent;
}): Reading {
  const before = base === undefined ? {} : readHashes(base);
  const fields: SyncField[] = [];
  const nextBase = writeHashes((field) => {
    const theirHash = hashOf(theirs[field]);
    const known = before[field];
    const sides = { isKnown: known !== undefined, theirs: theirs[field], ours: ours[field] };
    if (theirHash === known || isSettled(field, sides)) return theirHash;
    fields.push(field);
    return typeof known === "string" ? known : hashOf(ours[field]);
  });
  return { fields, base: nextBase };
}

type Sides = { isKnown: boolean; theirs: string; ours: string };

function isSettled(field: SyncField, { isKnown, theirs, ours }: Sides): boolean {
  const place = placeOf(field);
  if (theirs === ours || (ours === "" && place.isOursAlone)) return true;
  return !isKnown && place.isAlike(theirs, ours);
}
