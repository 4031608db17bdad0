import type { PersonaContent } from "../../database/persona/content-columns.ts";
import type { PersonaRecord } from "../../database/persona/persona-record.ts";
import type { TavusPersona } from "../../tavus/schemas.ts";
import { isOverruled, readAgreed } from "../content/agreed.ts";
import type { Differing } from "../content/differing.ts";
import { placeOf, type SyncField } from "../content/each-field.ts";
import { hashOf, theirContent } from "../content/fingerprint.ts";
import { contentFrom } from "../content/from-tavus.ts";
import type { Group } from "../content/in-tavus.ts";
import { differingIn, type Standing, standingOf } from "../content/standing.ts";
import type { Changes } from "./patch.ts";

/** What a push sends, and what it leaves. */
export type PushPlan = Changes & Standing;

/**
 * What was changed here alone is sent, and of what is shown already what is taken `back` here. What belongs to a group that somebody
 * set up in Tavus is held back, until a person who saw that group has chosen to replace it.
 */
export function planPush(
  record: PersonaRecord,
  theirs: TavusPersona,
  back: readonly SyncField[] = [],
): PushPlan {
  const standing = standingOf(record, theirContent(theirs));
  const agreedOn = readAgreed(record.link.base);
  const held: SyncField[] = [];
  const sent: SyncField[] = [];
  const replaced = new Set<Group>();
  for (const field of standing.reading.ours) {
    const group = foreignGroupOf(field, record, theirs);
    const isKept = group && !isOverruled(agreedOn(field), groupHash(field, theirs));
    (isKept ? held : sent).push(field);
    if (group && !isKept) replaced.add(group);
  }
  const again = back.filter(
    (field) => isSaid(field, record) && foreignGroupOf(field, record, theirs) === undefined,
  );
  const differing = differingIn(standing.reading, standing.theirs, held);
  return { ...standing, differing, sent: [...sent, ...again], again, replaced: [...replaced] };
}

/** Whether there is something that can be sent: that there be nothing is said by taking away what is shown. */
export function isSaid(field: SyncField, record: PersonaRecord): boolean {
  return placeOf(field).send(record[field], record) !== undefined;
}

function foreignGroupOf(field: SyncField, record: PersonaRecord, theirs: TavusPersona): Group | undefined {
  const { group } = placeOf(field);
  return foreignWords(field, record, theirs) === undefined ? undefined : group;
}

/** What a value is part of in Tavus that would not go with it, in words. */
export function foreignWords(
  field: SyncField,
  record: PersonaRecord,
  theirs: TavusPersona,
): string | undefined {
  const { group, send } = placeOf(field);
  return group?.isForeignTo(theirs.at(group.at), send(record[field], record), record);
}

/** What Tavus holds in these fields as it can be brought back: not what was set up there as a whole, with what nobody here knows. */
export function restorable(
  fields: readonly SyncField[],
  record: PersonaRecord,
  theirs: TavusPersona,
): Partial<PersonaContent> {
  const own = fields.filter((field) => foreignWords(field, record, theirs) === undefined);
  return contentFrom(theirContent(theirs), own);
}

/** Tells what a person was shown of Tavus's side from a later state of it. */
export function seenDigest(differing: readonly Differing[], theirs: TavusPersona): string {
  return hashOf(differing.map(({ field, seen }) => `${field}:${seen}:${groupHash(field, theirs)}`).join());
}

/** What must be the same still when ours takes its place; secrets are not part of it. */
export function groupHash(field: SyncField, theirs: TavusPersona): string {
  const { group } = placeOf(field);
  return group ? hashOf(JSON.stringify(theirs.at(group.at) ?? null)) : "";
}
