import { expect, onTestFinished, test } from "vitest";
import { connectDatabase } from "../../../src/database/opening/connect.ts";
import { startBotInProcess } from "../../support/bot-in-process.ts";
import { type Engine, makeEmptyDatabase } from "../../support/databases.ts";
import { acts } from "../../support/faults/acts.ts";
import { passTime, silence } from "../../support/faults/dead-process.ts";
import { createDyingDatabase } from "../../support/faults/dying-database.ts";
import { untilTrue } from "../../support/until-true.ts";

/** Forms, which Slack closes once they are stored, and presses, of which it shows nothing. */
const taken = ["limits", "save a template", "delete here", "unlink"];
const engines: readonly Engine[] = ["sqlite", "postgres"];
const isSaid = /ended is not known/;
/** Presses of which the queue tells, once it has them. */
const ofQueue = ["undo", "retry", "create again", "keep ours", "overwrite", "join", "rehearse"];

/** A bot that can die, with everything led up to the act. */
async function lead(engine: Engine, what: string) {
  const act = acts[what];
  if (!act) throw new Error(`${what} is no act`);
  const location = await makeEmptyDatabase(engine);
  const own = await connectDatabase(location);
  onTestFinished(() => own.close());
  const dying = createDyingDatabase();
  const bot = await startBotInProcess({ location, connect: dying.connect });
  const chat = bot.admin("Slack");
  const stage = { bot, chat, name: "Ada 1", rows: own.kysely };
  const go = await act.begin(stage);
  const isOwed = async () => (await own.kysely.selectFrom("owed").selectAll().execute()).length > 0;
  await untilTrue(async () => !(await isOwed()), { what: "what led up to it to be over" });
  const before = new Map(chat.messages().map(({ id, text }) => [id, text]));
  silence(bot.world);
  return {
    ...{ act, stage, dying, go },
    isDone: act.done(stage.name),
    isOwed,
    /** What stands there that did not before the act. */
    news: () => chat.messages().filter(({ id, text }) => before.get(id) !== text),
    async comeBack() {
      await bot.bot.stop(100).catch(() => undefined);
      await dying.bury();
      await passTime(own.kysely);
      dying.revive();
      bot.world.slack.clearFaults();
      await bot.restart();
    },
  };
}

test.each(
  engines.flatMap((engine) => taken.map((what) => ({ engine, what }))),
)("on Slack, with $engine, $what is heard of although its process dies as soon as it is done", async ({
  engine,
  what,
}) => {
  const { act, stage, dying, go, isDone, isOwed, news, comeBack } = await lead(engine, what);

  await go();
  // A form that is stored stays open until an answer to it is promised: whoever dies before has not taken it.
  await untilTrue(async () => (await act.isDone(stage)) && (await isOwed()), { what: "it to be done" });
  dying.die();
  await comeBack();

  const isHeard = () => news().some(({ text }) => isSaid.test(text) || isDone.test(text));
  await untilTrue(isHeard, { what: "the person to hear of it" });
  expect(news()).toHaveLength(1);
});

/** The promise ends as the queue has it, in one commit. */
const isHandingOver = (statement: string) =>
  statement.includes("DeleteQueryNode") && statement.includes('"owed"');

test.each(
  ofQueue,
)("on Slack, a press (%s) is heard of whose process dies before the queue has it", async (what) => {
  const { dying, go, news, comeBack } = await lead("sqlite", what);
  dying.dieAt({ at: isHandingOver, when: "before" });

  await go();
  await untilTrue(async () => dying.isDead(), { what: "it to die" });
  await comeBack();

  const heard = () => news().filter(({ text }) => isSaid.test(text));
  await untilTrue(() => heard().length > 0, { what: "the person to hear of it" });
  expect(heard()).toHaveLength(1);
});

/** The queue, or whoever pressed, begins with it. */
const isBegun = (statement: string) =>
  statement.includes("UpdateQueryNode") && statement.includes('"lease_until"');

test.each(
  // A room whose person cannot be told of it is ended; a request that was begun is nobody else's for half a minute.
  ["undo", "retry", "create again", "keep ours"],
)("on Slack, whoever presses (%s) reads how it ended, and that alone, where the process dies once the queue has it", async (what) => {
  const { dying, go, isDone, news, comeBack } = await lead("sqlite", what);
  let isHandedOver = false;
  const isBegunThen = (statement: string) => {
    if (isHandedOver && isBegun(statement)) return true;
    isHandedOver ||= isHandingOver(statement);
    return false;
  };
  dying.dieAt({ at: isBegunThen, when: "before" });

  await go();
  await untilTrue(async () => dying.isDead(), { what: "it to die" });
  await comeBack();

  await untilTrue(() => news().some(({ text }) => isDone.test(text)), { what: "the person to hear of it" });
  expect(news()).toHaveLength(1);
});
