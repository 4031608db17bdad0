import { expect, test, vi } from "vitest";
import { aStartedBot, botFor } from "../started-bot.ts";

const hint = /server: type \/ in one of its channels/;
const nothing = async () => undefined;

const hints = (messages: readonly object[]) =>
  messages.filter((message) => hint.test(JSON.stringify(message))).length;

/** Long enough for an answer that must not come. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 300));

test("whoever writes to the bot itself is told where its commands are, once in a while", async () => {
  const { ada, guild, standIn } = await aStartedBot(nothing);
  const ben = guild.addMember({ name: "Ben" });

  ada.writeToBot("Hello?");
  ada.writeToBot("Make me a persona");
  ben.writeToBot("/persona-create");
  await vi.waitFor(() => expect([ada, ben].map((one) => hints(one.directMessages))).toEqual([1, 1]));
  ada.writeToBot("Are you there?");
  await aWhile();

  expect([ada, ben].map((one) => hints(one.directMessages))).toEqual([1, 1]);
  expect(standIn.problems).toEqual([]);
});

test("what the bot writes itself, and what is said in a server, is not answered", async () => {
  const { bot, ada, channelId, standIn } = await aStartedBot(nothing);

  ada.say(channelId, "Hello?");
  await bot.sendDirect(ada.userId, { tone: "neutral", title: "It is ready" });
  await aWhile();

  expect(hints([...ada.directMessages, ...standIn.messages(channelId)])).toBe(0);
});

test("two processes that hear of it, as while one takes over, say it once", async () => {
  const { ada, standIn } = await aStartedBot(nothing);
  await botFor(standIn).bot.start();

  ada.writeToBot("Hello?");
  await vi.waitFor(() => expect(hints(ada.directMessages)).toBe(1), { timeout: 3000 });
  await aWhile();

  expect(hints(ada.directMessages)).toBe(1);
  expect(standIn.problems).toEqual([]);
});

test.each(["before", "after"] as const)("a connection cut %s the work makes one message", async (drop) => {
  const { ada, standIn } = await aStartedBot(nothing);
  standIn.fault({ match: /^POST \/channels/, drop });

  ada.writeToBot("Hello?");
  await vi.waitFor(() => expect(hints(ada.directMessages)).toBe(1), { timeout: 3000 });
  await aWhile();

  expect(hints(ada.directMessages)).toBe(1);
});

test("a crowd that writes to the bot is answered in part, so that others do not wait behind it", async () => {
  const { guild, standIn } = await aStartedBot(nothing);
  const crowd = Array.from({ length: 30 }, (_, index) => guild.addMember({ name: `Person ${index}` }));

  for (const person of crowd) person.writeToBot("Hello?");
  const answered = () => crowd.filter((person) => hints(person.directMessages) === 1).length;
  await vi.waitFor(() => expect(answered()).toBe(20), { timeout: 5000 });
  await aWhile();

  expect(answered()).toBe(20);
  expect(standIn.problems).toEqual([]);
});

test("who takes no messages from the bot is left alone", async () => {
  const { guild, standIn, reports } = await aStartedBot(nothing);
  const cleo = guild.addMember({ name: "Cleo" });
  standIn.setAcceptsDirectMessages(cleo.userId, false);

  cleo.writeToBot("Hello?");
  cleo.writeToBot("Hello?");
  const said = () =>
    reports.lines.filter((line) => line.includes("could not be told where its commands are"));
  await vi.waitFor(() => expect(said()).toHaveLength(1));
  await aWhile();

  expect(said()).toHaveLength(1);
  expect(standIn.problems.map(({ message }) => message)).toEqual([]);
});
