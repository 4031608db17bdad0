import { limits } from "../../chat/limits.ts";
import type { Button, Reply, ReplyFile } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";
import { calledIn } from "../../personas/content/each-field.ts";
import {
  mostListed,
  type SyncEntry,
  type SyncList,
  type SyncListName,
  type SyncStop,
  type SyncSummary,
} from "../../personas/sync/sync-verbs.ts";
import { namedAndMore, plural } from "../../text/plural.ts";
import type { Scene } from "../../warnings/scene.ts";
import { titleOf as causeTitle, sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { quoted } from "../reply/persona-reply.ts";

/** Names are shown up to here; the whole list is in the file. */
const namesShown = 5;
const nameLength = 40;

const titles: [list: SyncListName, done: string, planned: string][] = [
  ["imported", "Imported from Tavus", "Would be imported from Tavus"],
  ["linked", "Linked", "Would be linked"],
  ["created", "Created in Tavus", "Would be created in Tavus"],
  ["differing", "Changed in Tavus", "Changed in Tavus"],
  ["conflicts", "Changed on both sides, or here and not sent", "Changed on both sides, or here and not sent"],
  ["notPushedYet", "Last change not in Tavus yet", "Last change not in Tavus yet"],
  ["missing", "Gone in Tavus", "Gone in Tavus"],
  ["failed", "Not in Tavus yet", "Not in Tavus yet"],
  ["deletedHere", "Deleted here, still in Tavus", "Deleted here, still in Tavus"],
  ["undecided", "Being worked on; the next run decides", "Being worked on; the next run decides"],
];

/** What a run came to: each list with its count and first names, the long ones as a file. */
export function summaryReply(summary: SyncSummary): Reply {
  const isPreview = summary.mode === "preview";
  const lists = titles.flatMap(([name, done, planned]) => {
    const list = summary[name];
    return list.count > 0 ? [listLine(isPreview ? planned : done, list)] : [];
  });
  const stop = summary.stoppedBecause;
  const lines = [
    ...(stop ? [stopSentence(stop, summary.mode), ""] : []),
    ...(isPreview && !stop
      ? [hasWork(summary) ? "This is what a sync would do:" : "A sync would change nothing."]
      : []),
    `In step with Tavus: ${summary.inStep.count}`,
    ...lists,
    ...(summary.others > 0 ? [othersLine(summary.others)] : []),
    ...listSentences(summary),
    ...(summary.isResumed && !isPreview ? [resumedSentence] : []),
    ...remedies(summary),
  ];
  const file = fileOf(summary, isPreview);
  return {
    tone: stop ? "warning" : "success",
    title: titleOf(summary),
    text: withinLimit(lines.join("\n")),
    ...(file ? { files: [file] } : {}),
    buttons: buttonsFor(summary),
  };
}

function titleOf(summary: SyncSummary): string {
  const { mode, stoppedBecause } = summary;
  if (stoppedBecause?.kind === "handedOver") return soonTitle(summary);
  if (mode === "preview")
    return stoppedBecause ? "The preview stopped before its end" : "Preview: nothing has been changed";
  return stoppedBecause ? "The sync stopped before its end" : "Both sides were compared";
}

function soonTitle({ done, total }: SyncSummary): string {
  return total === undefined ? "The sync goes on soon" : `The sync goes on soon: ${done} of ${total} so far`;
}

/** What a run would do or have people decide; the rest only stands there, or is on its way by itself. */
const work: readonly SyncListName[] = [
  ...(["imported", "linked", "created"] as const),
  ...(["differing", "conflicts", "missing"] as const),
];

function hasWork(summary: SyncSummary): boolean {
  return work.some((name) => summary[name].count > 0);
}

function listLine(title: string, { count, entries }: SyncList): string {
  const names = entries.slice(0, namesShown).map(nameOf);
  return `${title}: ${count} (${namedAndMore(names, count - namesShown)})`;
}

/** Names are not unique, so an id stands beside each. */
function nameOf({ id, tavusPersonaId, name, fields, cause }: SyncEntry): string {
  const differing = fields?.map(calledIn).join(", ");
  const why = differing || (cause && causeTitle(cause, "create"));
  const short = cutText(name || "(no name)", nameLength, "codePoints");
  return `${quoted(short)} ${id ?? tavusPersonaId ?? ""}${why ? `: ${why}` : ""}`;
}

const runAgain = "Run again";

/** The state of the button that lets a preview go on although most personas are gone. */
export const confirmedPreview = "preview-confirmed";

/** No name and no id: they are none of this team's business. */
function othersLine(count: number): string {
  return plural(count, {
    one: "1 belongs to another team that uses this key",
    other: `${count} belong to other teams that use this key`,
  });
}

const unsureSentence =
  "Tavus's list did not add up in two readings, as happens while somebody changes the account. So nothing was marked as gone; run it again later.";

const resumedSentence =
  "Another of my processes began this: what it had imported, linked or created is counted as in step.";

/** What Tavus's own list is short of, where it is. */
function listSentences({ unreadable, listed, miscounted, isListUnsure, isListCut }: SyncSummary): string[] {
  return [
    ...(unreadable > 0
      ? [
          `${unreadable} of ${listed} in Tavus could not be read: Tavus sent no usable ID or record. Everything else went on.`,
        ]
      : []),
    ...(miscounted
      ? [
          `Tavus says it has ${miscounted.claimed}, and its list holds ${miscounted.count}. The list was taken.`,
        ]
      : []),
    ...(isListUnsure ? [unsureSentence] : []),
    ...(isListCut ? [cutSentence] : []),
  ];
}

const cutSentence = `Tavus lists more than ${mostListed} personas, or a list without an end. It was read no further, and nothing was marked as gone.`;

/** Only after a run are there buttons to choose a side for all. */
const chooseSide: { [mode in SyncSummary["mode"]]: string } = {
  apply:
    "Keep all ours sends what is here to Tavus, Keep all theirs takes what Tavus has. /persona-show does it for one.",
  preview:
    "Where they differ, a sync leaves both sides as they are and asks which to keep. /persona-show does it for one.",
};

function remedies({ mode, differing, conflicts, missing, failed, deletedHere }: SyncSummary): string[] {
  return [
    ...(differing.count + conflicts.count > 0 ? [chooseSide[mode]] : []),
    ...(missing.count > 0
      ? ["For one that is gone, /persona-show offers to create it again or to unlink it."]
      : []),
    ...(deletedHere.count > 0 ? ["/persona-show with its ID offers to import what was deleted here."] : []),
    ...(failed.count > 0
      ? ["/persona-show says why one is not in Tavus yet, and whether it is tried again."]
      : []),
  ];
}

/** A run that Tavus failed has a button to run it again. */
const asked: Scene = { operation: "sync", buttons: [runAgain] };

/** What people read of a run that was stopped before its end. */
export const doneStaysDone = "What was done stays done; the next run goes on from there.";

/** A preview does nothing, so nothing of it stays done. */
const doneStays: { [mode in SyncSummary["mode"]]: string } = {
  apply: doneStaysDone,
  preview: "It was a preview: nothing was changed.",
};

function stopSentence(stop: SyncStop, mode: SyncSummary["mode"]): string {
  switch (stop.kind) {
    case "cancelled":
      return `Stopped because somebody pressed Cancel. ${doneStays[mode]}`;
    case "noKey": {
      const { title, remedy } = sentencesFor(stop.isLocked ? "lockedKey" : "noKey", { operation: "sync" });
      return `${title}. ${remedy}`;
    }
    case "otherAccount":
      return plural(stop.linked, {
        one: "This key belongs to an account that does not have your one linked persona. Nothing was changed. Check the key; if it was really deleted there, go on.",
        other: `This key belongs to an account that has none of your ${stop.linked} linked personas. Nothing was changed. Check the key; if the account was really emptied, go on.`,
      });
    case "mostMissing":
      return `${stop.absent} of your ${stop.linked} linked personas are not in this account. That is more than half, so it is probably another account's key. Nothing was marked as gone. If they were really deleted, go on.`;
    case "tavus": {
      const { happened, remedy } = sentencesFor(stop.cause, asked);
      return `${withSaid(happened, stop.cause, stop.words)}\n${remedy} ${doneStays[mode]} (${stop.incident})`;
    }
    case "takenOver":
      return "Another of my processes has taken this over. /persona-sync shows how far it is.";
    case "handedOver":
      return handedOverSentence;
  }
}

/** Nobody need do anything. */
const handedOverSentence =
  "I am being restarted. This goes on by itself within a minute, and I tell you how it ended.";

function buttonsFor(summary: SyncSummary): Button[] {
  const { mode, differing, conflicts, stoppedBecause } = summary;
  const kind = stoppedBecause?.kind;
  const needsYes = kind === "otherAccount" || kind === "mostMissing";
  const choices: Button[] =
    mode === "apply" && differing.count + conflicts.count > 0
      ? [
          { label: "Keep all ours", action: "sync-ours", state: "-" },
          { label: "Keep all theirs", action: "sync-theirs", state: "-" },
        ]
      : [];
  return [
    ...(needsYes
      ? [
          {
            label: "They were deleted: go on",
            action: "sync-run",
            // What was asked to change nothing goes on so.
            state: mode === "preview" ? confirmedPreview : "confirmed",
            style: mode === "preview" ? "primary" : "danger",
          } as const,
        ]
      : []),
    ...(mode === "preview" && !stoppedBecause && hasWork(summary)
      ? [{ label: "Do it", action: "sync-run", state: "apply", style: "primary" } as const]
      : []),
    ...(kind && kind !== "noKey" && kind !== "handedOver" && !needsYes
      ? [{ label: runAgain, action: "sync-run", state: mode } as const]
      : []),
    ...choices,
  ];
}

function fileOf(summary: SyncSummary, isPreview: boolean): ReplyFile | undefined {
  const parts = titles.flatMap(([name, done, planned]) => {
    const list = summary[name];
    if (list.count <= namesShown) return [];
    const title = `${isPreview ? planned : done} (${list.count})`;
    return ["", title, ...(list.texts ?? list.entries.map(nameOf))];
  });
  if (parts.length === 0) return undefined;
  // Never a text: it may have megabytes, and twice as many as one.
  const lines = parts
    .slice(1)
    .flatMap((part) => [typeof part === "string" ? Buffer.from(part) : part, newLine]);
  return { name: "sync.txt", text: Buffer.concat(lines.slice(0, -1)) };
}

const newLine = Buffer.from("\n");

/** Ten lists of five names fit; only names of unusual length do not. The file has them all. */
function withinLimit(text: string): string {
  if (text.length <= limits.replyText) return text;
  return `${cutText(text, limits.replyText - 40)}\nThe rest is in the file.`;
}
