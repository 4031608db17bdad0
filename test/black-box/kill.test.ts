import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect } from "vitest";
import { type Fault, namedFaults } from "../../sandbox/stand-ins/tavus/faults.ts";
import { type Chat, type Platform, platforms, waitFor } from "../support/black-box/black-box-chat.ts";
import { somebody } from "../support/black-box/black-box-people.ts";
import { expectLinkedOnce } from "../support/black-box/black-box-rows.ts";
import { type ProcessRun, problemsOfKill, test } from "../support/black-box/black-box-run.ts";
import { longer } from "../support/runner/longer.ts";
import { createSeededRandom } from "../support/seeded-random.ts";

/** Set KILL_SEED to play the moments of an earlier run again; it stands in the name of the suite. */
const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const timeout = 120_000 * longer;
/** A lease of twenty seconds, and as long again. */
const recoveryMs = 40_000;
/** The moments from just before the form is sent to just after the answer. */
const earliestMs = -20;
const afterAnswerMs = 60;

/** `answerMs`: about how long the answer takes. The seed is another one in each run, so a few kills of each try all moments in time. */
type Weather = { name: string; fault: Fault; answerMs: number; kills: number };

const weathers: Weather[] = [
  { name: "Tavus answers quickly", fault: { delayMs: 25 }, answerMs: 70, kills: 2 * longer },
  { name: "Tavus answers late", fault: { delayMs: 1000 }, answerMs: 1100, kills: 2 * longer },
  {
    name: "Tavus creates and answers late",
    fault: { delayMs: 2000, workFirst: true },
    answerMs: 2100,
    kills: 2 * longer,
  },
  { name: "Tavus loses every answer", fault: namedFaults.losesAnswer, answerMs: 60, kills: 2 * longer },
];

describe.concurrent(`killed at moments of seed ${seed}`, () => {
  test.for(weathers)(
    "while $name, it loses nothing and doubles nothing",
    { timeout },
    async ({ fault, answerMs, kills }, { makeRun }) => {
      const run = await makeRun();
      // What a dead bot does not answer, and what comes after the platforms' three seconds.
      run.expectProblem(problemsOfKill);
      const random = createSeededRandom(seed + answerMs + kills);
      const names: string[] = [];
      run.world.tavus.setFault(fault, { operation: "create persona" });
      await run.start();

      for (let kill = 0; kill < kills; kill += 1) {
        const [platform = "Discord"] = kill % 2 === 0 ? platforms : platforms.toReversed();
        const moment = earliestMs + random() * (answerMs + afterAnswerMs - earliestMs);
        names.push(await createAndKill(run, { platform, moment, name: `Kill ${kill} on ${platform}` }));
      }
      run.world.tavus.clearFaults();
      await waitFor(() => run.rows().every((row) => row.link === "linked"), recoveryMs);

      expectLinkedOnce(run, names);
    },
  );
});

type Kill = { platform: Platform; moment: number; name: string };

/** Sends a form, kills the bot `moment` ms later (or earlier), and starts it again. Returns what must be there then. */
async function createAndKill(run: ProcessRun, { platform, moment, name }: Kill): Promise<string> {
  const chat = somebody(run, platform);
  const form = await chat.openForm();
  const killing = sleep(Math.max(0, moment)).then(() => run.bot.kill());
  if (moment < 0) await killing;
  const submission = await form.submit({ name, prompt: "You help." });
  await killing;
  const wasAcknowledged = run.rows().some((row) => row.name === name) || (await submission.isAcknowledged());
  await run.start();
  if (wasAcknowledged) expect(run.rows()).toContainEqual(expect.objectContaining({ name }));
  // Whoever got no answer sends the form again, and that must not make a second one either.
  else await sendAgain(chat, submission);
  return name;
}

async function sendAgain(chat: Chat, submission: { again(): void }): Promise<void> {
  submission.again();
  await waitFor(() => chat.messages().length > 0);
}
