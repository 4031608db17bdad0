import type { types } from "@slack/bolt";
import type { Reply } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import { blockLimits } from "./block-limits.ts";
import { plain, shorten } from "./text.ts";

/** Holds the place of a form whose opening waits for something. */
export function loadingView(): types.ModalView {
  return {
    type: "modal",
    title: plain("One moment…"),
    close: plain("Close"),
    blocks: [{ type: "section", text: plain("Slack is slow to answer. The form opens here in a moment.") }],
  };
}

/** What a held modal says when no form comes: the answer's title and text. All of it stands where answers stand. */
export function renderToldView({ title, text }: Reply): types.ModalView {
  const sentences = [text ?? "", "You find this among your messages, too."].filter((line) => line !== "");
  return {
    type: "modal",
    title: plain("No form this time"),
    close: plain("Close"),
    blocks: [
      { type: "header", text: plain(cutText(title, blockLimits.header)) },
      ...sentences.map((sentence) => ({
        type: "section" as const,
        text: plain(shorten(sentence, blockLimits.sectionText)),
      })),
    ],
  };
}
