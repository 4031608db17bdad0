import type { types } from "@slack/bolt";
import { cutText } from "../../cut-text.ts";
import { blockLimits } from "./block-limits.ts";
import { plain, split } from "./text.ts";

/** Draws a long text as a modal that is only read; undefined when it is longer than one can hold. */
export function renderText(title: string, text: string): types.ModalView | undefined {
  const pieces = split(text, blockLimits.sectionText);
  if (pieces.length >= blockLimits.viewBlocks) return undefined;
  const view = textView(title, pieces.length > 0 ? pieces : ["There is nothing in it."]);
  return Buffer.byteLength(JSON.stringify(view)) <= blockLimits.viewBytes ? view : undefined;
}

/** The whole title stands above the text: Slack takes no more than 24 characters of it. */
function textView(title: string, pieces: readonly string[]): types.ModalView {
  return {
    type: "modal",
    title: plain(cutText(title, blockLimits.viewTitle)),
    close: plain("Close"),
    blocks: [
      { type: "header", text: plain(cutText(title, blockLimits.header)) },
      ...pieces.map((piece) => ({ type: "section" as const, text: plain(piece) })),
    ],
  };
}
