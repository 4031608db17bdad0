import { expect, test } from "vitest";
import { autoSyncReply, tellAutoSync } from "../../../src/commands/persona-sync/auto-sync-news.ts";
import { createSyncReport } from "../../../src/personas/sync/report.ts";
import type { SyncStop, SyncSummary } from "../../../src/personas/sync/sync-verbs.ts";
import { forEachEngine } from "../../support/databases.ts";
import { type PersonaBot, startPersonaBot, workspace } from "../../support/persona-bot.ts";
import { untilTrue } from "../../support/until-true.ts";

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

/** Why the channel that the team has chosen does not take what a sync has found, and whether it is closed then. */
const notTaken: { [why: string]: { happens(bot: PersonaBot): unknown; isClosed: boolean } } = {
  "is gone": { happens: ({ channels }) => channels.closed.set("CTEAM", "Choose another."), isClosed: true },
  "has come to be read by others": {
    happens: ({ channels }) => channels.outsiders.set("CTEAM", "Choose another."),
    isClosed: true,
  },
  "refuses it": {
    happens({ channels }) {
      channels.refuses = () => true;
    },
    isClosed: false,
  },
  "cannot be reached": {
    happens({ channels }) {
      channels.isDown = true;
    },
    isClosed: false,
  },
  "was found closed before": {
    happens: ({ channelClosed }) =>
      channelClosed(workspace, { channelId: "CTEAM", setBy: "UADMIN", remedy: "Choose another." }),
    isClosed: true,
  },
};

forEachEngine((_engine, open) => {
  async function aTeam() {
    const bot = await startPersonaBot(open);
    const { settings, owed, channels } = bot;
    await settings.change(workspace, { channel: { id: "CTEAM", setBy: "UADMIN", closedAt: null } });
    const ways = { ...bot, channelsOf: () => channels, tellForSure: owed.tell };
    return { ...bot, tell: () => tellAutoSync(ways, workspace, aSummary()) };
  }

  test("what it found is posted to the team's channel, and to nobody else", async () => {
    const { channels, direct, tell } = await aTeam();

    await tell();

    expect(channels.messages).toMatchObject([{ channelId: "CTEAM" }]);
    expect(direct.sent).toEqual([]);
  });

  test.each(
    Object.entries(notTaken),
  )("where the channel %s, whoever chose it is told what it found, and what is closed is noted", async (_why, {
    happens,
    isClosed,
  }) => {
    const team = await aTeam();
    const { channels, direct, settings, warnings, tell } = team;
    await happens(team);

    await tell();
    await untilTrue(() => direct.sent.length > 0, { what: "a direct message" });

    expect(channels.messages).toEqual([]);
    expect(direct.sent).toMatchObject([
      {
        userId: "UADMIN",
        reply: {
          title: "Automatic sync: both sides were compared",
          text: expect.stringMatching(/^0 imported, 0 linked, 0 created\.\n/),
        },
      },
    ]);
    expect((await settings.of(workspace)).channel?.closedAt !== null).toBe(isClosed);
    expect((await warnings.open(workspace)).map(({ cause }) => cause)).toEqual(
      isClosed ? ["channelClosed"] : [],
    );
  });
});
