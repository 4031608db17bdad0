import { test } from "vitest";
import { summaryReply } from "../../src/commands/persona-sync/sync-reply.ts";
import { roomNews } from "../../src/commands/persona-talk/call-words.ts";
import { joinReply } from "../../src/commands/persona-talk/join-reply.ts";
import { askedReply, endReply } from "../../src/commands/persona-video/video-reply.ts";
import { newsLine, personaReply } from "../../src/commands/reply/persona-reply.ts";
import type { Conversation } from "../../src/conversations/conversation.ts";
import type { EndReason } from "../../src/conversations/end-reason.ts";
import { createSyncReport } from "../../src/personas/sync/report.ts";
import type { SyncStop } from "../../src/personas/sync/sync-verbs.ts";
import type { Video } from "../../src/videos/video.ts";
import { causes } from "../../src/warnings/causes.ts";
import { operations } from "../../src/warnings/scene.ts";
import { sentencesFor } from "../../src/warnings/sentences.ts";
import { warningReply } from "../../src/warnings/warning-reply.ts";
import { aPersona } from "../support/personas/persona-builders.ts";
import { expectFailureSaid, expectKept, expectWellSaid } from "./said.ts";

const failureOf = (cause: (typeof causes)[number]) => ({ cause, words: "The words", incident: "abcdefgh" });

test.each(causes)("of %s a persona's answer says what to do, wherever it stands", (cause) => {
  for (const link of ["pending", "failed", "missing", "linked"] as const) {
    for (const outcomeUnknown of [true, false]) {
      for (const nextAttemptMs of [undefined, 0]) {
        const failure = failureOf(cause);
        const persona = aPersona({ link, failure, isBehind: true, outcomeUnknown, nextAttemptMs });
        expectFailureSaid(personaReply(persona), `${cause} ${link}`);
        for (const platform of ["discord", "slack"] as const) expectKept(newsLine(persona), platform, cause);
      }
    }
  }
});

test.each(causes)("of %s a warning says what to do, whatever was being done", (cause) => {
  for (const topic of [cause, `sync:${cause}`, `call:${cause}`, `videos:${cause}`]) {
    for (const fixedMs of [undefined, 9]) {
      const warning = {
        ...{ id: "w1", cause, topic, title: sentencesFor(cause, { operation: "team" }).title },
        ...{ words: "The words", incident: "abcdefgh", count: 2, firstMs: 1, lastMs: 2, fixedMs },
        ...{ waiting: 1, waitingWords: "1 persona", threadTrouble: undefined },
      };
      expectFailureSaid(warningReply({ warning, personas: [], named: 0 }), `${cause} ${topic}`);
    }
  }
});

test.each(causes)("of %s each operation's sentences keep the rules", (cause) => {
  for (const operation of operations) {
    for (const goesOn of [true, false]) {
      const { title, happened, remedy } = sentencesFor(cause, { operation, goesOn });
      for (const platform of ["discord", "slack"] as const)
        for (const text of [title, happened, remedy]) expectKept(text, platform, `${cause} ${operation}`);
    }
  }
});

const room: Conversation = {
  ...{ tenantId: "slack:T1", id: "c1", personaId: "per_1", personaName: "Ada", userId: "U1" },
  ...{ card: undefined, threadId: undefined, mode: "video", state: "failed" },
  ...{ minutes: 10, minutesUsed: undefined, openedMs: 0, endsMs: 600_000, joinedMs: undefined },
  ...{ endedMs: undefined, endReason: undefined, isLeftBehind: false, failure: undefined },
};

test.each(causes)("of %s whoever joins a call reads that no room was opened, and what to do", (cause) => {
  for (const state of ["failed", "making"] as const) {
    const conversation = { ...room, state, failure: failureOf(cause) };
    for (const holders of [[], [room]]) {
      const scene = { holders, isManager: true, left: undefined };
      const reply = joinReply({ kind: "room", conversation, link: undefined, isNew: true }, scene);
      expectFailureSaid(reply, `${cause} ${state}`);
    }
  }
});

const endReasons: { [reason in EndReason]: true } = {
  ...{
    person: true,
    manager: true,
    undelivered: true,
    noWayIn: true,
    shutdown: true,
    personaGone: true,
    teamLeft: true,
  },
  ...{ keyChanged: true, found: true, timeUp: true, idle: true, notMade: true, lost: true, assumed: true },
  ...{ test: true, maxDuration: true, everybodyLeft: true, nobodyCame: true, endedInTavus: true },
  ...{ nobodyThere: true, cutShort: true, failedInTavus: true },
};

test.each(
  Object.keys(endReasons) as EndReason[],
)("a room that is over because of %s is well said", (endReason) => {
  for (const mode of ["video", "chat"] as const)
    for (const state of ["ended", "ending", "failed", "open"] as const)
      expectWellSaid(roomNews({ ...room, mode, state, endReason, endedMs: 1 }), `${endReason} ${state}`);
});

const video: Video = {
  ...{ tenantId: "slack:T1", id: "vid_1", personaId: "per_1", replicaId: "r1", name: "Ada" },
  ...{ script: "Hi", audioUrl: "", backgroundUrl: "", isFast: false, link: "failed", phase: "queued" },
  ...{ tavusVideoId: undefined, progress: undefined, hostedUrl: undefined, downloadUrl: undefined },
  ...{ stillUrl: undefined, reason: undefined, failure: undefined, nextAttemptMs: undefined },
  ...{
    outcomeUnknown: false,
    isLeftBehind: false,
    isAdopted: false,
    createdBy: "U1",
    channelId: "C1",
    createdMs: 0,
  },
};

test.each(causes)("of %s whoever asked for a video reads what to do", (cause) => {
  for (const link of ["failed", "pending"] as const)
    for (const nextAttemptMs of [undefined, 0])
      for (const outcomeUnknown of [true, false]) {
        const failed = { ...video, link, nextAttemptMs, outcomeUnknown, failure: failureOf(cause) };
        expectFailureSaid(askedReply(failed), `${cause} ${link}`);
      }
});

const phases: { [phase in Video["phase"]]: true } = {
  ...{ queued: true, generating: true, ready: true, error: true, stalled: true, gone: true },
};

test.each(Object.keys(phases) as Video["phase"][])("a video that is %s is well said", (phase) => {
  expectWellSaid(endReply({ ...video, link: "linked", phase }), phase);
});

const stops: { [kind in SyncStop["kind"]]: SyncStop } = {
  cancelled: { kind: "cancelled" },
  noKey: { kind: "noKey" },
  otherAccount: { kind: "otherAccount", linked: 7 },
  mostMissing: { kind: "mostMissing", absent: 6, linked: 7 },
  tavus: { kind: "tavus", cause: "timedOut", words: undefined, incident: "abcdefgh" },
  takenOver: { kind: "takenOver" },
  handedOver: { kind: "handedOver" },
};

test.each(Object.values(stops))("a sync that stopped because of $kind says what to do", (stoppedBecause) => {
  for (const mode of ["apply", "preview"] as const) {
    const lists = createSyncReport().lists();
    const counts = { others: 0, unreadable: 0, listed: 1, done: 1, total: 1 };
    const times = { startedBy: "u1", startedMs: 0, endedMs: 1, phase: "linking" } as const;
    const summary = {
      ...lists,
      ...counts,
      ...times,
      mode,
      isListUnsure: true,
      isListCut: true,
      stoppedBecause,
    };
    expectFailureSaid(summaryReply(summary), stoppedBecause.kind);
  }
});
