import { tenantIdOf } from "../chat/member.ts";
import type { UsableReading } from "../config.ts";
import type { DatabaseExamination } from "../database/opening/doctor-examination.ts";
import { type Finding, good, note, skipped } from "../finding.ts";
import { operatorUse } from "../tenants/operator-use.ts";

const mostNamed = 10;

/** What the rest of the examination has found out about where the bot is. */
type Found = { database: DatabaseExamination; guildIds: string[] | undefined; teamId: string | undefined };

/** Who uses the operator's Tavus key, decided as the running bot decides it. */
export function examineOperatorKey(
  { config }: UsableReading,
  { database, guildIds, teamId }: Found,
): Finding {
  const name = "Operator's key";
  const { apiKey, apiKeyTenants: listed } = config.tavus;
  if (!apiKey) return skipped(name, "TAVUS_API_KEY is not set.");
  const { settings, notedGuild } = database;
  if (!settings) return skipped(name, "Not looked at: see Database.");
  if (!listed && config.discord && !guildIds) return skipped(name, "Not looked at: see Discord.");
  if (!listed && config.slack && teamId === undefined) return skipped(name, "Not looked at: see Slack.");
  const workspace = teamId === undefined ? undefined : tenantIdOf("slack", teamId);
  const guilds = guildIds?.map((id) => tenantIdOf("discord", id));
  const { teams, sentence } = operatorUse({ listed, workspace, notedGuild, guilds });
  const haveOwn = new Set(settings.flatMap(({ tenantId, sealedKey }) => (sealedKey ? [tenantId] : [])));
  const users = teams.filter((team) => !haveOwn.has(team));
  if (users.length === 0) return note(name, `No team uses it now. ${sentence}`);
  const more = users.length > mostNamed ? ` and ${users.length - mostNamed} more` : "";
  return good(name, `${users.slice(0, mostNamed).join(", ")}${more}. ${sentence}`);
}
