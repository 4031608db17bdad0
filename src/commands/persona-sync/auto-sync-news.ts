import type { Channels } from "../../chat/channels.ts";
import type { Reply } from "../../chat/reply.ts";
import type { SyncSummary } from "../../personas/sync/sync-verbs.ts";
import { randomId } from "../../random-id.ts";
import type { TeamSettings } from "../../tenants/settings.ts";
import { summaryReply } from "./sync-reply.ts";

/**
 * Posts what an automatic sync changed or found to the team's warnings channel. False: there is none, it is closed, or others read it;
 * `/persona-status` shows the last sync all the same.
 */
export async function postAutoSync(
  { settings, channelsOf }: { settings: TeamSettings; channelsOf(tenantId: string): Channels | undefined },
  tenantId: string,
  summary: SyncSummary,
): Promise<boolean> {
  const { channel } = await settings.of(tenantId);
  const channels = channelsOf(tenantId);
  if (!channel || !channels || (await channels.outsidersIn?.(channel.id))) return false;
  const { kind } = await channels.post(channel.id, autoSyncReply(summary), randomId(20));
  return kind === "posted";
}

export function autoSyncReply(summary: SyncSummary): Reply {
  const title = summary.stoppedBecause
    ? "The automatic sync stopped before its end"
    : "Automatic sync: both sides were compared";
  return { ...summaryReply(summary), title, visibility: "public" };
}
