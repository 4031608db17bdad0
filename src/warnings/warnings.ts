import type { FailingRecord } from "../database/link/failing-records.ts";
import type { StoredWarning } from "../database/team/stored-warning.ts";
import type { WarningStore } from "../database/team/warning-store.ts";
import { randomId } from "../random-id.ts";
import type { Cause } from "./causes.ts";
import { titleOf } from "./sentences.ts";
import { causeOf, channelTopic, isAboutPersonas, operationOf, topicOf } from "./topic.ts";
import { countWaiting, type FailingKind, listWaiting, nothingWaits, retryWaiting } from "./waiting.ts";

/** A failure that the team is to hear of. */
export type RaisedFailure = {
  cause: Cause;
  words?: string | null | undefined;
  incident?: string | null | undefined;
  /** Who acted: told in person where the team has no channel for warnings. */
  userId?: string | undefined;
  /** The answer to that person shows it already, so they need no message of their own. */
  isSeen?: boolean;
  /** What makes it one with others. Left out: its cause. One that means no persona, such as `sync:timedOut`, begins with none. */
  topic?: string;
};

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
};

/** The records that wait, personas first. */
export type WarningDetails = { warning: WarningView; personas: FailingRecord[] };

/** What a call to Tavus was for: what it proves by going well. */
export type CallKind = "create" | "push" | "read" | "sync" | "call";

/** What work in the background needs of warnings. */
export type FailureReporter = {
  /** Counts a failure; written before it resolves, said soon afterwards. */
  raise(tenantId: string, failure: RaisedFailure): Promise<void>;
  /** A call with the team's key went well. Costs nothing: what follows from it is done in a moment. */
  succeeded(tenantId: string, call: CallKind): void;
};

export type Warnings = FailureReporter & {
  /** Ends the open warnings of this topic or cause, and of topics below it: `sync` ends `sync:timedOut`. */
  resolve(tenantId: string, topic: string): Promise<void>;
  /** What is wrong now, oldest first. */
  open(tenantId: string): Promise<WarningView[]>;
  /** The team has set another channel, or the same anew: what is open is posted there. */
  repost(tenantId: string): Promise<void>;
  /** A warning, also a fixed one, with up to `limit` of its personas. */
  show(tenantId: string, id: string, limit: number): Promise<WarningDetails | undefined>;
  /** Makes everything due that waits because of it; returns how many. Undefined: it is fixed, or gone. */
  retryAll(tenantId: string, id: string, by?: string): Promise<number | undefined>;
  /** What this person takes no direct message about, as lines for their next answer. */
  owedTo(tenantId: string, userId: string): Promise<{ lines: string[]; told(): Promise<void> } | undefined>;
};

export type WarningParts = { store: WarningStore; failing: readonly FailingKind[] };

export function createWarnings({
  store,
  failing,
  resumeQueue,
  succeeded,
  wakePoster,
}: WarningParts & {
  /** Lets the personas of a team go on now. */
  resumeQueue(tenantId: string): Promise<void>;
  succeeded: FailureReporter["succeeded"];
  wakePoster(): void;
}): Warnings {
  return {
    async raise(tenantId, failure) {
      await store.raise(tenantId, raisedFrom(failure));
      wakePoster();
    },
    succeeded,

    async resolve(tenantId, topic) {
      if (await store.resolve(tenantId, [topic])) wakePoster();
    },

    async open(tenantId) {
      const rows = await store.open(tenantId);
      return Promise.all(rows.map((row) => viewOf(failing, row)));
    },

    async repost(tenantId) {
      await store.resolve(tenantId, [channelTopic]);
      await store.repost(tenantId);
      wakePoster();
    },

    async show(tenantId, id, limit) {
      const row = await store.find(tenantId, id);
      return row && detailsOf(failing, row, limit);
    },

    async retryAll(tenantId, id, by) {
      const row = await store.find(tenantId, id);
      if (!row || row.fixedMs !== null || !isAboutPersonas(row)) return undefined;
      const count = await retryWaiting(failing, row, by);
      await resumeQueue(tenantId);
      return count;
    },

    async owedTo(tenantId, userId) {
      const rows = await store.owedTo(tenantId, userId);
      if (rows.length === 0) return undefined;
      const views = await Promise.all(rows.map((row) => viewOf(failing, row)));
      const ids = rows.map(({ id }) => id);
      return { lines: views.map(owedLine), told: () => store.toldOwed(tenantId, ids) };
    },
  };
}

export async function detailsOf(
  failing: WarningParts["failing"],
  row: StoredWarning,
  limit: number,
): Promise<WarningDetails> {
  const isListing = row.fixedMs === null && isAboutPersonas(row);
  const personas = isListing ? await listWaiting(failing, row, limit) : [];
  return { warning: await viewOf(failing, row), personas };
}

async function viewOf(failing: WarningParts["failing"], row: StoredWarning): Promise<WarningView> {
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
  };
}

function raisedFrom({ cause, words = null, incident = null, userId, isSeen = false, topic }: RaisedFailure) {
  return {
    id: randomId(12),
    topic: topic ?? topicOf(cause),
    cause,
    words,
    incident,
    userId: userId ?? null,
    isSeen,
  };
}

function owedLine({ title, waiting, waitingWords }: WarningView): string {
  return waiting === 0
    ? `Meanwhile: ${title}. /persona-status says more.`
    : `Meanwhile: ${title}. Waiting because of it: ${waitingWords}. /persona-status says more.`;
}
