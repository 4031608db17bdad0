import type { Database } from "../opening/connect.ts";
import { personaKind } from "./persona-record.ts";

/** What lets people talk with a persona in Tavus: a room for a call, a page for people outside. */
type MadeOfPersona = { tenantId: string; personaId: string; tavusPersonaId: string };

/**
 * Why such a thing has no reason to go on: its persona was deleted here or unlinked, or the bot removed. `ofMissing`: a persona that
 * was deleted in Tavus is such a reason, too.
 */
export async function whyOver(
  { kysely }: Pick<Database, "kysely">,
  { tenantId, personaId, tavusPersonaId }: MadeOfPersona,
  { ofMissing = false } = {},
): Promise<"personaGone" | "teamLeft" | undefined> {
  const persona = await kysely
    .selectFrom("links")
    .select("subject_id")
    .where("tenant_id", "=", tenantId)
    .where("subject_kind", "=", personaKind)
    .where("subject_id", "=", personaId)
    .where("remote_id", "=", tavusPersonaId)
    .where("gone_at", "is", null)
    .$if(ofMissing, (query) => query.where("state", "<>", "missing"))
    .executeTakeFirst();
  if (!persona) return "personaGone";
  const left = await kysely
    .selectFrom("tenants")
    .select("tenant_id")
    .where("tenant_id", "=", tenantId)
    .where("left_at", "is not", null)
    .executeTakeFirst();
  return left && "teamLeft";
}
