import type { UnusableManager } from "../../chat/channels.ts";
import type { Context } from "../../chat/command.ts";
import type { Platform } from "../../chat/member.ts";
import type { Fact } from "../../chat/reply.ts";
import { timeMark } from "../../chat/time-mark.ts";
import { cutText } from "../../cut-text.ts";
import type { KeyOwner } from "../../tenants/keys.ts";
import { callMinutesOf, type DailyLimit, limitDefaults, limitKinds, limitOf } from "../../tenants/limits.ts";
import type { Settings, WhoMay } from "../../tenants/settings.ts";
import { counted } from "../../text/counted.ts";
import { plural } from "../../text/plural.ts";
import { replicaNamed } from "../ask/replica-choices.ts";
import { operatorsKey } from "../reply/operators-key.ts";
import type { Services } from "../services.ts";
import { areAllUnusable, unusableManagersOf, whoDoesNotCount } from "./unusable-managers.ts";

/** What a team has set, one line for each thing. */
export async function setupFacts(
  settings: Settings,
  owner: KeyOwner,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<Fact[]> {
  const { defaultReplicaId } = settings;
  return [
    ...keyFacts(settings, { owner, canStore: services.teamKeys.canStore }),
    channelFact(settings),
    {
      label: "Default replica",
      value: defaultReplicaId
        ? await replicaNamed(member.tenantId, defaultReplicaId, services)
        : "None: Tavus's default",
    },
    managersFact(settings, member.platform, await unusableManagersOf(services, member.tenantId, settings)),
    limitsFact(settings),
    teamPromptFact(settings),
    callsFact(settings),
    syncFact(settings),
  ];
}

/** `canStore`: whoever runs the bot has set what teams' own keys are kept under. */
export type KeyScene = { owner: KeyOwner; canStore: boolean };

export function keyFacts({ key }: Settings, scene: KeyScene): Fact[] {
  const whose = { label: "Tavus key", value: ownerSentence(key?.lastFour ?? "", scene) };
  if (!key) return [whose];
  const { checkedAt, sees } = key;
  const lines = [
    checkedAt ? `Accepted by Tavus ${timeText(checkedAt)}.` : "Never: Tavus has not been asked about it.",
    ...(sees
      ? [`It saw ${counted(sees.personas, "persona")} and ${counted(sees.replicas, "replica")} of its own.`]
      : []),
  ];
  return [whose, { label: "Last checked", value: lines.join(" ") }];
}

function ownerSentence(lastFour: string, { owner, canStore }: KeyScene): string {
  switch (owner) {
    case "team":
      return ownKey(lastFour);
    case "operator":
      return canStore
        ? "That of whoever runs the bot. To use another account, an admin enters your team's own with /persona-setup."
        : "That of whoever runs the bot. To use another account, ask them to set ENCRYPTION_KEYS; then /persona-setup takes your team's own.";
    case "locked":
      return canStore
        ? lostKey(lastFour)
        : "Your team's own. It cannot be read any more: whoever runs the bot sets ENCRYPTION_KEYS again.";
    case "none":
      return canStore
        ? "None. An admin enters your team's own with /persona-setup."
        : `None: whoever runs the bot sets ${operatorsKey}, or ENCRYPTION_KEYS. With those /persona-setup takes your team's own.`;
  }
}

export function ownKey(lastFour: string | null): string {
  return lastFour ? `Your team's own, ends in ${lastFour}` : "Your team's own";
}

function lostKey(lastFour: string): string {
  return lastFour
    ? `Your team's own, ends in ${lastFour}. It cannot be read any more: an admin enters it again with /persona-setup.`
    : "Your team's own. It cannot be read any more: an admin enters it again with /persona-setup.";
}

function channelFact({ channel }: Settings): Fact {
  const label = "Warnings channel";
  if (!channel) return { label, value: "None: warnings go to the person who acted" };
  const mentions = [{ kind: "channel", id: channel.id } as const];
  const value = channel.closedAt ? `Gets no warnings since ${timeText(channel.closedAt)}` : "";
  return { label, value, mentions };
}

/** Whom the team has named, and who of them does not count. */
export function managersFact(
  { managers }: Pick<Settings, "managers">,
  platform: Platform,
  unusable: readonly UnusableManager[],
): Fact {
  const label = managersLabel;
  if (managers.length === 0)
    return {
      label,
      value: "Nobody named: everybody makes and changes their own personas, admins do the rest",
    };
  if (areAllUnusable(managers, unusable)) return { label, value: nobodyLeft(unusable, platform) };
  const here = managers.filter((id) => !unusable.some((one) => one.id === id));
  const value = unusable.length > 0 ? `Not counted: ${whoDoesNotCount(unusable, platform)}. Left:` : "";
  const kind = platform === "discord" ? "role" : "person";
  return { label, value, mentions: here.map((id) => ({ kind, id })) };
}

const managersLabel = "Persona managers";

/** A team that has named somebody, and none through whom anybody manages. */
function nobodyLeft(unusable: readonly UnusableManager[], platform: Platform): string {
  return `Nobody is left: ${whoDoesNotCount(unusable, platform)}. Only admins manage until one of them names others with /persona-setup.`;
}

export function syncFact({ autoSync, channel }: Pick<Settings, "autoSync" | "channel">): Fact {
  const label = "Automatic sync";
  if (!autoSync) return { label, value: "Off" };
  const { hours } = autoSync;
  const next = timeText(autoSync.nextAt);
  const value = plural(hours, {
    one: `Every hour, next ${next}`,
    other: `Every ${hours} hours, next ${next}`,
  });
  return { label, value: channel ? value : `${value}\n${reportsToNobody}` };
}

const reportsToNobody = "Nobody is told what it finds: there is no warnings channel.";

export function timeText(iso: string): string {
  return timeMark(Date.parse(iso));
}

function limitsFact({ limits }: Settings): Fact {
  const pairs = limitKinds.map((kind) => `${limitDefaults[kind].label}: ${pairText(limitOf(limits, kind))}`);
  return { label: "Daily limits, each person / the whole team", value: pairs.join("\n") };
}

export const teamPromptLabel = "Team prompt";

/** Of a long one the form shows the rest. */
const mostShown = 200;

function teamPromptFact({ teamPrompt: { text } }: Settings): Fact {
  return { label: teamPromptLabel, value: text === "" ? "None" : cutText(text, mostShown) };
}

export const callsLabel = "Calls and videos";
export const outsideLabel = "Sharing outside";

function callsFact({ limits, ...calls }: Settings): Fact {
  const { talkFor, videoFor, transcriptDays, isRehearsalOn, endsCallsAtShutdown, isSharingOn } = calls;
  const kept =
    transcriptDays === null
      ? "Not kept"
      : `Sent to whoever called, kept here for ${counted(transcriptDays, "day")}`;
  const lines = [
    `Talking: ${whoMayText[talkFor]}, at most ${counted(callMinutesOf(limits), "minute")} a call`,
    `Making videos: ${whoMayText[videoFor]}`,
    `Transcripts: ${kept}`,
    `Rehearsing in writing: ${isRehearsalOn ? "On" : "Off"}`,
    `Calls when I am stopped: ${endsCallsAtShutdown ? "Ended" : "Left running"}`,
    `Links for people outside: ${isSharingOn ? "Managers and admins" : "Nobody"}`,
  ];
  return { label: callsLabel, value: lines.join("\n") };
}

export const whoMayText: { [who in WhoMay]: string } = {
  members: "Everybody",
  managers: "Managers and admins",
};

/** What each person, and what the whole team may use a day. */
export function pairText({ member, team }: DailyLimit): string {
  return `${member} / ${team}`;
}
