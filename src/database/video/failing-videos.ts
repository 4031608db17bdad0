import { createDueStore, type Failing, failsFor } from "../link/due-store.ts";
import type { Database } from "../opening/connect.ts";
import type { FailingPersona } from "../persona/failing-personas.ts";
import { videoKind, videosOf } from "./video-record.ts";

/** Videos that Tavus has not taken, for one and the same cause; as `createFailingPersonas` for personas. */
export function createFailingVideos(database: Database) {
  const due = createDueStore(database, videoKind);

  return {
    /** Newest first. */
    async list(tenantId: string, failing: Failing, limit: number): Promise<FailingPersona[]> {
      return videosOf(database, tenantId)
        .select(["videos.id", "videos.name", "videos.created_by as createdBy"])
        .select("links.failed_at as failedAt")
        .where(failsFor(failing))
        .orderBy("links.created_at", "desc")
        .orderBy("links.subject_id", "desc")
        .limit(limit)
        .execute();
    },

    count: due.countFailing,
    makeDue: due.makeFailingDue,
  };
}
