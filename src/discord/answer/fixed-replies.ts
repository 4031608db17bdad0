import type { Reply, ReplyFile } from "../../chat/reply.ts";

/** What stands in place of a private announcement whose answer is for everyone. */
export function answerIsBelowReply({ tone }: Reply): Reply {
  return { tone, title: "The answer is below, for everyone in this channel" };
}

/** Below a direct message whose words name a button, or that offers a choice. */
export const nothingToPressNote =
  "Nothing can be pressed in a direct message. In the server, run the command again, or /persona-status or /persona-show, which have the buttons.";

export function serversOnlyReply(): Reply {
  return {
    tone: "failure",
    title: "Only in servers",
    text: "Personas belong to a server. Run the command in a channel of yours.",
  };
}

/** To whoever writes to the bot instead of using a command. */
export function writtenToReply(): Reply {
  return {
    tone: "neutral",
    title: "I do not read what is written to me here",
    text: "My commands are in your server: type / in one of its channels and choose one of mine. /persona-help says what you can do.",
  };
}

export function leftoverCommandReply(): Reply {
  return {
    tone: "neutral",
    title: "This command is of an earlier program",
    text: "It was left in this server and does nothing any more. I am removing it; /persona-help shows what I can do.",
  };
}

/** `text`: what was typed into it. */
export function outdatedFormReply(text: ReplyFile | undefined): Reply {
  return {
    tone: "failure",
    title: "This form is from another version",
    text: "Nothing was saved. Run the command again to get a form that works.",
    ...(text && { files: [text], notes: [`What you typed is in ${text.name}.`] }),
  };
}

/** `text`: what was typed into it, if it was a form. */
export function unreadReply(text: ReplyFile | undefined): Reply {
  return {
    tone: "failure",
    title: "I could not read what Discord sent",
    text: "Nothing was done. Try it once more; if it happens again, tell whoever runs the bot to update PersonaForge.",
    ...(text && { files: [text], notes: [`What you typed is in ${text.name}.`] }),
  };
}
