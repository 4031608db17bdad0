import { expect, test } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { randomId } from "../../src/random-id.ts";
import { forEachEngine } from "../support/databases.ts";
import { workspace } from "../support/persona-bot.ts";
import { withThreads } from "../support/recording-channels.ts";
import { longer } from "../support/runner/longer.ts";
import { createSeededRandom } from "../support/seeded-random.ts";
import { startWarnedTeam } from "./warned-team.ts";

const lives = 10 * longer;
const steps = 14;
const second = 1000;
const title = "Nothing changed here lately";

type Team = Awaited<ReturnType<typeof startWarnedTeam>>;

/** Answers that are lost, calls that never arrive, and pauses that are asked for; returns how it is ended. */
function storm(
  { bot: { channels } }: Team,
  chance: (of: number) => boolean,
  knowsNonces: boolean,
): () => void {
  const calm = { post: channels.post, edit: channels.edit };
  const lost = new OutsideError("the answer was lost");
  channels.post = async (place, reply, nonce) => {
    if (chance(5)) throw new OutsideError("wait", { waitMs: 3 * second });
    if (chance(5)) throw lost;
    // Without a nonce that it knows, each message is one of its own.
    const posted = await calm.post(place, reply, knowsNonces ? nonce : randomId(20));
    if (chance(typeof place === "string" ? 4 : 2)) throw lost;
    return posted;
  };
  channels.edit = async (...edit) => {
    if (chance(4)) throw lost;
    return calm.edit(...edit);
  };
  return () => Object.assign(channels, calm);
}

async function oneLife(team: Team, seed: number, knowsNonces: boolean): Promise<void> {
  const random = createSeededRandom(seed);
  const chance = (of: number) => random() * of < 1;
  const { bot } = team;
  const { kysely } = bot.database;
  await kysely.deleteFrom("warnings").execute();
  team.messages().splice(0);
  if (knowsNonces) bot.channels.knowsNonces = true;
  const refusal = withThreads(bot.channels, knowsNonces ? "private" : "public");
  const raise = () =>
    bot.services.warnings.raise(workspace, { cause: "unavailable", topic: "sync:unavailable" });
  await raise();
  // In half of them the storm comes when the card stands.
  if (chance(2)) await team.until(() => team.messages().length === 1, "the card");
  const calm = storm(team, chance, knowsNonces);
  for (let step = 0; step < steps; step += 1) {
    bot.poster.wake();
    await new Promise((resolve) => setTimeout(resolve, 10 + random() * 25));
    bot.skip(([0, 2, 11, 70, 121][Math.floor(random() * 5)] as number) * second);
    if (chance(4)) await raise();
    if (chance(6)) refusal.closed = "Create Public Threads";
    else delete refusal.closed;
    // A process that dies leaves its leases, and the next one comes when they have ended.
    if (chance(4)) {
      await bot.poster.stop(0);
      bot.skip(121 * second);
      bot.poster.start();
    }
  }
  calm();
  delete refusal.closed;
  await team.until(async () => {
    await bot.pass(60 * second, [bot.poster]);
    return (await team.rows()).every(
      ({ thread_due_at, due_at }) => thread_due_at === null && due_at === null,
    );
  }, `rest after seed ${seed}`);
}

forEachEngine((_engine, open) => {
  test.each([
    ["that knows a message by its nonce", true],
    ["that does not", false],
  ])(`in ${lives} lives in bad weather on a platform %s what changed is said once below a warning, or behind its button`, async (_name, knowsNonces) => {
    const team = await startWarnedTeam(open);
    for (let seed = 1; seed <= lives; seed += 1) {
      await oneLife(team, seed + (knowsNonces ? 0 : 1000), knowsNonces);
      const [row] = await team.rows();
      const written = team.messages().filter(({ reply }) => reply.title === title);
      const state = row?.thread_state ?? "";
      const card = team.messages().find(({ messageId }) => messageId === row?.message_id);
      const hasButton = card?.reply.buttons?.some(({ label }) => label === "What changed") ?? false;
      expect(
        { state, hasButton, twice: written.length > 1, none: written.length === 0 },
        `seed ${seed}`,
      ).toEqual({
        state: expect.stringMatching(/^(posted|refused|unknown)$/),
        hasButton: state !== "posted",
        twice: false,
        none: state === "posted" ? false : expect.any(Boolean),
      });
    }
  });
});
