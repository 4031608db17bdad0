import type { Secrets } from "../database/team/secrets.ts";
import type { SettingsStore } from "../database/team/settings-store.ts";
import type { Log } from "../log.ts";
import type { TenantKeys } from "../tenants/keys.ts";

const teamsPerPage = 200;
/** A line of the log shall stay readable. */
const mostNamed = 50;

type LockedDeps = { settingsStore: SettingsStore; secrets: Secrets | undefined; log: Log };
type OperatorDeps = { keys: TenantKeys; isAccountShared: boolean; log: Log };

/** Says at start whose own Tavus key cannot be read any more. */
export async function logLockedKeys({ settingsStore, secrets, log }: LockedDeps): Promise<void> {
  const locked = await findLocked(settingsStore, secrets);
  if (locked.count === 0) return;
  log.warn(
    locked,
    secrets
      ? "the Tavus keys of these teams cannot be read with this ENCRYPTION_KEY: set the one they were stored under, or let the teams enter them again with /persona-setup; nothing was deleted"
      : "the Tavus keys of these teams cannot be read without ENCRYPTION_KEY: set the one they were stored under; nothing was deleted",
  );
}

/** Says who uses the operator's key, at start and whenever a platform that came later has changed that. */
export function createOperatorLog({ keys, isAccountShared, log }: OperatorDeps): () => Promise<void> {
  let said = "";
  return async () => {
    const use = await keys.operatorUse();
    if (!use) return;
    const owners = await Promise.all(
      use.teams.slice(0, mostNamed).map(async (team) => [team, await keys.ownerFor(team)] as const),
    );
    const teams = owners.filter(([, owner]) => owner === "operator").map(([team]) => team);
    const line = { keyTag: use.tag, teams, count: use.teams.length };
    const sentence = teams.length > 1 ? `${use.sentence} ${whatTheySee(isAccountShared)}` : use.sentence;
    const saying = JSON.stringify([line, sentence]);
    if (saying === said) return;
    said = saying;
    log.info(line, sentence);
  };
}

function whatTheySee(isAccountShared: boolean): string {
  return isAccountShared
    ? "By TAVUS_SHARED_ACCOUNT=visible they see and may link each other's personas in its account."
    : "Each sees in its account what it made or linked itself, and not the others'; TAVUS_SHARED_ACCOUNT=visible changes that.";
}

async function findLocked(
  store: SettingsStore,
  secrets: Secrets | undefined,
): Promise<{ teams: string[]; count: number }> {
  const teams: string[] = [];
  let count = 0;
  let after = "";
  for (;;) {
    const page = await store.listKeys(after, teamsPerPage);
    for (const { tenantId, sealed } of page) {
      if (secrets?.open(tenantId, sealed) !== undefined) continue;
      count += 1;
      if (teams.length < mostNamed) teams.push(tenantId);
    }
    after = page.at(-1)?.tenantId ?? "";
    if (page.length < teamsPerPage) return { teams, count };
  }
}
