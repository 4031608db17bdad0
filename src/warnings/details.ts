import type { StoredWarning } from "../database/team/warnings/stored-warning.ts";
import type { WarnedPersona } from "../database/team/warnings/warned-personas.ts";
import type { Cause } from "./causes.ts";
import { titleOf } from "./sentences.ts";
import { causeOf, isAboutPersonas, operationOf } from "./topic.ts";
import { countWaiting, type FailingKind, listWaiting, nothingWaits } from "./waiting.ts";

/** Named in the message; the button Show has them all. */
export const mostNamed = 5;

/** One warning as people see it. Times are Unix ms. */
export type WarningView = {
  id: string;
  cause: Cause;
  topic: string;
  title: string;
  /** Tavus's own, as it said them last. */
  words: string | undefined;
  incident: string | undefined;
  count: number;
  firstMs: number;
  lastMs: number;
  fixedMs: number | undefined;
  /** How many records wait because of it now, and how many of each kind in words, such as "2 personas and 1 video". */
  waiting: number;
  waitingWords: string;
  /** What keeps what changed lately out of a thread below its message; undefined: nothing does. */
  threadTrouble: string | undefined;
};

/**
 * Whom it concerns: the records that wait, personas first; where none does, the personas that it was about and that are still
 * there. `named` is how many there are in all.
 */
export type WarningDetails = { warning: WarningView; personas: Warned[]; named: number };

/** `failedAt`: when Tavus was last asked, UTC ISO-8601, where it waits. */
export type Warned = WarnedPersona & { failedAt?: string | null };

/** When a warning began, Unix ms, and the personas that its message names. */
export type WarningBegan = { tenantId: string; firstMs: number; personaIds: readonly string[] };

export type NamingParts = {
  failing: readonly FailingKind[];
  /** The personas of these ids that are still there. */
  personasOf(tenantId: string, ids: readonly string[]): Promise<WarnedPersona[]>;
};

export async function detailsOf(
  { failing, personasOf }: NamingParts,
  row: StoredWarning,
  limit: number,
): Promise<WarningDetails> {
  const warning = await viewOf(failing, row);
  if (warning.waiting > 0)
    return { warning, personas: await listWaiting(failing, row, limit), named: warning.waiting };
  const personas = await personasOf(row.tenantId, row.personaIds);
  return { warning, personas: personas.slice(0, limit), named: personas.length };
}

/** The personas that a warning's message names. */
export async function concernedIn(parts: NamingParts, row: StoredWarning): Promise<string[]> {
  return (await detailsOf(parts, row, mostNamed)).personas.map(({ id }) => id);
}

export async function viewOf(failing: NamingParts["failing"], row: StoredWarning): Promise<WarningView> {
  const cause = causeOf(row);
  const isListing = row.fixedMs === null && isAboutPersonas(row);
  const waiting = isListing ? await countWaiting(failing, row) : nothingWaits;
  return {
    id: row.id,
    cause,
    topic: row.topic,
    title: titleOf(cause, operationOf(row)),
    words: row.words ?? undefined,
    incident: row.incident ?? undefined,
    count: row.count,
    firstMs: row.firstMs,
    lastMs: row.lastMs,
    fixedMs: row.fixedMs ?? undefined,
    waiting: waiting.count,
    waitingWords: waiting.words,
    threadTrouble: threadTroubleOf(row),
  };
}

function threadTroubleOf({ threadState, threadWords }: StoredWarning): string | undefined {
  if (threadState === "unknown")
    return "Whether the thread below its message says what changed lately is not known.";
  return threadState === "refused"
    ? (threadWords ?? "The thread below its message could not be written.")
    : undefined;
}
