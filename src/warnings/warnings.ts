import type { Member } from "../chat/member.ts";
import type { WarningStore } from "../database/team/warnings/warning-store.ts";
import { UserError } from "../errors.ts";
import { randomId } from "../random-id.ts";
import type { Cause } from "./causes.ts";
import {
  concernedIn,
  detailsOf,
  type NamingParts,
  viewOf,
  type WarningBegan,
  type WarningDetails,
  type WarningView,
} from "./details.ts";
import { isAboutPersonas, topicOf } from "./topic.ts";
import { retryWaiting } from "./waiting.ts";

/** A failure that the team is to hear of. */
export type RaisedFailure = {
  cause: Cause;
  words?: string | null | undefined;
  incident?: string | null | undefined;
  /** Who acted: told in person where the team has no channel for warnings. */
  userId?: string | undefined;
  /** The answer to that person shows it already, so they need no message of their own. */
  isSeen?: boolean;
  /** The persona that it was about, whom the warning names. */
  personaId?: string | undefined;
  /** What makes it one with others. Left out: its cause. One that means no persona, such as `sync:timedOut`, begins with none. */
  topic?: string;
};

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
  /** A warning, also a fixed one, with up to `limit` of its personas. */
  show(tenantId: string, id: string, limit: number): Promise<WarningDetails | undefined>;
  /** The same with the ids of whom its message names; undefined: it is gone. */
  began(tenantId: string, id: string): Promise<WarningBegan | undefined>;
  /** Makes everything due that waits because of it; returns how many. Undefined: it is fixed, or gone. */
  retryAll(tenantId: string, id: string, by?: string): Promise<number | undefined>;
  /** What this person takes no direct message about, or no admin has heard of yet, as lines for their next answer. */
  owedTo(member: Member): Promise<{ line: string; told(): Promise<void> }[]>;
};

export type WarningParts = NamingParts & { store: WarningStore };

export function createWarnings({
  store,
  failing,
  personasOf,
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

    async show(tenantId, id, limit) {
      const row = await store.find(tenantId, id);
      return row && detailsOf({ failing, personasOf }, row, limit);
    },

    async began(tenantId, id) {
      const row = await store.find(tenantId, id);
      if (!row) return undefined;
      return { tenantId, firstMs: row.firstMs, personaIds: await concernedIn({ failing, personasOf }, row) };
    },

    async retryAll(tenantId, id, by) {
      const row = await store.find(tenantId, id);
      if (!row || row.fixedMs !== null || !isAboutPersonas(row)) return undefined;
      const count = await retryWaiting(failing, row, by);
      await resumeQueue(tenantId);
      return count;
    },

    async owedTo(member) {
      const { tenantId, userId } = member;
      const rows = await store.owedTo(tenantId, userId);
      const isRead = rows.some((row) => row.userId === null) && (await isAdmin(member));
      const read = rows.filter((row) => row.userId !== null || isRead);
      return Promise.all(
        read.map(async (row) => ({
          line: owedLine(await viewOf(failing, row)),
          told: () => store.toldOwed(tenantId, row.id),
        })),
      );
    },
  };
}

function raisedFrom({ cause, words = null, incident = null, isSeen = false, ...raised }: RaisedFailure) {
  const { userId = null, personaId = null, topic } = raised;
  return {
    id: randomId(12),
    topic: topic ?? topicOf(cause),
    cause,
    words,
    incident,
    userId,
    personaId,
    isSeen,
  };
}

/** Where the platform does not say, another one hears of it. */
async function isAdmin(member: Member): Promise<boolean> {
  try {
    return (await member.role()) === "admin";
  } catch (error) {
    if (error instanceof UserError) return false;
    throw error;
  }
}

function owedLine({ title, waiting, waitingWords }: WarningView): string {
  return waiting === 0
    ? `Meanwhile: ${title}. /persona-status says more.`
    : `Meanwhile: ${title}. Waiting because of it: ${waitingWords}. /persona-status says more.`;
}
