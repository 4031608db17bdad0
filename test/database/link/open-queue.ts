import { createTenantStore } from "../../../src/database/team/tenant-store.ts";
import type { OpenDatabase } from "../../support/databases.ts";
import { aStoredPersona, tenant } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas, queueOfPersonas } from "../../support/personas/persona-links.ts";
import { type FlatRow, insertFlat, readFlatRow } from "../../support/personas/persona-rows.ts";
import { nowMs } from "./open-attempt.ts";

export const opening = { keyTag: "0123456789ab", leaseMs: 20_000 };

/** A queue, and rows in it: by default waiting, due since 1970 and never sent. */
export async function openQueue(open: OpenDatabase) {
  const database = await open({ clock: () => nowMs });
  const links = linksOfPersonas(database);
  return {
    database,
    queue: queueOfPersonas(database),
    tenants: createTenantStore(database),
    async insert(members: Partial<FlatRow> = {}, tenantId = tenant): Promise<FlatRow> {
      const row = aStoredPersona({ ...members, tenant_id: tenantId });
      await insertFlat(database, [row]);
      return row;
    },
    read: (row: FlatRow) => readFlatRow(database, row),
    findLink: (row: FlatRow) => links.find({ tenantId: row.tenant_id, id: row.id }),
  };
}
