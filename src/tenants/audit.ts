import { cutText } from "../cut-text.ts";
import type { AuditEntry, AuditSpan, AuditStore, TeamEntry } from "../database/team/audit-store.ts";
import type { Log } from "../log.ts";
import { randomId } from "../random-id.ts";
import { workBeganMs } from "../work.ts";
import { createWriteBehind } from "../write-behind.ts";

export type { AuditEntry };

/** What is written down: everything that changes something here or in Tavus, and every sync. */
const auditActions = [
  "create",
  "edit",
  "replica",
  "delete-here",
  "delete-both",
  "link",
  "unlink",
  "retry",
  "retry-all",
  "overwrite",
  "keep-ours",
  "keep-theirs",
  "keep-all-ours",
  "keep-all-theirs",
  "create-again",
  "bring-back",
  "undo",
  "import",
  "talk",
  "call",
  "call-end",
  "rehearse",
  "sync",
  "sync-preview",
  "sync-cancel",
  "share-outside",
  "revoke-outside",
  "outside-end",
  "setup",
  "export",
  "export-all",
  "video-create",
  "video-retry",
  "video-adopt",
  "video-delete-here",
  "video-delete-both",
] as const;
export type AuditAction = (typeof auditActions)[number];

/** The person who acts, and where; a command's context is one. */
export type AuditWho = { member: { tenantId: string; userId: string }; channelId: string };

export type AuditWhat = {
  action: AuditAction;
  personaId?: string;
  /** A name, counts, or which settings changed; never a secret. Cut at 500 characters. */
  details?: string;
  /** When it happened, where that is seen later: Unix ms. */
  atMs?: number | undefined;
};

export type Audit = {
  /** For an effect that writes it in its own transaction. */
  entryOf(who: AuditWho, what: AuditWhat): AuditEntry;
  /** Writes it down within a moment, several as one, so that nobody waits for it. To be called after the effect. */
  record(who: AuditWho, what: AuditWhat): void;
  /** The entries, newest first. */
  newest(tenantId: string, limit: number): Promise<AuditEntry[]>;
  newestOfPersona(tenantId: string, personaId: string, limit: number): Promise<AuditEntry[]>;
  /** Of these kinds and of this time, newest first: the team's own or, with `personaIds`, those of these personas. */
  lately(tenantId: string, span: AuditSpan & { actions: readonly AuditAction[] }): Promise<AuditEntry[]>;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
};

/** The tries while the database takes nothing: when the next one is, and how many entries are kept for it. */
const retry = { afterMs: 5000, most: 1000 };
const longestDetails = 500;

/** The log of who did what. A process that is killed takes the last moment of it along, never an effect. */
export function createAudit({
  store,
  log,
  now,
}: {
  store: Pick<AuditStore, "add" | "newest" | "newestOfPersona" | "lately">;
  log: Log;
  now: () => number;
}): Audit {
  const mintId = createIds();
  const unwritten = createWriteBehind<TeamEntry>({
    write: (entries) => store.add(entries),
    failed: (error, entries) =>
      log.error({ entries: entries.length, err: error }, "who did what was not written"),
    retry: {
      ...retry,
      dropped: (entries) => log.error({ entries: entries.length }, "the oldest of who did what are lost"),
    },
  });

  function entryOf(
    { member, channelId }: AuditWho,
    { action, personaId, details = "", atMs = now() }: AuditWhat,
  ): AuditEntry {
    return {
      id: mintId(atMs),
      at: new Date(atMs).toISOString(),
      userId: member.userId,
      channelId,
      action,
      personaId,
      details: cutText(details, longestDetails),
    };
  }

  return {
    entryOf,

    record(who, what) {
      const entry = entryOf(who, what);
      const beganMs = workBeganMs() ?? Date.parse(entry.at);
      unwritten.add({ tenantId: who.member.tenantId, entry, beganMs });
    },

    async newest(tenantId, limit) {
      await unwritten.flush();
      return store.newest(tenantId, limit);
    },

    async newestOfPersona(tenantId, personaId, limit) {
      await unwritten.flush();
      return store.newestOfPersona(tenantId, personaId, limit);
    },

    async lately(tenantId, span) {
      await unwritten.flush();
      return store.lately(tenantId, span);
    },

    flush: unwritten.flush,
  };
}

/** Ids that sort by time, within one process also where several are made in one millisecond. */
function createIds(): (atMs: number) => string {
  let count = 0;
  return (atMs) => {
    count = (count + 1) % 36 ** 4;
    return `${inBase36(atMs, 9)}${inBase36(count, 4)}${randomId(4)}`;
  };
}

function inBase36(number: number, length: number): string {
  return number.toString(36).padStart(length, "0");
}
