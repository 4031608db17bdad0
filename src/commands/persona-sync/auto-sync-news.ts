import type { ChannelPost, Channels } from "../../chat/channels.ts";
import type { Reply } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import type { SyncSummary } from "../../personas/sync/sync-verbs.ts";
import { randomId } from "../../random-id.ts";
import type { TeamSettings } from "../../tenants/settings.ts";
import type { ClosedChannel } from "../../warnings/deliver.ts";
import type { TellForSure } from "../reply/news.ts";
import { sentenceOfCounts } from "./sync-counted.ts";
import { summaryReply } from "./sync-reply.ts";

type Ways = {
  settings: Pick<TeamSettings, "latest">;
  channelsOf(tenantId: string): Channels | undefined;
  channelClosed(tenantId: string, closed: ClosedChannel): Promise<void>;
  tellForSure: TellForSure;
};

/**
 * Tells what an automatic sync changed or found in the team's warnings channel; where that does not take it, the admin who chose it. Of a
 * team without one nobody is told: `/persona-status` shows the last sync, and says so.
 */
export async function tellAutoSync(ways: Ways, tenantId: string, summary: SyncSummary): Promise<void> {
  const { channel } = await ways.settings.latest(tenantId);
  if (!channel) return;
  const { id: channelId, setBy, closedAt } = channel;
  const reply = autoSyncReply(summary);
  const posted = closedAt === null ? await post(ways.channelsOf(tenantId), channelId, reply) : undefined;
  if (posted?.kind === "posted") return;
  if (posted?.kind === "closed")
    await ways.channelClosed(tenantId, { channelId, setBy, remedy: posted.remedy });
  const whom = { id: `sync.${randomId(20)}`, member: { tenantId, userId: setBy } };
  await ways.tellForSure(whom, inShort(summary, posted?.kind === "refused" ? posted.remedy : undefined));
}

/** Undefined: whether it stands there nobody knows, or it cannot be had from here. */
async function post(
  channels: Channels | undefined,
  channelId: string,
  reply: Reply,
): Promise<ChannelPost | undefined> {
  try {
    const outsiders = await channels?.outsidersIn?.(channelId);
    if (outsiders !== undefined) return { kind: "closed", remedy: outsiders };
    return await channels?.post(channelId, reply, randomId(20));
  } catch (error) {
    if (error instanceof OutsideError) return undefined;
    throw error;
  }
}

/** Without names: whoever chose the channel may have left the team. `remedy`: why the channel did not take the whole. */
function inShort(summary: SyncSummary, remedy: string | undefined): Reply {
  const { tone, title } = autoSyncReply(summary);
  return {
    tone,
    title,
    text: `${sentenceOfCounts(summary)}.\nThe whole report could not be posted to the warnings channel. /persona-sync preview shows what is left to decide.`,
    ...(remedy !== undefined && { notes: [remedy] }),
  };
}

export function autoSyncReply(summary: SyncSummary): Reply {
  const title = summary.stoppedBecause
    ? "The automatic sync stopped before its end"
    : "Automatic sync: both sides were compared";
  return { ...summaryReply(summary), title, visibility: "public" };
}
