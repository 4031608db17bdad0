import type { Database } from "../../../src/database/opening/connect.ts";
import {
  type Chat,
  type Entries,
  type Platform,
  reads,
  type Seen,
  waitFor,
} from "../black-box/black-box-chat.ts";
import type { BotInProcess } from "../bot-in-process.ts";

/** What a run looks at: the bot, and its database by a connection of its own. */
export type Stage = { bot: BotInProcess; chat: Chat; name: string; rows: Database["kysely"] };

/** One act of a person. */
export type Act = {
  /** Leads up to it undisturbed. */
  begin(stage: Stage): Promise<() => Promise<unknown>>;
  /** Whether what it is to bring about has happened. */
  isDone(stage: Stage): Promise<boolean>;
  /** What the person reads when it has. */
  done: (name: string) => RegExp;
  /** Nobody but the bot tells of it again, by the state of the link of a record of this name. */
  isToldByLink?: { table: "personas" | "videos" | "conversations"; named(name: string): string };
  /** Whether nothing more is to come of it by itself: until then nobody judges. Default: as soon as somebody was told. */
  isSettled?(stage: Stage): Promise<boolean>;
  /** What the person reads where it was done and taken back, because they could not be told. */
  takenBack?(name: string): RegExp;
  /** What else is wrong with what has come of it. */
  wrongs?(stage: Stage): Promise<string[]>;
  /** Objects in Tavus with the name, at most. Default: 1. */
  mostInTavus?: number;
  /** Messages that tell of it, at most. Default: 1. */
  mostTold?: { [platform in Platform]?: number };
  /** The team is another one afterwards. */
  endsTeam?: boolean;
  /** What was typed, and may not be lost where it was not done. */
  typed?: string;
};

export const prompt = "You help with what was typed here.";
/** A persona that is to be called, or a video, needs a face. */
export const videoFace = "r90bbd427f71";

export async function createFirst({ chat, name }: Stage, early: Entries = {}): Promise<Seen> {
  const form = await chat.openForm(early);
  await form.submit({ name, prompt });
  return reads(chat, `“${name}” is ready`);
}

/** The newest message with this button, after the command. */
export async function buttonAfter(chat: Chat, act: () => Promise<unknown>, label: string): Promise<Seen> {
  const before = new Set(chat.messages().map(({ id, text }) => `${id} ${text}`));
  await act();
  return waitFor(() =>
    chat
      .messages()
      .findLast(
        ({ id, text, buttons }) =>
          !before.has(`${id} ${text}`) && buttons.some((button) => button.label === label),
      ),
  );
}
