import { automaticUser } from "../automatic-user.ts";
import type { Button, Fact, Item, Reply } from "../chat/reply.ts";
import { timeMark, utc } from "../chat/time-mark.ts";
import { shortName } from "../short-name.ts";
import { counted } from "../text/counted.ts";
import { plural } from "../text/plural.ts";
import type { Cause } from "./causes.ts";
import { mostNamed, type Warned, type WarningDetails, type WarningView } from "./details.ts";
import { saidBy, sentencesFor } from "./sentences.ts";
import { isAboutChannel, isInOurWords, keyCauses, operationOf } from "./topic.ts";

/** What the buttons under a warning press; `warning-command.ts` carries them out. */
export const retryAllAction = "retry-all";
export const showWarningAction = "warning";
export const whatChangedAction = "warning-changes";

const longestName = 100;

/** A warning as the team reads it: what is wrong, whom it concerns, and what to do; or that it is fixed. */
export function warningReply(details: WarningDetails): Reply {
  const { fixedMs } = details.warning;
  return fixedMs === undefined ? openReply(details) : fixedReply(details, fixedMs);
}

function openReply(details: WarningDetails): Reply {
  const { warning } = details;
  const buttons = buttonsOf(warning);
  const labels = buttons.map(({ label }) => label);
  const operation = operationOf(warning);
  const { happened, remedy } = sentencesFor(warning.cause, {
    operation,
    failedMs: warning.lastMs,
    buttons: labels,
  });
  return {
    tone: "warning",
    title: warning.title,
    text: [happened, ...wordsOf(warning), remedy].filter(Boolean).join("\n"),
    facts: factsOf(warning),
    ...whomItConcerns(details),
    buttons,
    visibility: "public",
  };
}

function whomItConcerns({ warning, personas, named }: WarningDetails): Pick<Reply, "items" | "notes"> {
  const items = personas.slice(0, mostNamed).map(personaItem);
  const others = named - items.length;
  return {
    ...(items.length > 0 && { items }),
    ...(others > 0 && {
      notes: [warning.waiting > 0 ? `And ${others} more: press Show.` : `And ${others} more.`],
    }),
  };
}

function fixedReply(details: WarningDetails, fixedMs: number): Reply {
  const { title, firstMs, count } = details.warning;
  const lasted = inWords(fixedMs - firstMs);
  return {
    tone: "success",
    title: `Fixed: ${title}`,
    text: plural(count, {
      one: `It lasted ${lasted} and happened once. Nothing to do.`,
      other: `It lasted ${lasted} and happened ${count} times. Nothing to do.`,
    }),
    facts: [
      { label: "From", value: timeMark(firstMs) },
      { label: "Until", value: timeMark(fixedMs) },
    ],
    ...whomItConcerns(details),
    visibility: "public",
  };
}

export function personaItem({ id, name, createdBy }: Warned): Item {
  const item = { text: `○ ${shortName(name, longestName)}`, codes: [id] };
  if (createdBy === automaticUser) return { ...item, lead: "made by an automatic sync" };
  return { ...item, lead: "made by", mentions: [{ kind: "person", id: createdBy }] };
}

function wordsOf({ words, cause }: WarningView): string[] {
  if (words === undefined) return [];
  return [isInOurWords(cause) ? words : saidBy(cause, words)];
}

function factsOf(warning: WarningView): Fact[] {
  const { count, firstMs, lastMs, waiting, waitingWords, incident } = warning;
  // A closed channel is told once, so there is nothing to count.
  if (isAboutChannel(warning)) return [];
  return [
    { label: "Happened", value: happenedText({ count, firstMs, lastMs }) },
    ...(waiting > 0 ? [{ label: "What waits", value: waitingWords }] : []),
    ...(incident === undefined ? [] : [{ label: "Incident", value: incident, code: true }]),
  ];
}

function buttonsOf({ id, cause, waiting, threadTrouble }: WarningView): Button[] {
  const isKey = keyCauses.includes(cause);
  return [
    ...(waiting > 0 && canRetry(cause)
      ? [{ label: "Retry all", action: retryAllAction, state: id, style: "primary" } as const]
      : []),
    ...(isKey ? [{ label: cause === "noKey" ? "Add key" : "Change key", action: "setup", state: "-" }] : []),
    ...(waiting > 0 ? [{ label: "Show", action: showWarningAction, state: id }] : []),
    ...(threadTrouble ? [{ label: "What changed", action: whatChangedAction, state: id }] : []),
  ];
}

/** Nothing can be tried without a key; what is gone in Tavus is decided one by one. */
function canRetry(cause: Cause): boolean {
  return cause !== "noKey" && cause !== "lockedKey" && cause !== "notFound";
}

function happenedText({ count, firstMs, lastMs }: Pick<WarningView, "count" | "firstMs" | "lastMs">): string {
  const first = timeMark(firstMs);
  const more =
    utc(firstMs) === utc(lastMs)
      ? `${count} times since ${first}`
      : `${count} times since ${first}, last ${timeMark(lastMs)}`;
  return plural(count, { one: first, other: more });
}

const minuteMs = 60_000;

function inWords(ms: number): string {
  const minutes = Math.round(ms / minuteMs);
  if (minutes < 1) return "less than a minute";
  if (minutes < 120) return counted(minutes, "minute");
  const hours = Math.round(minutes / 60);
  return hours < 48 ? counted(hours, "hour") : counted(Math.round(hours / 24), "day");
}
