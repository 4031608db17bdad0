import { expect, test } from "vitest";
import { mustBeOurs } from "../../src/chat/refusal.ts";
import type { Reply } from "../../src/chat/reply.ts";
import { createOwedStore, type OwedStore } from "../../src/database/team/owed-store.ts";
import { OutsideError } from "../../src/errors.ts";
import { createLog } from "../../src/log.ts";
import { createOwedAnswers, type OwedAnswers } from "../../src/owed/owed-answers.ts";
import { writePromise } from "../../src/owed/stored-reply.ts";
import { makeInterruptible } from "../support/between-statements.ts";
import { forEachEngine, type OpenDatabase } from "../support/databases.ts";
import { untilTrue } from "../support/until-true.ts";

const interaction = { id: "d1", member: { tenantId: "slack:T1", userId: "U1" } };
const reply: Reply = { tone: "success", title: "Done" };
const log = createLog({ level: "silent", destination: { write: () => undefined } });

/** Longer than anything is claimed for, or promised. */
const longMs = 91_000;

/** How somebody comes to be told. */
const ways: { [way: string]: (late: OwedAnswers, others: OwedStore) => Promise<void> } = {
  "what comes": (late) => late.tell(interaction, reply),
  async "what replaces an announcement"(late) {
    late.start();
    await late.tellInPlace(interaction, reply);
  },
  async "what a dead process has promised"(late, others) {
    const { tenantId, userId } = interaction.member;
    await others.owe({ tenantId, userId, deliveryId: interaction.id, replyJson: writePromise(reply) }, 0);
    late.start();
  },
};

/** What a platform says to the one that was held up, which it does not know to be the second. */
const verdicts = {
  taken: async () => true,
  "taking no direct messages": async () => false,
  "refusing the token": () => Promise.reject(new OutsideError("token_revoked", { isFinal: true })),
};

/** Two processes; the first can be held up after one of its statements, or as it comes to the platform, until the other has told all. */
async function twoProcesses(open: OpenDatabase, verdict: keyof typeof verdicts) {
  let nowMs = Date.parse("2026-11-30T08:00:00Z");
  const plain = await open({ clock: () => nowMs });
  const { database, ...interruptions } = makeInterruptible(plain);
  const store = createOwedStore(plain);
  const told: string[] = [];
  let atPlatform: (() => Promise<void>) | undefined;
  const quick = createOwedAnswers({
    store,
    sendDirectFor: () => async (_userId, _reply, _onRefused, way) => {
      await mustBeOurs(way ?? {});
      return told.push("quick") > 0;
    },
    wakeOthers() {},
    log,
  });
  const late = createOwedAnswers({
    store: createOwedStore(database),
    sendDirectFor: () => async (_userId, _reply, _onRefused, way) => {
      await atPlatform?.();
      // A final refusal may come before anything is sent: of the token, when the workspace is looked up.
      if (verdict !== "refusing the token") await mustBeOurs(way ?? {});
      const isTaken = await verdicts[verdict]();
      if (isTaken) told.push("late");
      return isTaken;
    },
    wakeOthers() {},
    log,
  });
  const rows = () => plain.kysely.selectFrom("owed").selectAll().execute();
  return {
    ...interruptions,
    store,
    told,
    rows,
    late,
    /** While the late one stands still. */
    async overtake() {
      nowMs += longMs;
      quick.start();
      await untilTrue(async () => {
        // What is owed may be written only after its first look.
        quick.wake();
        return (await rows()).every(({ tell_at }) => tell_at > new Date(nowMs).toISOString());
      });
      await quick.stop(5000);
    },
    holdUpAtPlatform(act: () => Promise<void>) {
      atPlatform = async () => {
        atPlatform = undefined;
        await act();
      };
    },
  };
}

const cases = Object.keys(ways).flatMap((way) =>
  Object.keys(verdicts).flatMap((verdict) =>
    ["after its first statement", "as it came to the platform"].map(
      (when) => [way, when, verdict as keyof typeof verdicts] as const,
    ),
  ),
);

forEachEngine((_engine, open) => {
  test.each(
    cases,
  )("whoever stood still over %s, %s, until another process told it tells nobody again, whatever the platform says (%s)", async (way, when, verdict) => {
    const stage = await twoProcesses(open, verdict);
    if (when === "after its first statement") stage.interruptAfter(1, stage.overtake);
    else stage.holdUpAtPlatform(stage.overtake);

    await ways[way]?.(stage.late, stage.store);
    await untilTrue(async () => (await stage.rows()).every(({ tell_at }) => tell_at.startsWith("9999")));
    await stage.late.stop(5000);

    // Told once, by message or at the next command.
    expect(stage.told.length + (await stage.rows()).length).toBe(1);
  });
});
