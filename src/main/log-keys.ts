import type { Database } from "../database/opening/connect.ts";
import { countSealed } from "../database/sealed/seal-anew.ts";
import { lockedIn } from "../database/sealed/tally.ts";
import type { Secrets } from "../database/team/secrets.ts";
import type { Log } from "../log.ts";
import type { TenantKeys } from "../tenants/keys.ts";

/** A line of the log shall stay readable. */
const mostNamed = 50;

type LockedDeps = { database: Database; secrets: Secrets | undefined; log: Log };
type OperatorDeps = { keys: TenantKeys; isAccountShared: boolean; log: Log };

/** Says at start what sealed text, a team's own Tavus key above all, cannot be opened any more, and which key is missing for it. */
export async function logLockedKeys({ database, secrets, log }: LockedDeps): Promise<void> {
  const locked = lockedIn(await countSealed(database, secrets), secrets);
  if (!locked) return;
  const { remedy, ...line } = locked;
  const which = secrets ? "with these ENCRYPTION_KEYS" : "without ENCRYPTION_KEYS";
  log.warn(line, `the Tavus keys of these teams cannot be read ${which}; nothing was deleted. ${remedy}`);
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
