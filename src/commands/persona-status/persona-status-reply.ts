import { automaticUser } from "../../automatic-user.ts";
import type { UnusableManager } from "../../chat/channels.ts";
import type { Platform, Role } from "../../chat/member.ts";
import type { Button, Fact, Reply } from "../../chat/reply.ts";
import { nextDayMark } from "../../chat/time-mark.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import { type Overview, waitingIn } from "../../personas/overview.ts";
import type { SyncState } from "../../personas/sync/sync-verbs.ts";
import { shortName } from "../../short-name.ts";
import { isKeyThere, type KeyOwner } from "../../tenants/keys.ts";
import { type LimitLeft, type LimitScope, limitDefaults } from "../../tenants/limits.ts";
import type { Settings } from "../../tenants/settings.ts";
import { plural } from "../../text/plural.ts";
import { type VideoOverview, videosWaiting } from "../../videos/videos.ts";
import type { WarningView } from "../../warnings/details.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { toldApart } from "../../warnings/told-apart.ts";
import { isInOurWords } from "../../warnings/topic.ts";
import { oneAfterAnother } from "../../warnings/try-again.ts";
import { keyFacts, managersFact, syncFact, timeText } from "../persona-setup/persona-setup-facts.ts";
import { areAllUnusable } from "../persona-setup/unusable-managers.ts";
import { sentenceOfCounts } from "../persona-sync/sync-counted.ts";
import { quoted } from "../reply/persona-reply.ts";
import { standingWords } from "../reply/standing-words.ts";
import type { Services } from "../services.ts";
import { namesIn } from "./status-names.ts";

export type Status = {
  role: Role;
  settings: Settings;
  owner: KeyOwner;
  canStoreKey: boolean;
  overview: Overview;
  warnings: readonly WarningView[];
  sync: SyncState;
  left: readonly LimitLeft[];
  appNotice: string | undefined;
  videos: VideoOverview;
  /** Those that have not ended. */
  rooms: readonly Conversation[];
  /** Those named as managers through whom nobody manages. */
  unusable: readonly UnusableManager[];
  platform: Platform;
  program: Services["program"];
  nowMs: number;
};

/** Which fit into one line; the warnings' own messages show the rest. */
const warningsShown = 5;
const nameLength = 55;
const peopleShown = 10;

export function statusReply(status: Status): Reply {
  const { warnings, appNotice, overview, owner, videos, settings, unusable, role } = status;
  const waits = waitingIn(overview.counts) + videosWaiting(videos);
  const buttons = buttonsFor(status);
  const isManaged = !areAllUnusable(settings.managers, unusable);
  const isWell = warnings.length === 0 && waits === 0 && isKeyThere(owner) && isManaged && !appNotice;
  return {
    tone: isWell ? "success" : "warning",
    title: isWell ? "All is well" : "Something waits for attention",
    ...(appNotice && { text: appNotice }),
    facts: factsOf(status, buttons),
    ...namesIn(overview, { buttons, role, hasKey: isKeyThere(owner) }),
    buttons,
  };
}

function factsOf(
  { settings, owner, overview, warnings, sync, left, videos, rooms, program, nowMs, ...others }: Status,
  buttons: readonly Button[],
): Fact[] {
  const { name, version, node, database } = program;
  return [
    ...keyFacts(settings, { owner, canStore: others.canStoreKey }),
    ...(others.unusable.length > 0 ? [managersFact(settings, others.platform, others.unusable)] : []),
    { label: "Personas", value: countsText(overview) },
    ...waitingFacts(overview, buttons),
    ...leavingFacts(overview),
    ...roomFacts(rooms),
    ...videoFacts(videos),
    ...(warnings.length > 0 ? [{ label: "Open warnings", value: warningsText(warnings) }] : []),
    ...untoldFacts(warnings),
    syncFact(settings),
    lastSyncFact(sync),
    { label: "Left today", value: `${leftText(left)}\nResets ${nextDayMark(nowMs)}` },
    { label: "Program", value: `${name} ${version}, Node ${node}, ${database}` },
  ];
}

/** Without the comma, which here stands between two numbers. */
const behindWords = "linked without the last change";

const shownStandings = ["linked", "behind", "pending", "failed", "unlinked", "missing"] as const;

function countsText({ counts }: Overview): string {
  const all = shownStandings.reduce((sum, one) => sum + counts[one], 0);
  if (all === 0) return "None yet";
  const parts = shownStandings.flatMap((one) =>
    counts[one] > 0 ? [`${counts[one]} ${one === "behind" ? behindWords : standingWords[one]}`] : [],
  );
  return parts.length > 1 ? `${all}: ${parts.join(", ")}` : parts.join();
}

/** Whose they are: each holds a place of the account's, and takes from the day's minutes. */
function roomFacts(rooms: readonly Conversation[]): Fact[] {
  if (rooms.length === 0) return [];
  const people = [...new Set(rooms.map(({ userId }) => userId))];
  const value =
    people.length > peopleShown
      ? `${rooms.length} open, for ${people.length} people, among them`
      : `${rooms.length} open, for`;
  const mentions = people.slice(0, peopleShown).map((id) => ({ kind: "person", id }) as const);
  return [{ label: "Rooms", value, mentions }];
}

