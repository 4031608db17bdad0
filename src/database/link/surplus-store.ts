import type { Database } from "../opening/connect.ts";
import { isoTime } from "../times.ts";
import type { Link, LinkKey } from "./link-record.ts";
import { withUnknownAttempt } from "./outcome-columns.ts";

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
      await ofLink({ tenantId, id })
        .set({
          unknown_attempts: withUnknownAttempt(attemptStartedMs ?? now()),
          surplus_check_at: isoTime(checkAtMs),
        })
        .execute();
    },

    async setSurplusCheck(key: LinkKey, atMs: number): Promise<void> {
      await ofLink(key)
        .set({ surplus_check_at: isoTime(atMs) })
        .execute();
    },

    /** A check is done; null: it was the last. One that was set since `claimed` was claimed stays. */
    async surplusChecked(claimed: Link, nextMs: number | null): Promise<void> {
      await ofLink(claimed)
        .set({ surplus_check_at: nextMs === null ? null : isoTime(nextMs) })
        .where("attempt", "=", claimed.attempt)
        .where("surplus_check_at", "=", isoTime(claimed.surplusCheckMs ?? 0))
        .execute();
    },
  };
}
