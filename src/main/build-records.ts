import type { Database } from "../database/opening/connect.ts";
import { createTemplateStore } from "../database/persona/template-store.ts";
import { createVersionStore } from "../database/persona/version-store.ts";
import { createAuditStore } from "../database/team/audit-store.ts";
import { createUsageStore } from "../database/team/usage-store.ts";
import type { Log } from "../log.ts";
import { initialContent } from "../personas/content/draft.ts";
import { mostTemplates } from "../personas/templates.ts";
import { type Audit, createAudit } from "../tenants/audit.ts";
import { createLimits, type Limits } from "../tenants/limits.ts";
import type { TeamSettings } from "../tenants/settings.ts";

const dayMs = 24 * 60 * 60_000;
/** A form may come again for a day after it was first sent. */
const keepUsageMs = 2 * dayMs;
/** More than a year, so that last year's same month can still be looked up … */
const keepAuditMs = 400 * dayMs;
/** … but no more than this of one team's, which is about 2 MB. */
const mostAuditRows = 10_000;
/** What a persona was before a change: as long as the log tells of that … */
const keepVersionsMs = keepAuditMs;
/** … and of one that was deleted, so that its text does not stay: a day. So long a removed template can be brought back. */
const keepDeletedMs = dayMs;
/** A few at a time, so that no statement holds the database for long. */
const rowsPerPurge = 500;
const teamsPerPurge = 10;

export type Records = {
  audit: Audit;
  limits: Limits;
  /** Deletes a few of the rows whose time is over; the next call goes on with the next teams. */
  purge(): Promise<void>;
};

/** What is written down of what people do: the log of who did what, what personas were before, and what was used of the daily limits. */
export function buildRecords({
  database,
  settings,
  log,
}: {
  database: Database;
  settings: TeamSettings;
  log: Log;
}): Records {
  const { now } = database;
  const usage = createUsageStore(database);
  const auditRows = createAuditStore(database);
  const versions = createVersionStore(database);
  const templates = createTemplateStore(database, { initial: initialContent, most: mostTemplates });
  let purgedTeam = "";

  return {
    audit: createAudit({ store: auditRows, log, now }),
    limits: createLimits({ store: usage, settings, now }),

    async purge() {
      await usage.purgeOlderThan(now() - keepUsageMs, rowsPerPurge);
      await versions.purge({
        beforeMs: now() - keepVersionsMs,
        deletedMs: now() - keepDeletedMs,
        limit: rowsPerPurge,
      });
      await templates.purge(now() - keepDeletedMs, rowsPerPurge);
      const purge = { before: now() - keepAuditMs, most: mostAuditRows, limit: rowsPerPurge };
      for (let count = 0; count < teamsPerPurge; count += 1) {
        const team = await auditRows.purgeAfter(purgedTeam, purge);
        purgedTeam = team ?? "";
        if (team === undefined) return;
      }
    },
  };
}
