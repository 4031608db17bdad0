import { expect, test } from "vitest";
import type { Reply } from "../../src/chat/reply.ts";
import { createLog } from "../../src/log.ts";
import { watchDirect } from "../../src/main/platforms/watch-direct.ts";

const hello: Reply = { tone: "neutral", title: "Hello" };
const log = createLog({ level: "error", destination: { write: () => true } });

/** A platform whose answers are given in turn: sent, refused for good with a remedy, or the person's own affair. */
function aTeam(answers: ("sent" | "refused" | "not wanted")[], { isDatabaseGone = false } = {}) {
  const noted: string[] = [];
  const warnings = {
    async raise(
      _tenantId: string,
      { cause, words, userId }: { cause: string; words?: unknown; userId?: unknown },
    ) {
      noted.push(`${cause}: ${words} (${userId})`);
    },
    async resolve(_tenantId: string, topic: string) {
      if (isDatabaseGone) throw new Error("the database is gone");
      noted.push(`over: ${topic}`);
    },
  };
  const sendDirectFor = watchDirect(
    () => async (_userId, _reply, onRefused) => {
      const answer = answers.shift();
      if (answer === "refused") onRefused?.("Paste the manifest.");
      return answer === "sent";
    },
    { warnings: () => warnings, log },
  );
  return { noted, send: () => sendDirectFor("slack:T1")?.("U1", hello) };
}

test("a refusal that somebody can mend is told to the team, and over with the next message that is taken", async () => {
  const { noted, send } = aTeam(["refused", "not wanted", "sent", "sent", "refused"]);

  const sent = [await send(), await send(), await send(), await send(), await send()];

  expect(sent).toEqual([false, false, true, true, false]);
  expect(noted).toEqual([
    "directRefused: Paste the manifest. (U1)",
    "over: direct",
    "directRefused: Paste the manifest. (U1)",
  ]);
});

test("a message that was taken is told as taken, whatever fails afterwards", async () => {
  const { send } = aTeam(["sent"], { isDatabaseGone: true });

  expect(await send()).toBe(true);
});
