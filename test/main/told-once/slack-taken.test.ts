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

test.each(
  engines.flatMap((engine) => taken.map((what) => ({ engine, what }))),
)("on Slack, with $engine, $what is heard of although its process dies as soon as it is done", async ({
  engine,
  what,
}) => {
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
  const before = new Map(chat.messages().map(({ id, text }) => [id, text]));

  silence(bot.world);
  await go();
  await untilTrue(() => act.isDone(stage), { what: "it to be done" });
  dying.die();
  await bot.bot.stop(100).catch(() => undefined);
  await dying.bury();
  await passTime(own.kysely);
  dying.revive();
  bot.world.slack.clearFaults();
  await bot.restart();

  const news = () => chat.messages().filter(({ id, text }) => before.get(id) !== text);
  const isHeard = () => news().some(({ text }) => isSaid.test(text) || act.done(stage.name).test(text));
  await untilTrue(isHeard, { what: "the person to hear of it" });
  expect(news()).toHaveLength(1);
});
