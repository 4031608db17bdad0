import type { Button, Fact, Reply } from "../../chat/reply.ts";
import { inQuotes } from "../../short-name.ts";
import type { Video } from "../../videos/video.ts";
import { type Sentences, sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { quoted } from "../reply/persona-reply.ts";

/** How a video stands, in a word or two. */
export function stateOf({ link, phase, progress, outcomeUnknown }: Video): string {
  if (link === "pending") return outcomeUnknown ? "asking Tavus" : "waits for its turn";
  if (link === "failed") return "not taken by Tavus";
  if (link === "missing") return phaseWords.gone;
  if (phase === "generating" && progress !== undefined) return `${phaseWords.generating}, ${progress} %`;
  return phaseWords[phase];
}

const phaseWords: { [phase in Video["phase"]]: string } = {
  queued: "queued",
  generating: "being made",
  ready: "ready",
  error: "failed",
  stalled: "not known to be finished after hours",
  gone: "gone in Tavus",
};

export const symbols: { [phase in Video["phase"]]: string } = {
  queued: "◔",
  generating: "◐",
  ready: "●",
  error: "○",
  stalled: "◌",
  gone: "◌",
};

/** One line about a video, for people who were away. */
export function newsLine(video: Video): string {
  return `Video ${quoted(video.name)} (${video.id}): ${stateOf(video)}.`;
}

/** What became of asking Tavus for it, for whoever asked. */
export function askedReply(video: Video): Reply {
  if (video.link === "linked") return queuedReply(video);
  const buttons = showButtons(video);
  return {
    tone: video.link === "failed" ? "failure" : "warning",
    title: sentencesOf(video, buttons).title,
    text: failureText(video, buttons),
    facts: idFacts(video),
    notes: [
      ...(video.isLeftBehind ? [leftBehindNote] : []),
      ...(video.failure?.incident ? [`Incident ${video.failure.incident}`] : []),
    ],
    buttons,
  };
}

function queuedReply(video: Video): Reply {
  return {
    tone: "success",
    title: `Video ${quoted(video.name)} is queued`,
    text: "Tavus makes it now, which takes some minutes. I post its link where you asked for it. Nothing to do until then.",
    facts: idFacts(video),
    ...(video.isLeftBehind && { notes: [leftBehindNote] }),
    buttons: showButtons(video),
  };
}

export const leftBehindNote =
  "The Tavus key was changed while this was being asked for. If Tavus took the earlier try, one more copy is in the account of the previous key, where it may have been charged; delete it there.";

/** Why Tavus has not taken it, and what to do. */
export function failureText(video: Video, buttons: readonly Button[]): string {
  const { happened, remedy } = sentencesOf(video, buttons);
  const { cause, words } = video.failure ?? {};
  const saved = video.outcomeUnknown
    ? `Video ${quoted(video.name)} is saved. Whether Tavus has it is not known yet.`
    : `Video ${quoted(video.name)} is saved. Tavus does not have it.`;
  return [saved, withSaid(happened, cause, words), remedy].join("\n");
}

function sentencesOf(
  { failure, nextAttemptMs, outcomeUnknown }: Video,
  buttons: readonly Button[],
): Sentences {
  return sentencesFor(failure?.cause ?? "inLine", {
    operation: "video",
    goesOn: nextAttemptMs !== undefined,
    isUnknown: outcomeUnknown,
    failedMs: failure?.failedMs,
    buttons: buttons.map(({ label }) => label),
  });
}

/** How a video ended, as everybody in its channel reads it. */
export function endReply(video: Video): Reply {
  const facts: Fact[] = [
    { label: "Asked for by", value: "", mentions: [{ kind: "person", id: video.createdBy }] },
    { label: "ID here", value: video.id, code: true },
  ];
  const buttons: Button[] = [{ label: "Show", action: "video-show", state: video.id }];
  return { ...endOf(video), facts, buttons, visibility: "public" };
}

function endOf(video: Video): Pick<Reply, "tone" | "title" | "text" | "links" | "image"> {
  const name = `Video ${quoted(video.name)}`;
  if (video.link === "failed")
    return { tone: "failure", title: `${name} could not be made`, text: failureText(video, []) };
  switch (video.phase) {
    case "ready":
      return { tone: "success", title: `${name} is ready`, ...watchable(video) };
    case "error":
      return { tone: "failure", title: `${name} could not be made`, text: reasonText(video) };
    case "gone":
      return {
        tone: "warning",
        title: `${name} is gone in Tavus`,
        text: "Tavus does not have it any more: somebody deleted it there. Make it again with /persona-video.",
      };
    default:
      return {
        tone: "warning",
        title: `${name} is not known to be ready after hours`,
        text: "Tavus has not said that it is finished, or could not be asked, and it is not asked by itself any more. Press Show and there Look now to ask again; a video that waits for its face to be trained can take longer.",
      };
  }
}

/** Where it is watched, and its picture; `again` is how Tavus is asked for what it has not said. */
export function watchable(
  { name, tavusVideoId, hostedUrl, downloadUrl, stillUrl, isFast }: Video,
  again = "Press Show and there Look now",
): Pick<Reply, "text" | "links" | "image"> {
  const links = [
    ...(hostedUrl ? [{ label: "Watch", url: hostedUrl }] : []),
    ...(downloadUrl ? [{ label: "Download", url: downloadUrl }] : []),
  ];
  const text =
    links.length === 0
      ? `Tavus has not said where it can be watched. ${again} to ask again, or look for ${tavusVideoId ?? "it"} in your Tavus account.`
      : isFast
        ? "Made fast: without background and preview picture."
        : undefined;
  return {
    links,
    ...(text && { text }),
    ...(stillUrl && { image: { url: stillUrl, alt: `A picture of ${quoted(name)}` } }),
  };
}

/** What Tavus says may be a page long. */
const longestReason = 400;

/** Tavus's own words. Whether it has charged for it is not documented, so the limit of the day it was asked for keeps it. */
export function reasonText({ reason, isAdopted }: Video): string {
  const said = reason ? `Tavus says: ${inQuotes(reason, longestReason)}` : "Tavus has not said why.";
  const again = reason
    ? "Change what it names, then run /persona-video again."
    : "To try again, run /persona-video.";
  const counts = "It counts towards the limit of its day, because Tavus does not say whether it charged.";
  return `${said}\n${isAdopted ? "" : `${counts} `}${again}`;
}

export function idFacts({ id, tavusVideoId }: Video): Fact[] {
  return [
    { label: "ID here", value: id, code: true },
    { label: "ID in Tavus", value: tavusVideoId ?? "not yet", code: tavusVideoId !== undefined },
  ];
}

function isWatchable({ hostedUrl, downloadUrl }: Video): boolean {
  return Boolean(hostedUrl ?? downloadUrl);
}

/** What Tavus gave up it may have begun again by itself, and what was deleted there somebody may have brought back. */
const mayChange: ReadonlySet<Video["phase"]> = new Set(["queued", "generating", "stalled", "error", "gone"]);

/** What can be done with it now. */
export function showButtons(video: Video): Button[] {
  const { id: state, link, phase } = video;
  const isOpen = link === "linked" && (mayChange.has(phase) || (phase === "ready" && !isWatchable(video)));
  return [
    ...(link === "failed" || (link === "pending" && video.failure)
      ? [{ label: "Retry", action: "video-retry", state, style: "primary" } as const]
      : []),
    ...(isOpen ? [{ label: "Look now", action: "video-look", state }] : []),
    { label: "Show", action: "video-show", state },
    { label: "Delete", action: "video-delete", state, style: "danger" },
  ];
}
