import { type FieldErrors, type Fields, isSecret } from "../form/field.ts";
import type { OpenForm } from "../form/form.ts";
import type { Refusal } from "../member.ts";
import { inTeamsWords, type Meaning } from "../refusal.ts";
import type { Button, Reply, ReplyFile } from "../reply.ts";

/** Opens a form again with what was typed; `state` is the form id. */
export const openAgainAction = "open";

/**
 * What stands in place of a form that came too late to open by itself: on Discord after "thinking…", on Slack after three seconds. Its
 * values are kept, so that a press opens it.
 */
export function formIsReadyReply({ form, formId }: OpenForm): Reply {
  return {
    tone: "neutral",
    title: "The form is ready",
    text: "It took too long to open by itself. Open it here.",
    buttons: [openButton(form.title, formId)],
  };
}

/** What stands in place of a form that the platform failed to open. */
export function formNotOpenedReply(incident: string, { form, formId }: OpenForm): Reply {
  return {
    tone: "failure",
    title: "The form did not open",
    text: `Its opening failed, and nothing was done. Open it here.\nIf it happens again, tell whoever runs the bot this number: ${incident}.`,
    buttons: [openButton(form.title, formId)],
  };
}

function openButton(title: string, formId: string): Button {
  return { label: `Open ${title}`, action: openAgainAction, state: formId, style: "primary" };
}

export function refusalReply({ sentence, who = [] }: Refusal): Reply {
  return {
    tone: "failure",
    title: "Not allowed",
    text: sentence,
    ...(who.length > 0 ? { facts: [{ label: "Who may", value: "", mentions: who }] } : {}),
  };
}

/** `title`: what did not work; undefined where nobody here knows what it was. */
export function sentenceReply(sentence: string, title: string | undefined): Reply {
  return { tone: "failure", title: title ?? unknownTitle, text: sentence };
}

const unknownTitle = "That did not work";

/** Of whatever was asked for: a persona, a video, a setting, a sync. */
const lookFirst = "It may have been done. Before you repeat it, look in /persona-list and /persona-status.";

/** A failure nobody foresaw: the log has the details under the incident id. `mayBeDone`: again might be twice. */
export function incidentReply(
  incident: string,
  { mayBeDone, title }: { mayBeDone: boolean; title: string | undefined },
): Reply {
  const next = mayBeDone ? lookFirst : "Try again in a minute.";
  return {
    tone: "failure",
    title: title ?? unknownTitle,
    text: `Something went wrong here. ${next}\nIf it happens again, tell whoever runs the bot this number: ${incident}.`,
  };
}

/** The platform said no to something, and would say it again: why, and who can mend it. `mayBeDone`: as above. */
export function platformRefusalReply(
  incident: string,
  { meaning, mayBeDone, title }: { meaning: Meaning; mayBeDone: boolean; title: string | undefined },
): Reply {
  const sentences = [
    inTeamsWords(meaning),
    ...(mayBeDone ? [lookFirst] : []),
    `Whoever runs the bot finds it in the log under ${incident}.`,
  ];
  return { tone: "failure", title: title ?? unknownTitle, text: sentences.join(" ") };
}

/** For whoever was promised an answer by a process that then ended. */
export function interruptedReply(command: string | undefined): Reply {
  return {
    tone: "warning",
    title:
      command === undefined ? "How what you began ended is not known" : `How /${command} ended is not known`,
    text: "I was restarted in the middle of it. Look before you do it again: /persona-list and /persona-status show how things stand.",
  };
}

export function workingReply(): Reply {
  return { tone: "working", title: "Working on it…", text: "The answer will appear here." };
}

export function outdatedButtonReply(): Reply {
  return {
    tone: "neutral",
    title: "This button is from an older version",
    text: "It no longer does anything. Run the command again to get a fresh one.",
  };
}

/** `text`: what was typed into a form of it. */
export function unknownCommandReply(text?: ReplyFile): Reply {
  return {
    tone: "neutral",
    title: "This command is not known here any more",
    text: "The list of commands has changed. Restart your app to see the new one.",
    ...(text && { files: [text], notes: [`What you typed is in ${text.name}.`] }),
  };
}

/**
 * What helps after a form was refused: other values in it; the same ones, later; a change elsewhere, such as of one's rights; other
 * options beside the command, which the form does not show; nothing. With the last two it is not opened again.
 */
export type WayOn = "change" | "sendAgain" | "look" | "runAgain" | "none";

/** What is wrong with a form, and the way back into it. */
export function formRefusalReply(
  fields: Fields,
  {
    errors,
    formId,
    way,
    text,
    mayBeSaved = false,
  }: {
    errors: FieldErrors;
    formId: string;
    way: WayOn;
    text: ReplyFile | undefined;
    mayBeSaved?: boolean;
  },
): Reply {
  const lines = Object.entries(errors).map(([key, sentence]) => lineFor(fields, key, sentence));
  return {
    tone: "failure",
    title: mayBeSaved ? "Perhaps not saved" : "Not saved yet",
    text: `${lines.join("\n")}\n\n${wayOnSentence(way, fields)}`,
    ...(way !== "runAgain" && way !== "none" && { buttons: [openAgainButton(formId)] }),
    ...(text && { files: [text], notes: [`What you typed is in ${text.name}.`] }),
  };
}

/** A form that came while everything of its team was deleted. */
export function forgottenFormReply(sentence: string, text: ReplyFile | undefined): Reply {
  return {
    tone: "failure",
    title: "Not saved",
    text: sentence,
    ...(text && { files: [text], notes: [`What you typed is in ${text.name}.`] }),
  };
}

function openAgainButton(state: string): Button {
  return { label: "Open again", action: openAgainAction, state, style: "primary" };
}

function wayOnSentence(way: WayOn, fields: Fields): string {
  const secret = Object.values(fields).find(isSecret);
  const kept = secret
    ? `Everything you typed is kept except “${secret.label}”, which is never stored`
    : "Nothing you typed is lost";
  return `${kept}${waysOn[way]}`;
}

const waysOn: Record<WayOn, string> = {
  change: ": open the form again, change this and send it.",
  sendAgain: ": open the form again and send it.",
  look: ": open the form again to see it, or to send it.",
  runAgain: ". Run the command again to choose something else.",
  none: ".",
};

function lineFor(fields: Fields, key: string, sentence: string): string {
  const label = fields[key]?.label;
  return label && !sentence.includes(label) ? `• ${label}: ${sentence}` : `• ${sentence}`;
}
