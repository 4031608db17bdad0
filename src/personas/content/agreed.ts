import type { SyncField } from "./each-field.ts";
import { syncFields } from "./each-field.ts";

/**
 * What both sides last agreed on about one field, as hashes: what Tavus held, and what was said here when it did. They
 * are not the same where Tavus keeps ours otherwise. Undefined: not known.
 */
export type Agreed = { theirs: string | undefined; ours: string | undefined };

/**
 * A JSON object of the hash of each field in Tavus, in the order of `syncFields`, with a slash and that of our side
 * behind it where both are known. Versions before the slash held Tavus's alone.
 */
export type Base = string;

export function readAgreed(base: Base | undefined): (field: SyncField) => Agreed {
  const written: { [field: string]: unknown } = base === undefined ? {} : JSON.parse(base);
  return (field) => {
    const text = written[field];
    const [theirs, ours] = typeof text === "string" ? text.split("/") : [];
    return { theirs: theirs || undefined, ours: ours || undefined };
  };
}

export function writeAgreed(agreedOn: (field: SyncField) => Agreed): Base {
  const written: { [field: string]: string } = {};
  for (const field of syncFields) {
    const { theirs = "", ours } = agreedOn(field);
    if (theirs || ours) written[field] = ours === undefined ? theirs : `${theirs}/${ours}`;
  }
  return JSON.stringify(written);
}

/**
 * What stands for our side where people have chosen ours over what they saw in Tavus: it equals nothing that is said here,
 * so ours counts as changed. `group` is a hash of what must be replaced together with it.
 */
export function overruling(group: string): string {
  return `!${group}`;
}

/** Whether a person has chosen ours over Tavus's, whatever they saw there. */
export function isChosen({ ours = "" }: Agreed): boolean {
  return ours.startsWith(overruling(""));
}

/** Whether a person has chosen ours over Tavus's; if `group` is not what they saw, they have not. */
export function isOverruled({ ours }: Agreed, group: string): boolean {
  return ours === overruling(group);
}
