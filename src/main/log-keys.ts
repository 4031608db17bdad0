import type { Secrets } from "../database/team/secrets.ts";
import type { SettingsStore } from "../database/team/settings-store.ts";
import type { Log } from "../log.ts";
import type { TenantKeys } from "../tenants/keys.ts";

const teamsPerPage = 200;
/** A line of the log shall stay readable. */
const mostNamed = 50;

type Deps = { keys: TenantKeys; settingsStore: SettingsStore; secrets: Secrets | undefined; log: Log };

/** Says at start whose own Tavus key cannot be read any more. */
export async function logLockedKeys({ settingsStore, secrets, log }: Omit<Deps, "keys">): Promise<void> {
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
export function createOperatorLog({ keys, log }: Pick<Deps, "keys" | "log">): () => Promise<void> {
  let said = "";
  return async () => {
    const use = await keys.operatorUse();
    if (!use) return;
    const owners = await Promise.all(
      use.teams.slice(0, mostNamed).map(async (team) => [team, await keys.ownerFor(team)] as const),
    );
    const teams = owners.filter(([, owner]) => owner === "operator").map(([team]) => team);
    const line = { keyTag: use.tag, teams, count: use.teams.length };
    const saying = JSON.stringify([line, use.sentence]);
    if (saying === said) return;
    said = saying;
    log.info(line, use.sentence);
  };
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
