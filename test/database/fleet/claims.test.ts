import { expect, test } from "vitest";
import { createAfterCallStore } from "../../../src/database/conversation/after-calls.ts";
import { createConversationLooks } from "../../../src/database/conversation/conversation-looks.ts";
import { isServed } from "../../../src/database/fleet/served.ts";
import { createLeftovers } from "../../../src/database/forgotten/leftovers.ts";
import { createLandingPageLooks } from "../../../src/database/landing-page/landing-page-looks.ts";
import { createLinkQueue } from "../../../src/database/link/link-queue.ts";
import { longestDueMs } from "../../../src/database/link/overdue.ts";
import { createRemovals } from "../../../src/database/link/removals.ts";
import type { Database } from "../../../src/database/opening/connect.ts";
import { createAutoSyncStore } from "../../../src/database/team/auto-sync-store.ts";
import { createOwedStore } from "../../../src/database/team/owed-store.ts";
import { createSyncStore } from "../../../src/database/team/sync-store.ts";
import { createTenantStore } from "../../../src/database/team/tenant-store.ts";
import { createWarningQueue } from "../../../src/database/team/warnings/warning-queue.ts";
import { createWarningThreads } from "../../../src/database/team/warnings/warning-threads.ts";
import { createVideoProgress } from "../../../src/database/video/video-progress.ts";
import { insertRow, type Row } from "../../support/any-row.ts";
import { forEachEngine } from "../../support/databases.ts";
import { aLinkRow } from "../../support/personas/persona-builders.ts";

const [discordTeam, slackTeam] = ["discord:1", "slack:T1"];
const longAgo = "1970-01-02T00:00:00.000Z";

type Claimed = readonly (string | { tenantId: string })[];

const linkRow = (members: Row): Row => ({ ...aLinkRow({ subject_id: "per_1" }), ...members });
const queue = (database: Database) => createLinkQueue(database, ["persona"]);
const found = async (sinceMs: Promise<number>): Promise<Claimed> => ((await sinceMs) > 0 ? [slackTeam] : []);

/** Whatever takes work, or a list of it, for teams that it does not name: the row that is due, and who takes it. */
const claims: [string, string, Row, (database: Database) => Promise<Claimed>][] = [
  ["what is to be sent", "links", linkRow({}), (database) => queue(database).dueTenants(false, 9)],
  [
    "what is to be searched for",
    "links",
    linkRow({ outcome_unknown: 1 }),
    (database) => queue(database).dueTenants(true, 9),
  ],
  [
    "what may be surplus",
    "links",
    linkRow({ surplus_check_at: longAgo }),
    (database) => queue(database).claimSurplusChecks(9, 1000),
  ],
  [
    "what nobody was told",
    "links",
    linkRow({ state: "failed", tell_lease_until: longAgo }),
    (database) => queue(database).claimUntold(9, 1000),
  ],
  [
    "what is to be removed",
    "links",
    linkRow({ gone_at: longAgo, remove_remote: 1 }),
    (database) => createRemovals(database, "persona").claimDue(9, 1000),
  ],
  ["what is overdue", "links", linkRow({}), (database) => found(longestDueMs(database))],
  [
    "what a forgotten team left over",
    "leftovers",
    { subject_kind: "persona", due_at: longAgo, attempts: "[]" },
    (database) => createLeftovers(database, "persona").claimDue(9, 1000),
  ],
  [
    "teams whose queue rests",
    "tenants",
    { queue_cause: "noKey", queue_paused_until: longAgo },
    (database) => createTenantStore(database).listPaused("", 9),
  ],
  [
    "a team's own sync",
    "tenant_settings",
    { next_sync_at: longAgo, sync_hours: 6 },
    (database) => createAutoSyncStore(database).claimDue(9),
  ],
  [
    "warnings that are behind",
    "warnings",
    { due_at: longAgo, first_at: longAgo, last_at: longAgo },
    (database) => createWarningQueue(database).claimDue(9, 1000),
  ],
  [
    "threads below warnings",
    "warnings",
    { thread_due_at: longAgo, thread_state: "due", first_at: longAgo, last_at: longAgo },
    (database) => createWarningThreads(database).claimDue(9, 1000),
  ],
  [
    "pages outside",
    "landing_pages",
    { look_at: longAgo },
    (database) => createLandingPageLooks(database).claimDue(9, 1000),
  ],
  [
    "answers that are owed",
    "owed",
    { tell_at: longAgo },
    (database) => createOwedStore(database).claimDue(9, 1000),
  ],
  [
    "rooms to be looked after",
    "conversations",
    { look_at: longAgo },
    (database) => createConversationLooks(database).claimDue(9, 1000),
  ],
  [
    "syncs that were left",
    "sync_runs",
    { lease_until: longAgo, mode: "apply" },
    (database) => createSyncStore(database).claimUnfinished(9),
  ],
  [
    "calls that are over",
    "after_calls",
    { look_at: longAgo },
    (database) => createAfterCallStore(database).claimDue(9, 1000),
  ],
  [
    "videos to be looked at",
    "videos",
    { next_look_at: longAgo },
    (database) => createVideoProgress(database).claimLooks(9, 1000),
  ],
  [
    "videos to be told of",
    "videos",
    { post_due_at: longAgo },
    (database) => createVideoProgress(database).claimPosts(9, 1000),
  ],
];

forEachEngine((_engine, open) => {
  test.each(claims)("%s is taken for teams that are served alone", async (_name, table, due, claim) => {
    const database = await open();
    for (const team of [discordTeam, slackTeam])
      await insertRow(database, table, { ...due, tenant_id: team });
    const served = (teams: string[]): Database => ({
      ...database,
      serves: (column) => isServed({ discord: [], slack: teams }, column),
    });

    const [nobody, some] = [await claim(served(["slack:T2"])), await claim(served([slackTeam]))];

    const teamsOf = (claimed: Claimed) =>
      claimed.map((each) => (typeof each === "string" ? each : each.tenantId));
    expect([teamsOf(nobody), teamsOf(some)]).toEqual([[], [slackTeam]]);
  });
});
