import type { ChannelMessage } from "../../../src/chat/channels.ts";
import type { OpenDatabase } from "../../support/databases.ts";
import {
  type BotOptions,
  buttonIn,
  type Person,
  type PersonaBot,
  startPersonaBot,
} from "../../support/persona-bot.ts";
import { answerIn, type RecordingAnswering, recordAnswering } from "../../support/recording-answering.ts";
import { untilTrue } from "../../support/until-true.ts";

/** A bot with a linked persona, and its card in a channel. */
export async function startTalkBot(open: OpenDatabase, options: BotOptions = {}) {
  const bot = await startPersonaBot(open, options);
  const admin = bot.person("U1", "admin");
  await admin.create({ name: "Ada", replica: "r90bbd427f71" });
  const { reply, message } = await postCard(bot, admin);
  const join = buttonIn(reply, "Join");
  return {
    ...bot,
    admin,
    join,
    card: message,
    cardNow: () => cardOn(bot, message),
    pressJoin: (person: Person, id?: string, answering = recordAnswering()): Promise<RecordingAnswering> =>
      person.press(join, { ...(id !== undefined && { id }), answering, message }),
    rooms: () => roomsOf(bot),
    /** Waits until the keeper has made it so. */
    until: (condition: () => boolean | Promise<boolean>, what?: string) =>
      untilTrue(
        () => {
          bot.keeper.wake();
          bot.worker.wake();
          return condition();
        },
        { what: what ?? "the rooms" },
      ),
  };
}

export type TalkBot = Awaited<ReturnType<typeof startTalkBot>>;

/** The card as a platform would post it: the answer for everybody, in the channel. */
export async function postCard(bot: PersonaBot, person: Person, text = "Ada") {
  const reply = answerIn(await person.say("persona-talk", text));
  const posted = await bot.channels.post("C1", reply, `card ${bot.channels.messages.length}`);
  if (posted.kind !== "posted") throw new Error("The card was not posted.");
  return { reply, message: { channelId: "C1", messageId: posted.messageId } };
}

function cardOn({ channels }: PersonaBot, { messageId }: ChannelMessage) {
  const found = channels.messages.find((message) => message.messageId === messageId);
  if (!found) throw new Error("There is no card.");
  return found.reply;
}

export function roomsOf({ database }: Pick<PersonaBot, "database">) {
  return database.kysely.selectFrom("conversations").selectAll().orderBy("opened_at").execute();
}

/** What one day's minutes come to. */
export async function minutesUsed({ database }: Pick<PersonaBot, "database">): Promise<number> {
  const rows = await database.kysely
    .selectFrom("usage")
    .select("amount")
    .where("kind", "=", "conversationMinutes")
    .execute();
  return rows.reduce((sum, { amount }) => sum + Number(amount), 0);
}

/** The way in that an answer holds. */
export function linkIn(answering: RecordingAnswering): string | undefined {
  return answerIn(answering).links?.find(({ label }) => label === "Open the room")?.url;
}
