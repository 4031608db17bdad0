import { expect, test } from "vitest";
import { autoSyncReply, postAutoSync } from "../../../src/commands/persona-sync/auto-sync-news.ts";
import { createSyncReport } from "../../../src/personas/sync/report.ts";
import type { SyncStop, SyncSummary } from "../../../src/personas/sync/sync-verbs.ts";
import { forEachEngine } from "../../support/databases.ts";
import { startPersonaBot, workspace } from "../../support/persona-bot.ts";

function aSummary(stoppedBecause?: SyncStop): SyncSummary {
  return {
    ...createSyncReport().lists(),
    ...{ others: 0, mode: "apply", startedBy: "automatic", startedMs: 0, endedMs: 1, phase: "linking" },
    ...{ done: 1, total: 1, isListUnsure: false, isListCut: false, unreadable: 0, listed: 0 },
    ...(stoppedBecause && { stoppedBecause }),
  };
}

test.each<[title: string, stop: SyncStop | undefined]>([
  ["Automatic sync: both sides were compared", undefined],
  ["The automatic sync stopped before its end", { kind: "mostMissing", absent: 6, linked: 7 }],
  ["The automatic sync stopped before its end", { kind: "otherAccount", linked: 7 }],
  ["The automatic sync stopped before its end", { kind: "noKey" }],
])("“%s” is what it says of one that stopped because of %j", (title, stop) => {
  expect(autoSyncReply(aSummary(stop))).toMatchObject({ title, visibility: "public" });
});

forEachEngine((_engine, open) => {
  test("what it found is posted to the team's channel as long as nobody else reads that", async () => {
    const { settings, channels } = await startPersonaBot(open);
    const channelsOf = () => channels;
    await settings.change(workspace, { channel: { id: "CTEAM", setBy: "UADMIN", closedAt: null } });

    const isPosted = await postAutoSync({ settings, channelsOf }, workspace, aSummary());
    channels.outsiders.set("CTEAM", "Choose another.");
    const isPostedAgain = await postAutoSync({ settings, channelsOf }, workspace, aSummary());

    expect([isPosted, isPostedAgain]).toEqual([true, false]);
    expect(channels.messages).toMatchObject([{ channelId: "CTEAM" }]);
  });
});
