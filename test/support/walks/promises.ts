import { untilTrue } from "../until-true.ts";
import type { Lane, Screen } from "./lane.ts";
import { inWorld } from "./plain-words.ts";
import { asText } from "./said.ts";

/** What no world may do, whatever the others do; undefined: this one does not. */
export async function brokenPromise(lane: Lane, before: number, step: string): Promise<string | undefined> {
  const since = lane.screens.slice(before);
  return (
    since.map((screen) => leakIn(lane, screen)).find((leak) => leak !== undefined) ??
    since.map((screen) => silenceIn(lane, screen)).find((silence) => silence !== undefined) ??
    (await foreignIds(lane, since, step))
  );
}

function leakIn({ teams, name }: Lane, { answering, who }: Screen): string | undefined {
  const text = JSON.stringify(answering.said, asText);
  const others = teams.filter((_, index) => index !== who.team);
  const leaked = others.find(({ secret }) => text.includes(secret));
  return leaked && `${name}: team ${who.team} reads what is ${leaked.label} alone: ${text}`;
}

const passing: ReadonlySet<string> = new Set(["defer", "progress", "holdForm", "acceptForm"]);

/** Everything that is begun ends in an answer. */
function silenceIn({ name }: Lane, { answering }: Screen): string | undefined {
  const hows = answering.said.map(({ how }) => how);
  return hows.some((how) => !passing.has(how)) ? undefined : `${name}: silence after ${hows.join(", ")}`;
}

const ids = /\b(?:per|vid|con|tpl|ver|lnd)_[2-9a-hjkmnp-z]{10}\b/g;
const tables = [
  "personas",
  "persona_versions",
  "templates",
  "videos",
  "conversations",
  "landing_pages",
] as const;
/** Whose each was that was ever seen. */
const ownersOf = new WeakMap<Lane, Map<string, Set<string>>>();

async function foreignIds(lane: Lane, since: readonly Screen[], step: string): Promise<string | undefined> {
  if (lane.teams.length === 1) return undefined;
  const owners = ownersOf.get(lane) ?? new Map<string, Set<string>>();
  ownersOf.set(lane, owners);
  for (const table of tables) {
    const rows: { id: string; tenant_id: string }[] = await lane.rows
      .selectFrom(table)
      .select(["id", "tenant_id"])
      .execute();
    for (const { id, tenant_id } of rows) owners.set(id, (owners.get(id) ?? new Set()).add(tenant_id));
  }
  const named = inWorld(lane.known, step);
  for (const { answering, who } of since) {
    const text = JSON.stringify(answering.said, asText);
    const tenantId = lane.teams[who.team]?.tenantId ?? "";
    for (const id of text.match(ids) ?? []) {
      const owner = owners.get(id);
      // What somebody types or presses themselves they may read again.
      if (!owner || owner.has(tenantId) || named.includes(id) || step.includes(": press")) continue;
      return `${lane.name}: team ${who.team} reads of ${id}, which is not its own: ${text}`;
    }
  }
  return undefined;
}

/** Two in Tavus of one record that nobody has copied there. */
export function doubled({ accounts, name }: Lane): string | undefined {
  for (const account of accounts()) {
    const seen = new Map<string, string>();
    for (const { id, document, createdAt } of account.personas) {
      const [record] =
        String(document.system_prompt)
          .match(/\[record per_\w+\]/g)
          ?.slice(-1) ?? [];
      if (record === undefined || createdAt.startsWith("2020") || record.includes("per_2222222222")) continue;
      const other = seen.get(record);
      if (other) return `${name}: ${record} stands twice in ${account.name}: ${other}, ${id}`;
      seen.set(record, id);
    }
  }
  return undefined;
}

const sentMs = 10_000;

/** What was due for long, and is not sent although all is well. */
export async function undone({ rows, bot, name }: Lane): Promise<string | undefined> {
  const before = new Date(bot.clock() - 120_000).toISOString();
  const late = () =>
    rows
      .selectFrom("links")
      .innerJoin("tenants", "tenants.tenant_id", "links.tenant_id")
      .selectAll("links")
      .where("next_attempt_at", "<", before)
      .where("gone_at", "is", null)
      .where("left_at", "is", null)
      .where(({ or, eb }) =>
        or([eb("queue_paused_until", "is", null), eb("queue_paused_until", "<", before)]),
      )
      .execute();
  const isSent = async () => (await late()).length === 0;
  await untilTrue(isSent, { patienceMs: sentMs }).catch(() => undefined);
  const left = await late();
  return left.length > 0 ? `${name}: due for long: ${JSON.stringify(left)}` : undefined;
}
