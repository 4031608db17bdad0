import type { Context } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Button, Reply } from "../../chat/reply.ts";
import type { KeyCheck } from "../../tenants/check-key.ts";
import type { KeySight, Settings } from "../../tenants/settings.ts";
import type { EndedRooms, StoredKeyChange } from "../../tenants/team-keys.ts";
import { counted } from "../../text/counted.ts";
import { plural } from "../../text/plural.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
import { endedPagesLine } from "../persona-outside/outside-reply.ts";
import { beyond, withMore } from "../reply/with-more.ts";
import type { Services } from "../services.ts";
import { callsLabel, outsideLabel, setupFacts, teamPromptLabel } from "./persona-setup-facts.ts";

type Asking = Pick<Context<Services>, "services" | "member">;

/** Everything a team has set, and buttons for what the form does not hold. */
export async function stateReply(
  asking: Asking,
  head: Pick<Reply, "tone" | "title" | "text">,
): Promise<Reply> {
  const { services, member } = asking;
  const settings = await services.settings.latest(member.tenantId);
  const owner = await services.teamKeys.owner(member.tenantId);
  const buttons = withMore(offersFor(settings), moreSettings, limits.buttons);
  return { ...head, facts: await setupFacts(settings, owner, asking), buttons };
}

/** The buttons that found no place below what is set. */
export async function moreSettingsReply({ services, member }: Asking): Promise<Reply> {
  const offers = offersFor(await services.settings.latest(member.tenantId));
  return {
    tone: "neutral",
    title: "What else can be done with the settings",
    buttons: [
      ...beyond(withMore(offers, moreSettings, limits.buttons), offers),
      { label: "Back", action: "setup-show", state: "-" },
    ],
  };
}

const moreSettings = { action: "setup-more", state: "-" };

export function savedReply(asking: Asking, text?: string): Promise<Reply> {
  return stateReply(asking, { tone: "success", title: "Saved", ...(text && { text }) });
}

/** What a new key opens, and what follows from that. */
export function keyNews({ personas, replicas }: KeySight, { isOther, rooms }: StoredKeyChange): string {
  const lines = [
    `This key sees ${counted(personas, "persona")} and ${counted(replicas, "replica")} of its own.`,
  ];
  if (personas === 0 && replicas === 0) lines.push("If that is not the account you meant, change the key.");
  if (isOther) {
    lines.push("What waited for a key goes on now.");
    lines.push("Run /persona-sync preview to see what this account holds.");
  }
  return [...lines, ...roomLines(rooms)].join(" ");
}

/** What became of the rooms that were open under the previous key. */
export function roomLines({ ended, left, pages }: EndedRooms): string[] {
  const outside = pages ? endedPagesLine(pages) : "";
  return [
    ...(outside ? [outside] : []),
    ...(ended > 0 ? [endedRooms(ended)] : []),
    ...(left > 0 ? [leftRooms(left)] : []),
  ];
}

function endedRooms(count: number): string {
  return plural(count, {
    one: "1 open room of the previous key was ended.",
    other: `${count} open rooms of the previous key were ended.`,
  });
}

function leftRooms(count: number): string {
  return plural(count, {
    one: "1 open room of the previous key could not be ended from here. It ends in Tavus when everybody has left or its time is up; to be sure, end it in that account.",
    other: `${count} open rooms of the previous key could not be ended from here. They end in Tavus when everybody has left or their time is up; to be sure, end them in that account.`,
  });
}

const keptKey =
  "Everything else is saved. The key waits here for 15 minutes, encrypted: press “Keep it unchecked” to use it all the same, or enter it again later.";

export async function uncheckedReply(
  asking: Asking,
  { cause, words, incident }: KeyCheck & { kind: "unreachable" },
  tag: string,
): Promise<Reply> {
  const { happened, remedy } = sentencesFor(cause, { operation: "keyCheck" });
  const reply = await stateReply(asking, {
    tone: "warning",
    title: "Saved, but not the Tavus key: it could not be checked",
    text: [withSaid(happened, cause, words), remedy, keptKey].filter(Boolean).join("\n"),
  });
  const keep: Button = {
    label: "Keep it unchecked",
    action: "setup-keep",
    // So that no other key is kept than the one that was meant.
    state: tag,
    style: "primary",
  };
  return { ...reply, notes: [`Incident ${incident}`], buttons: [keep, changeButton] };
}

export const changeButton: Button = { label: "Change settings", action: "setup", state: "-" };

export const teamPromptAsked: Button = { label: teamPromptLabel, action: "setup-prompt", state: "-" };

function offersFor({ key, channel }: Settings): Button[] {
  return [
    changeButton,
    { label: "Limits", action: "setup-limits", state: "-" },
    { label: callsLabel, action: "setup-calls", state: "-" },
    { label: "Automatic sync", action: "setup-sync", state: "-" },
    teamPromptAsked,
    ...(channel ? [{ label: "Remove channel", action: "setup-no-channel", state: channel.id }] : []),
    ...(key
      ? [{ label: "Remove key", action: "setup-remove", state: key.tag, style: "danger" } as const]
      : []),
    { label: outsideLabel, action: "setup-outside", state: "-" },
  ];
}
