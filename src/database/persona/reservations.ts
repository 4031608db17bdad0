import { sql } from "kysely";
import type { LinkKey } from "../link/link-record.ts";
import type { Database } from "../opening/connect.ts";
import { personaKind } from "./persona-record.ts";

/** What forms took from the daily limits. */
export function createReservations({ kysely }: Database) {
  return {
    /** What did not come about takes nothing of the day's limit, which the form had reserved. */
    async giveBack({ tenantId, id }: LinkKey): Promise<void> {
      await kysely
        .deleteFrom("usage")
        .where("tenant_id", "=", tenantId)
        .where("kind", "=", "creates")
        .where("reservation_id", "in", ({ selectFrom }) =>
          selectFrom("personas")
            .innerJoin("links", (join) =>
              join
                .onRef("links.tenant_id", "=", "personas.tenant_id")
                .on("links.subject_kind", "=", personaKind)
                .onRef("links.subject_id", "=", "personas.id"),
            )
            .select(sql<string>`personas.form_id`.as("form_id"))
            .where("personas.tenant_id", "=", tenantId)
            .where("personas.id", "=", id)
            .where("links.state", "=", "failed"),
        )
        .execute();
    },
  };
}
