import type { Fields } from "../../../../src/chat/form/field.ts";
import { isEarly } from "../../../../src/chat/form/form.ts";
import { commands } from "../../../../src/commands/all.ts";
import type { Form, Seen } from "../../black-box/black-box-chat.ts";
import { plain } from "../plain-words.ts";
import { shownAlike } from "../said-otherwise.ts";
import type { Screen, WireLane } from "./wire-lane.ts";

/** The words alone: without what each platform marks up, and without who and where. */
function wordsIn({ known, alike = (same) => same }: WireLane, text: string): string {
  return plain(known, shownAlike(alike(text)))
    .replace(/[^\p{L}\p{N}⟨⟩/%&]+/gu, " ")
    .trim();
}

function messageWords(lane: WireLane, { isPublic, text, choices }: Seen): string {
  const menu = choices.map(({ label }) => label).join(" | ");
  return `${isPublic ? "public" : "private"}: ${wordsIn(lane, text)} | ${wordsIn(lane, menu)}`;
}

/** What a person reads, in an order that is the same on both platforms. */
export function screenWords(lane: WireLane, { messages, form, isRefused }: Screen): string {
  const forms = form ? [`${isRefused ? "refused " : ""}form ${formWords(lane, form)}`] : [];
  // Where the progress of a sync was shown in direct messages on Slack, its end stands there too.
  return [...new Set([...forms, ...messages.map((seen) => messageWords(lane, seen))])].sort().join("\n");
}

/** The messages of a screen in that order, so that each lane presses the same. */
export function inOrder(lane: WireLane, screen: Screen): Screen {
  const worded = screen.messages.map((seen) => ({ seen, words: messageWords(lane, seen) }));
  worded.sort((one, other) => (one.words < other.words ? -1 : 1));
  return { ...screen, messages: worded.map(({ seen }) => seen) };
}

/** What stands in the fields that both platforms ask in the form. */
function formWords(lane: WireLane, form: Form): string {
  const { command } = form.identity;
  const values = Object.keys(lateFields(command)).map(
    (key) => `${key}: ${wordsIn(lane, valueIn(form, key))}`,
  );
  return [command, ...values].join("; ");
}

function valueIn(form: Form, key: string): string {
  try {
    return String(form.value(key));
  } catch {
    return "no such field";
  }
}

/** Of a form, what Discord does not ask before it opens. */
export function lateFields(command: string): Fields {
  const fields = commands.find(({ name }) => name === command)?.form?.fields ?? {};
  return Object.fromEntries(Object.entries(fields).filter(([, field]) => !isEarly(field)));
}