/** Those that are over are in the list alone. */
function videoFacts({ open, waiting, refused, leaving }: VideoOverview): Fact[] {
  const parts = [
    ...(open > 0 ? [`${open} being made`] : []),
    ...(waiting > 0 ? [`${waiting} waiting for Tavus`] : []),
    ...(refused > 0 ? [`${refused} not taken by Tavus`] : []),
    ...(leaving > 0 ? [`${leaving} ${standingWords.leaving}`] : []),
  ];
  return parts.length > 0 ? [{ label: "Videos", value: parts.join(", ") }] : [];
}

function waitingFacts({ oldestWaiting }: Overview, buttons: readonly Button[]): Fact[] {
  if (!oldestWaiting) return [];
  const { name, id, createdAt, failure, link } = oldestWaiting;
  if (!failure && link === "linked") return [];
  const cause = failure?.cause ?? "inLine";
  const labels = buttons.map(({ label }) => label);
  const { title, remedy } = sentencesFor(cause, {
    operation: "team",
    failedMs: failure?.failedMs,
    buttons: labels,
  });
  const who = `${quoted(shortName(name, nameLength))} (${id}), made ${timeText(createdAt)}`;
  return [
    { label: "Waiting longest", value: `${withSaid(`${who}. ${title}.`, cause, failure?.words)}\n${remedy}` },
  ];
}

/** They are in no list any more. */
function leavingFacts({ counts: { leaving } }: Overview): Fact[] {
  return leaving > 0 ? [{ label: "On their way", value: `${leaving} ${standingWords.leaving}` }] : [];
}

function warningsText(warnings: readonly WarningView[]): string {
  const apart = toldApart(warnings).slice(0, warningsShown);
  const shown = apart.map(({ title, count, firstMs }) => {
    const since = timeText(new Date(firstMs).toISOString());
    return plural(count, {
      one: `${title} (since ${since})`,
      other: `${title} (${count} times since ${since})`,
    });
  });
  const more = warnings.length - shown.length;
  const trouble = warnings.find(({ threadTrouble }) => threadTrouble)?.threadTrouble;
  const listed = [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join("; ");
  return trouble
    ? `${listed}. Press What changed on the warning; no thread could be opened: ${trouble}`
    : listed;
}

/** Why messages of mine do not arrive, and what to do: no other one can say it to whoever looks here. */
function untoldFacts(warnings: readonly WarningView[]): Fact[] {
  const isClosed = warnings.some(({ cause }) => cause === "channelClosed");
  // A channel that is closed takes none, whatever it refused before.
  const shown = warnings.filter(
    ({ cause }) => isInOurWords(cause) && !(isClosed && cause === "channelRefused"),
  );
  const lines = shown.map(({ cause, words = "" }) => {
    const { title, remedy } = sentencesFor(cause, { operation: "team" });
    return oneAfterAnother(`${title}.`, words, remedy);
  });
  return lines.length > 0 ? [{ label: "Messages that do not arrive", value: lines.join("\n") }] : [];
}

function lastSyncFact(sync: SyncState): Fact {
  const label = "Last sync";
  if (sync.state === "never")
    return { label, value: "Never. A manager brings both sides in step with /persona-sync." };
  const run = sync.state === "ended" ? sync.summary : sync.progress;
  const what = sync.state === "ended" ? endedText(sync.summary) : runningText(sync);
  if (run.startedBy === automaticUser) return { label, value: `${what}, automatic` };
  return { label, value: `${what}, by`, mentions: [{ kind: "person", id: run.startedBy }] };
}

function endedText(summary: (SyncState & { state: "ended" })["summary"]): string {
  const { mode, endedMs, stoppedBecause } = summary;
  const what = mode === "preview" ? "Preview" : stoppedBecause ? "Stopped early" : "Ended";
  const counts = mode === "preview" ? "" : `: ${sentenceOfCounts(summary)}`;
  return `${what} ${timeText(new Date(endedMs).toISOString())}${counts}`;
}

/** One whose process has ended is taken up by another, or at the next start, which ends it where it was to stop. */
function runningText({ state, progress }: Exclude<SyncState, { state: "never" | "ended" }>): string {
  const since = timeText(new Date(progress.startedMs).toISOString());
  if (state === "running") return `Running since ${since}`;
  if (state === "failed") return `Failed, and does not go on by itself; begun ${since}`;
  return progress.isCancelling
    ? `Cancelled; begun ${since}`
    : `Interrupted, and goes on by itself; begun ${since}`;
}

function leftText(left: readonly LimitLeft[]): string {
  const part = ({ left: rest, limit }: LimitLeft, scope: LimitScope) => `${rest[scope]} of ${limit[scope]}`;
  return left
    .map(
      (one) =>
        `${limitDefaults[one.kind].label}: ${part(one, "member")} for you, ${part(one, "team")} for the team`,
    )
    .join("\n");
}

function buttonsFor({ role, owner, overview, appNotice, videos }: Status): Button[] {
  const { pending, failed, behind } = overview.counts;
  const waits = pending + failed + behind + videos.waiting + videos.refused;
  const isAdmin = role === "admin";
  const state = "-";
  return [
    // Nothing can be tried without a key, and with one it goes on by itself.
    ...(role !== "member" && waits > 0 && isKeyThere(owner)
      ? [{ label: "Retry all waiting", action: "status-retry", state, style: "primary" } as const]
      : []),
    ...(isAdmin ? [{ label: "Set up", action: "setup", state }] : []),
    ...(isAdmin ? [{ label: "Export the log", action: "status-export", state }] : []),
    ...(isAdmin && appNotice ? [{ label: "Manifest is pasted", action: "status-pasted", state }] : []),
  ];
}
