import { connectDatabase } from "../../../../src/database/opening/connect.ts";
import type { Form, Platform, Seen } from "../../black-box/black-box-chat.ts";
import { type BotInProcess, startBotInProcess } from "../../bot-in-process.ts";
import { type Engine, makeEmptyDatabase } from "../../databases.ts";
import { untilTrue } from "../../until-true.ts";
import { createKnown } from "../plain-words.ts";
import type { World } from "../rows.ts";
import { discordHands } from "./discord-hands.ts";
import type { Hands, Sent } from "./hands.ts";
import { slackHands } from "./slack-hands.ts";

/** What came of one step for whoever took it: the messages that are new or read otherwise, and the form that opened. */
export type Screen = { who: number; messages: readonly Seen[]; form: Form | undefined; isRefused: boolean };

/** A whole bot between stand-ins, in which a walk is played on the wire. */
export type WireLane = World & {
  name: string;
  platform: Platform;
  bot: BotInProcess;
  /** An admin, and somebody without any rights. */
  people: readonly Hands[];
  screens: Screen[];
  close(): Promise<void>;
};

export async function openWireLane(platform: Platform, engine: Engine): Promise<WireLane> {
  const location = await makeEmptyDatabase(engine);
  // Before the bot has it: to open it on SQLite waits for what is open in this very process.
  const own = await connectDatabase(location);
  const bot = await startBotInProcess({ location });
  const { discord, slack } = bot.world;
  const people = [true, false].map((isAdmin) =>
    platform === "Discord" ? discordHands(discord, isAdmin) : slackHands(slack, isAdmin),
  );
  const lane: WireLane = {
    name: `${platform} on ${engine}`,
    platform,
    bot,
    known: createKnown(),
    rows: own.kysely,
    accounts: () => [bot.world.tavus.account()],
    alike: (text) => placesAlike(people, text),
    people,
    screens: [],
    async close() {
      await bot.close();
      await own.close();
    },
  };
  await knowFaces(lane);
  return lane;
}

/** Whoever acts by their turn, and every channel, role and message alike. */
function placesAlike(people: readonly Hands[], text: string): string {
  const named = people.reduce((rest, { userId }, index) => rest.replaceAll(userId, `⟨user ${index}⟩`), text);
  return named.replace(/\b\d{17,20}\b|\b[CDGT]0[A-Z0-9]{3,}\b/g, "⟨place⟩");
}

/** Which faces there are is known once somebody has looked: forms of Slack's do, Discord's do not. */
async function knowFaces(lane: WireLane): Promise<void> {
  const { world } = lane.bot;
  await screenOf(lane, 0, () => personOf(lane, 0).run("persona-replicas", { options: {}, early: {} }));
  await untilTrue(() => world.tavus.requests.some(({ operation }) => operation === "list replicas"));
  await comeToRest(lane, 0);
}

export function personOf({ people }: WireLane, who: number): Hands {
  const person = people[who];
  if (!person) throw new Error(`There is no person ${who}.`);
  return person;
}

/** What somebody sees once the bot has ended what they began. */
export async function screenOf(
  lane: WireLane,
  who: number,
  act: () => Promise<Sent | undefined>,
): Promise<Screen> {
  const hands = personOf(lane, who);
  const before = new Map(hands.messages().map(({ id, raw }) => [id, raw]));
  const ended = endedIn(lane);
  const sent = await act();
  await untilTrue(() => endedIn(lane) > ended, { what: `${lane.name} to answer` });
  const form = await sent?.form();
  await comeToRest(lane, who);
  // A file alone in the direct messages is a text that was too long for the message.
  const isNews = ({ id, raw, text, isWorking }: Seen) =>
    !isWorking && text.trim() !== "" && before.get(id) !== raw;
  return { who, messages: hands.messages().filter(isNews), form, isRefused: false };
}

/** One line of the log for each interaction; suggestions come while somebody fills in a form. */
function endedIn({ bot }: WireLane): number {
  const isEnd = (line: string) => line.includes('"msg":"interaction"') && !line.includes('"kind":"suggest"');
  return bot.lines.filter(isEnd).length;
}

const quietMs = 120;

async function comeToRest(lane: WireLane, who: number): Promise<void> {
  const { tavus } = lane.bot.world;
  const state = () =>
    JSON.stringify([
      tavus.requests.length,
      personOf(lane, who)
        .messages()
        .map(({ raw }) => raw),
    ]);
  let before = state();
  let sinceMs = performance.now();
  const isQuiet = () => {
    const now = state();
    if (now !== before) sinceMs = performance.now();
    before = now;
    const isWorking = personOf(lane, who)
      .messages()
      .some((seen) => seen.isWorking);
    return performance.now() - sinceMs > quietMs && !isWorking;
  };
  await untilTrue(isQuiet, { what: `${lane.name} to come to rest` });
}
