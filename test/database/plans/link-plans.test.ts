import { expect, test } from "vitest";
import { createFailingRecords } from "../../../src/database/link/failing-records.ts";
import { createLinkQueue } from "../../../src/database/link/link-queue.ts";
import { createPersonaLists } from "../../../src/database/persona/persona-lists.ts";
import { createWarningStore } from "../../../src/database/team/warnings/warning-store.ts";
import { tenant, userId } from "../../support/personas/persona-builders.ts";
import { linksOfPersonas, queueOfPersonas } from "../../support/personas/persona-links.ts";
import { inAnyOrder, openExplained, personasPerTenant } from "./explained-world.ts";

const opening = { keyTag: "0123456789ab", leaseMs: 20_000 };
const page = { kind: "persona", readingStartedMs: 0, afterId: "", limit: 100 };
const key = { tenantId: tenant, id: "per_7" };
const itself = "links by links_pk (tenant_id, subject_kind, subject_id)";
const found = "links by links_pk alone (tenant_id, subject_kind, subject_id)";

test("on SQLite background work reads only the links that wait for it", async () => {
  const { database, waysOf } = await openExplained();
  const queue = queueOfPersonas(database);
  const ofTwoKinds = createLinkQueue(database, ["room", "persona"]);
  const { removals } = linksOfPersonas(database);

  const ways = await waysOf({
    "dueTenants, to send": () => queue.dueTenants(false, 20),
    "dueTenants, to find": () => queue.dueTenants(true, 20),
    openAttempts: () => queue.openAttempts(tenant, opening),
    "openAttempts of two kinds": () => ofTwoKinds.openAttempts(tenant, opening),
    waitForKey: () => queue.waitForKey(tenant, "noKey"),
    lostAttempts: () => queue.lostAttempts(tenant, page),
    claimUntold: () => queue.claimUntold(50, 1000),
    claimSurplusChecks: () => queue.claimSurplusChecks(50, 1000),
    claimRemovals: () => removals.claimDue(50, 1000),
    resolveOutlived: () => createWarningStore(database).resolveOutlived(),
  });

  const places = "links by links_to_find (tenant_id)";
  const due = "links by links_due (tenant_id, next_attempt_at<)";
  expect(inAnyOrder(ways)).toEqual(
    inAnyOrder({
      // The index holds nothing but what waits; what is sorted are teams.
      "dueTenants, to send": ["all of links by links_due", "sorted"],
      "dueTenants, to find": ["all of links by links_due", "sorted"],
      openAttempts: [itself, places, due],
      "openAttempts of two kinds": [itself, places, due, "sorted"],
      waitForKey: [due],
      lostAttempts: ["links by links_to_find (tenant_id, subject_kind, subject_id>)"],
      claimUntold: [found, "links by links_untold (tell_lease_until<)"],
      claimSurplusChecks: [found, "links by links_surplus (surplus_check_at<)"],
      claimRemovals: [itself, "links by links_to_remove (gone_at>)"],
      resolveOutlived: ["links by links_failing (tenant_id, failure_kind)"],
    }),
  );
});

test("however many are linked, none of their rows is read to count them or to find the oldest", async () => {
  const { database, waysOf } = await openExplained();
  const links = linksOfPersonas(database);
  const lists = createPersonaLists(database);

  const { counting, finding, behind } = await waysOf({
    counting: () => links.countByState(tenant),
    finding: () => lists.oldestWaiting(tenant),
    behind: () => lists.standing(tenant, "behind", 3),
  });

  expect(await links.countByState(tenant)).toMatchObject({ linked: personasPerTenant });
  expect(counting).toEqual([
    "links by links_state alone (tenant_id, subject_kind)",
    // The failed ones, of which some were unlinked by hand.
    "links by links_state (tenant_id, subject_kind, state)",
    // Those that are behind wait, or have failed; those that leave are to be removed.
    "links by links_due (tenant_id, next_attempt_at>)",
    "links by links_failing (tenant_id, failure_kind>)",
    "links by links_to_remove (gone_at>)",
  ]);
  expect(behind).not.toContainEqual(expect.stringContaining("links_state"));
  expect(finding).toEqual([
    "links by links_state (tenant_id, subject_kind, state)",
    "personas by personas_pk (tenant_id, id)",
  ]);
});

test("on SQLite links are counted, listed and made due by their indexes", async () => {
  const { database, waysOf } = await openExplained();
  const links = linksOfPersonas(database);
  const failing = createFailingRecords(database, "persona");
  const outOfCredits = { cause: "outOfCredits", topic: "outOfCredits" };

  const ways = await waysOf({
    isLinked: () => links.isLinked(tenant, "p7"),
    knownRemoteIds: () => links.knownRemoteIds(tenant, ["p7", "p8"]),
    owedTo: () => links.owedTo(tenant, userId, 5),
    "failing, listed": () => failing.list(tenant, outOfCredits, 5),
    "failing, counted": () => failing.count(tenant, outOfCredits),
    "failing, made due": () => failing.makeDue(tenant, outOfCredits),
    makeUnlinkedDue: () => links.makeUnlinkedDue(tenant),
    markReadings: () =>
      links.markReadings(tenant, [
        { id: "per_7", remoteId: "p7", base: "{}", differs: "", revision: 1, pushedRevision: 1 },
      ]),
    linked: () => links.linked(key, { remoteId: "p9999", pushedRevision: 1 }),
    release: () => links.removals.release(tenant, "p7"),
  });

  const byRemoteId = "links by links_remote (tenant_id, subject_kind, remote_id)";
  const byCause = "links by links_failing (tenant_id, failure_kind)";
  expect(inAnyOrder(ways)).toEqual(
    inAnyOrder({
      isLinked: [byRemoteId],
      knownRemoteIds: [byRemoteId],
      owedTo: ["links by links_untold (tell_lease_until, tenant_id, user_id)"],
      "failing, listed": [byCause, "personas by personas_pk (tenant_id, id)"],
      "failing, counted": [byCause],
      "failing, made due": [byCause],
      makeUnlinkedDue: ["links by links_state (tenant_id, subject_kind, state)"],
      markReadings: [byRemoteId],
      // Whether the id is another's; then, whether what holds it can go.
      linked: [itself, byRemoteId, byRemoteId, itself, "personas by personas_pk (tenant_id, id)"],
      release: [byRemoteId],
    }),
  );
});
