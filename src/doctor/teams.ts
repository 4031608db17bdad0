import type { ChannelRights } from "../chat/channels.ts";
import type { UsableReading } from "../config.ts";
import type { DatabaseExamination, StoredSettings } from "../database/opening/doctor-examination.ts";
import { bad, type Finding, good, note, skipped } from "../finding.ts";
import { plural } from "../text/plural.ts";
import { guard } from "./guard.ts";
import { examineSealed } from "./sealed.ts";

/** Whether the bot may post to a team's channel; undefined when this team's platform cannot be asked. */
export type AskChannel = (tenantId: string, channelId: string) => Promise<ChannelRights> | undefined;

/** Channels looked at together. Discord takes 50 questions a second, and a channel is four. */
const atOnce = 5;

/** What teams have stored, against the world as it is now. */
export async function examineTeams(
  reading: UsableReading,
  { settings, sealed = [], trespasses = 0 }: Pick<DatabaseExamination, "settings" | "sealed" | "trespasses">,
  ask: AskChannel,
): Promise<Finding[]> {
  if (!settings) {
    return ["Stored keys", "Sharing", "Channels"].map((name) =>
      skipped(name, "Not looked at: see Database."),
    );
  }
  const sharing = examineSharing(reading, trespasses);
  return [examineSealed(reading, sealed), sharing, ...(await examineChannels(settings, ask))];
}

/** Who sees whose personas where several teams use the operator's account. */
function examineSharing({ config: { tavus, discord, slack } }: UsableReading, trespasses: number): Finding {
  const name = "Sharing";
  const set = "TAVUS_SHARED_ACCOUNT=visible";
  if (tavus.isAccountShared) {
    return note(
      name,
      `Teams that use one Tavus account see and may link each other's personas there: ${set}.`,
      "Remove it if each is to see its own alone.",
    );
  }
  if (trespasses > 0) {
    return note(
      name,
      plural(trespasses, {
        one: "1 record is linked to what another team has in Tavus, and cannot reach it any more.",
        other: `${trespasses} records are linked to what another team has in Tavus, and cannot reach it any more.`,
      }),
      `Unlink them with /persona-show; or set ${set} if teams are meant to share.`,
    );
  }
  const teams = tavus.apiKey ? (tavus.apiKeyTenants?.length ?? (discord && slack ? 2 : 1)) : 0;
  if (teams < 2) return good(name, "TAVUS_API_KEY serves no more than one team.");
  return good(
    name,
    `TAVUS_API_KEY serves up to ${teams} teams; each sees in its account its own personas and nobody's, not the others'.`,
  );
}

/** A line for every channel that is closed or could not be asked about, and one for all the others. */
async function examineChannels(settings: readonly StoredSettings[], ask: AskChannel): Promise<Finding[]> {
  const channels = settings.flatMap(({ tenantId, channelId }) =>
    channelId ? [{ tenantId, channelId }] : [],
  );
  if (channels.length === 0) return [skipped("Channels", "No team has chosen one for warnings yet.")];
  const findings: Finding[] = [];
  for (let start = 0; start < channels.length; start += atOnce) {
    const some = channels.slice(start, start + atOnce);
    findings.push(...(await Promise.all(some.map((channel) => examineChannel(channel, ask)))).flat());
  }
  const open = findings.filter(({ state }) => state === "good").length;
  const rest = findings.filter(({ state }) => state !== "good");
  return [
    ...(open > 0 ? [good("Channels", `The bot may post to ${open} of ${channels.length}.`)] : []),
    ...rest,
  ];
}

async function examineChannel(
  { tenantId, channelId }: { tenantId: string; channelId: string },
  ask: AskChannel,
): Promise<Finding[]> {
  const name = "Channel";
  const where = `${channelId} of ${tenantId}`;
  const asked = ask(tenantId, channelId);
  if (!asked) return [skipped(name, `${where} was not looked at: its platform cannot be asked now.`)];
  const { findings } = await guard(name, async () => {
    const right = await asked;
    if (right.kind === "no")
      return { findings: [bad(name, `Warnings cannot be posted to ${where}.`, right.remedy)] };
    const { threads } = right;
    const lacks = `What changed before a warning cannot be written in a thread below it in ${where}.`;
    return { findings: [good(name, where), ...(threads ? [note("Threads", lacks, threads)] : [])] };
  });
  return findings;
}
