import type { SendDirect } from "../../chat/interaction.ts";
import { createTellReport } from "../../commands/reply/call-report.ts";
import type { TellForSure } from "../../commands/reply/news.ts";
import { createFollowUps, type FollowUps } from "../../conversations/after/follow-up.ts";
import { createRehearsals, type Rehearsals } from "../../conversations/rehearsal/rehearsal.ts";
import { type AfterCallStore, createAfterCallStore } from "../../database/conversation/after-calls.ts";
import type { ConversationStore } from "../../database/conversation/conversation-store.ts";
import { createRehearsalLines, type RehearsalLines } from "../../database/conversation/rehearsal-lines.ts";
import type { Database } from "../../database/opening/connect.ts";
import type { Log } from "../../log.ts";
import type { TavusClient } from "../../tavus/client.ts";
import type { TenantKeys } from "../../tenants/keys.ts";
import type { TeamSettings } from "../../tenants/settings.ts";

export type AfterCallParts = {
  afterCalls: AfterCallStore;
  followUps: FollowUps;
  rehearsalLines: RehearsalLines;
  rehearsals: Rehearsals;
};

/** What is said in conversations: after a call its transcript, in a rehearsal each line. */
export function buildAfterCalls(options: {
  database: Database;
  tavus: TavusClient;
  keys: TenantKeys;
  settings: TeamSettings;
  conversationStore: ConversationStore;
  sendDirectFor(tenantId: string): SendDirect | undefined;
  tellForSure: TellForSure;
  /** The pauses between questions for an answer, in ms. */
  answerPausesMs?: readonly number[] | undefined;
  log: Log;
}): AfterCallParts {
  const { database, tavus, keys, settings, conversationStore, sendDirectFor, tellForSure, log } = options;
  const { answerPausesMs } = options;
  const afterCalls = createAfterCallStore(database);
  const rehearsalLines = createRehearsalLines(database);
  const tell = createTellReport(sendDirectFor, tellForSure);
  return {
    afterCalls,
    rehearsalLines,
    followUps: createFollowUps({ store: afterCalls, settings, keys, tavus, tell, now: database.now, log }),
    rehearsals: createRehearsals({
      ...{ lines: rehearsalLines, store: conversationStore, keys, tavus, log },
      ...(answerPausesMs && { pausesMs: answerPausesMs }),
    }),
  };
}
