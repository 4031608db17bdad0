import type { Picture } from "../../protocol/picture.ts";
import { readPrompt } from "../tavus/record-line.ts";
import type { ColumnName } from "./columns.ts";

export type TourStep = {
  title: string;
  text: string;
  place: ColumnName;
  /** Whether it was done; `begin` is how everything was when the step began. */
  isDone: (now: Picture, begin: Picture) => boolean;
  /** Where it does not apply yet. */
  isOffered?: (now: Picture) => boolean;
};

/** A create, a call, a video, a setting, a failure, a retry: what a newcomer should have seen once. */
export const tourSteps: readonly TourStep[] = [
  {
    title: "Create a persona",
    text: "In Discord type /persona-create and press Enter twice. Name it, give it a system prompt, submit.",
    place: "discord",
    isDone: (now, begin) => linked(now) > linked(begin),
  },
  {
    title: "Talk to it",
    text: "It is saved here and in Tavus. Press Talk under the answer, then Join and Open the room. Say something, leave, press End.",
    place: "discord",
    isOffered: hasCommand("/persona-talk"),
    isDone: (now, begin) => calls(now).some((id) => !calls(begin).includes(id)),
  },
  {
    title: "Let it make a video",
    text: "Press Video under that same answer, choose a face, write a script. Then press “Make it ready” in the Tavus column.",
    place: "discord",
    isOffered: hasCommand("/persona-video"),
    isDone: (now, begin) => readyVideos(now) > readyVideos(begin),
  },
  {
    title: "Choose where warnings go",
    text: "The video's link comes where you asked for it. Now type /persona-setup and choose a channel for warnings.",
    place: "discord",
    isDone: (now, begin) => setUp(now) > setUp(begin),
  },
  {
    title: "Break Tavus",
    text: "The bot has written a first message into that channel. Now choose “Out of credits” in the Tavus column.",
    place: "tavus",
    isDone: (now) => now.tavus.fault !== undefined,
  },
  {
    title: "Create another",
    text: "Back in chat, create a second persona. Slack works too: type /persona-create coach Otto.",
    place: "discord",
    isDone: (now, begin) => waiting(now) > waiting(begin),
  },
  {
    title: "Read the warning, then mend Tavus",
    text: "Nothing is lost: the answer names the cause and what to do, and the channel reads it too. Choose “All well”.",
    place: "tavus",
    isDone: (now) => now.tavus.fault === undefined,
  },
  {
    title: "Press Retry",
    text: "Press Retry under the answer. It turns into the good news, with both IDs; the channel's warning turns to fixed.",
    place: "discord",
    isDone: (now, begin) => waiting(now) < waiting(begin),
  },
  {
    title: "Bring both sides in step",
    text: "Add a persona in the Tavus column, as a colleague would. Then type /persona-sync in chat.",
    place: "discord",
    isOffered: hasCommand("/persona-sync"),
    isDone: (now, begin) => synced(now) > synced(begin),
  },
];

function hasCommand(wanted: string): (now: Picture) => boolean {
  return ({ slack }) => slack.commands.some(({ command }) => command === wanted);
}

/** The calls that are over and in which something was said. */
function calls({ tavus }: Picture): string[] {
  return tavus.rooms.filter(({ end, said }) => end && said.length > 0).map(({ id }) => id);
}

function readyVideos({ tavus }: Picture): number {
  return tavus.videos.filter(({ status }) => status === "ready").length;
}

/** Personas in Tavus that a record of the bot belongs to. */
function linked({ tavus }: Picture): number {
  return tavus.personas.filter(({ systemPrompt }) => readPrompt(systemPrompt).recordId).length;
}

/** Answers that show what is set. */
function setUp({ discord, slack }: Picture): number {
  const messages = [...discord.messages, ...slack.messages];
  return messages.filter(({ message }) => JSON.stringify(message).includes("Warnings channel")).length;
}

/** Messages with a Retry button. */
function waiting({ discord, slack }: Picture): number {
  const messages = [...discord.messages, ...slack.messages];
  return messages.filter(({ message }) => JSON.stringify(message).includes("pf1:retry:")).length;
}

/** Answers to the command; on Slack nothing says what a message answers. */
function synced({ discord, slack }: Picture): number {
  const answers = discord.messages.filter(({ answers }) => answers?.text.startsWith("/persona-sync"));
  const reports = slack.messages.filter(({ message }) => JSON.stringify(message).includes("in step"));
  return answers.length + reports.length;
}
