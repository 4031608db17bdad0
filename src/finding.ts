/**
 * What a look at one thing found, for whoever runs the bot. `note`: allowed, yet it may surprise. `skipped`: not looked
 * at, and the sentence says why. Sentences and remedies are plain text and hold no secret.
 */
export type Finding = {
  name: string;
  state: "good" | "note" | "bad" | "skipped";
  sentence: string;
  /** What to do. Every `bad` has one. */
  remedy?: string;
};

/** What a service's clock says: how far it is ahead of this machine's, in milliseconds. */
export type ClockReading = { whose: string; aheadMs: number };

export function good(name: string, sentence: string): Finding {
  return { name, state: "good", sentence };
}

export function note(name: string, sentence: string, remedy?: string): Finding {
  return { name, state: "note", sentence, ...(remedy !== undefined && { remedy }) };
}

export function bad(name: string, sentence: string, remedy: string): Finding {
  return { name, state: "bad", sentence, remedy };
}

export function skipped(name: string, sentence: string): Finding {
  return { name, state: "skipped", sentence };
}

/** A text that says first what is wrong and then, in further sentences, what to do. */
export function badAsTold(name: string, text: string): Finding {
  const end = text.search(/\.\s/);
  if (end < 0) return bad(name, text, "Mend that, and run npm run doctor again.");
  return bad(name, text.substring(0, end + 1), text.slice(end + 2));
}

/** HTTP dates are cut to whole seconds: https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */
const halfSecondMs = 500;

/** Reads the `Date` header of an answer that has just come; good to a few seconds. */
export function readClock(whose: string, dateHeader: string | null, nowMs: number): ClockReading | undefined {
  const theirsMs = Date.parse(dateHeader ?? "");
  return Number.isNaN(theirsMs) ? undefined : { whose, aheadMs: theirsMs + halfSecondMs - nowMs };
}
