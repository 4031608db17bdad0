import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import { type Link, type LinkKey, readAttempts } from "./link-record.ts";
import { writeAttempts } from "./outcome-columns.ts";

/** Stores when to look for what lost requests have made beside the linked object. */
export function createSurplusStore({ kysely, now }: Database, kind: string) {
  const ofLink = ({ tenantId, id }: LinkKey) =>
    kysely
      .updateTable("links")
      .where("tenant_id", "=", tenantId)
      .where("subject_kind", "=", kind)
      .where("subject_id", "=", id);

  return {
    /** The attempt made, or may yet make, an object beside the linked one: to be looked for at `checkAtMs`. */
    async surplusSeen(
      { tenantId, id, attemptStartedMs }: LinkKey & Pick<Link, "attemptStartedMs">,
      checkAtMs: number,
    ): Promise<void> {
      const stored = await kysely
        .selectFrom("links")
        .select("unknown_attempts")
        .where("tenant_id", "=", tenantId)
        .where("subject_kind", "=", kind)
        .where("subject_id", "=", id)
        .executeTakeFirst();
      if (!stored) return;
      const attempts = new Set(readAttempts(stored.unknown_attempts)).add(attemptStartedMs ?? now());
      await ofLink({ tenantId, id })
        .set({ unknown_attempts: writeAttempts([...attempts]), surplus_check_at: isoTime(checkAtMs) })
        .execute();
    },

    async setSurplusCheck(key: LinkKey, atMs: number | null): Promise<void> {
      await ofLink(key)
        .set({ surplus_check_at: atMs === null ? null : isoTime(atMs) })
        .execute();
    },
  };
}
