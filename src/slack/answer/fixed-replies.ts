import type { types } from "@slack/bolt";
import type { Reply, ReplyFile } from "../../chat/reply.ts";
import { blockLimits } from "../render/block-limits.ts";
import { plain, split } from "../render/text.ts";

/** What stands in place of a text that came after Slack's three seconds. */
export function lateTextReply(title: string): Reply {
  return { tone: "neutral", title, text: "It took too long to open. Press the button again." };
}

/** Something came from a workspace that no token is known for. */
export function notInstalledReply(hint: string): Reply {
  return {
    tone: "failure",
    title: "I am not installed here",
    text: `Nothing was done. ${hint} If I was removed, install me again within 30 days, and personas and settings are as they were.`,
  };
}

/** The database does not say whose token it is. */
export function unknownWorkspaceReply(): Reply {
  return {
    tone: "failure",
    title: "I cannot reach my records",
    text: "Nothing was done, and nothing is lost. Try again in a minute.",
  };
}

export const outdatedSentence =
  "This form is from an older version and can no longer be sent. Copy what you need and run the command again.";

/** Takes the place of a form that an older version opened, and holds what was typed in it, to be copied. */
export function outdatedView(text: ReplyFile | undefined): types.ModalView {
  return {
    type: "modal",
    title: plain("Outdated form"),
    close: plain("Close"),
    blocks: [
      { type: "section", text: plain(outdatedSentence) },
      ...split(String(text?.text ?? ""), blockLimits.sectionText).map((piece) => ({
        type: "section" as const,
        text: plain(piece),
      })),
    ],
  };
}
