import type { Secrets } from "../database/team/secrets.ts";
import type { SettingsStore } from "../database/team/settings-store.ts";
import type { Log } from "../log.ts";
import type { TenantKeys } from "../tenants/keys.ts";

const teamsPerPage = 200;
/** A line of the log shall stay readable. */
const mostNamed = 50;

type Deps = {
  isAccountShared: boolean;
  keys: TenantKeys;
  settingsStore: SettingsStore;
  secrets: Secrets | undefined;
  log: Log;
};

/** Says at start whose Tavus account is whose: who uses the operator's key, and whose own cannot be read any more. */
export async function logKeys({ isAccountShared, keys, settingsStore, secrets, log }: Deps): Promise<void> {
  await logOperatorUse(keys, isAccountShared, log);
  const locked = await findLocked(settingsStore, secrets);
  if (locked.count === 0) return;
  log.warn(
    locked,
    secrets
      ? "the Tavus keys of these teams cannot be read with this ENCRYPTION_KEY: set the one they were stored under, or let the teams enter them again with /persona-setup; nothing was deleted"
      : "the Tavus keys of these teams cannot be read without ENCRYPTION_KEY: set the one they were stored under; nothing was deleted",
  );
}

async function logOperatorUse(keys: TenantKeys, isAccountShared: boolean, log: Log): Promise<void> {
  const use = await keys.operatorUse();
  if (!use) return;
  const owners = await Promise.all(
    use.teams.slice(0, mostNamed).map(async (team) => [team, await keys.ownerFor(team)] as const),
  );
  const teams = owners.filter(([, owner]) => owner === "operator").map(([team]) => team);
  const how = use.isListed
    ? "the teams in TAVUS_API_KEY_TENANTS that brought no key of their own use the operator's TAVUS_API_KEY"
    : "without TAVUS_API_KEY_TENANTS the operator's TAVUS_API_KEY is for the Slack workspace of SLACK_BOT_TOKEN and the first Discord server; set that list to say which teams may use it";
  const seen = isAccountShared
    ? "by TAVUS_SHARED_ACCOUNT=visible they see and may link each other's personas in its account"
    : "each sees in its account what it made or linked itself, and not the others'; TAVUS_SHARED_ACCOUNT=visible changes that";
  const message = teams.length > 1 ? `${how}; ${seen}` : how;
  log.info({ keyTag: use.tag, teams, count: use.teams.length }, message);
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
