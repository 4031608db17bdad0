import { limits } from "../../chat/limits.ts";
import type { Button, Item, Menu, Reply } from "../../chat/reply.ts";
import { utc } from "../../chat/time-mark.ts";
import { cutText } from "../../cut-text.ts";
import type { History, PersonaChange } from "../../personas/history/history.ts";
import { timeText } from "../persona-setup/persona-setup-facts.ts";
import { wordsFor } from "../persona-status/audit-words.ts";
import { changesOf } from "../reply/changes.ts";
import { idFacts, quoted } from "../reply/persona-reply.ts";

export const historyAction = "history";
/** Shows one version beside what is here. */
export const versionAction = "history-version";

/** Who changed a persona, when and how, a line for each, with what it was before to be brought back. */
export function historyReply(history: History, mayChange: boolean): Reply {
  const { persona, changes } = history;
  const offered = changes.filter(({ canComeBack }) => canComeBack);
  return {
    tone: "neutral",
    title: `History of ${quoted(persona.name)}`,
    text: changes.length === 0 ? nothingYet : "The newest change first.",
    facts: idFacts(persona),
    items: changes.map(itemOf),
    ...(mayChange && offered.length > 0 && { menu: menuOf(offered) }),
    notes: [keptNote],
    buttons: pageButtons(history),
  };
}

const nothingYet = "Nothing has been changed since it was made, or since I began keeping versions.";
const keptNote = "The last 50 changes are kept, for 400 days; those of a deleted persona for a day.";

/** A line takes no more with its time and the person. */
const longestChanges = 150;

function itemOf({ action, atMs, userId, was, became }: PersonaChange): Item {
  const what = changesOf(was, became, longestChanges);
  const said = what === undefined ? "" : `: ${what}`;
  const text = `${wordsFor(action)}${said} · ${timeText(new Date(atMs).toISOString())}`;
  return userId === undefined ? { text } : { text: `${text} by`, mentions: [{ kind: "person", id: userId }] };
}

function menuOf(offered: readonly PersonaChange[]): Menu {
  return {
    label: "Look at an earlier version",
    action: versionAction,
    choices: offered.map((change) => ({ value: change.id, label: cutText(labelOf(change), limits.option) })),
  };
}

function labelOf({ action, atMs, isTheirs }: PersonaChange): string {
  return `${isTheirs ? "In Tavus until" : "Until"} ${utc(atMs)}, then: ${wordsFor(action)}`;
}

function pageButtons({ persona, older, newer }: History): Button[] {
  const to = (label: string, before: number | undefined): Button[] =>
    before === undefined ? [] : [{ label, action: historyAction, state: `${persona.id}.${before}` }];
  return [...to("Newer", newer), ...to("Older", older), { label: "Show", action: "show", state: persona.id }];
}
