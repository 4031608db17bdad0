import type { UnusableManager, WhyUnusable } from "../../chat/channels.ts";
import type { Platform } from "../../chat/member.ts";
import { nameInQuotes } from "../../short-name.ts";
import { listed } from "../../text/plural.ts";
import { within } from "../../within.ts";
import type { Services } from "../services.ts";

/** How long an answer waits for the platform to say who somebody is. */
const patienceMs = 1000;
const nameLength = 40;

/** The named managers through whom nobody manages; none where the platform does not say, or not in time. */
export async function unusableManagersOf(
  { channelsOf }: Pick<Services, "channelsOf">,
  tenantId: string,
  { managers, waitMs = patienceMs }: { managers: readonly string[]; waitMs?: number },
): Promise<UnusableManager[]> {
  const asking = managers.length === 0 ? undefined : channelsOf(tenantId)?.unusableManagers?.(managers);
  if (!asking) return [];
  const known = asking.catch(() => []);
  return (await within(known, waitMs)) ? known : [];
}

/** Whether nobody is left who was named. */
export function areAllUnusable(managers: readonly string[], unusable: readonly UnusableManager[]): boolean {
  return managers.length > 0 && managers.every((id) => unusable.some((one) => one.id === id));
}

/** Who does not count and why, as the items of a list. */
export function whoDoesNotCount(unusable: readonly UnusableManager[], platform: Platform): string {
  return listed(
    unusable.map((one) => `${calledFor(one, platform)} (${shortly[platform][one.why]})`),
    "and",
  );
}

/** Why some that were chosen just now cannot be managers, and what to change. */
export function refusedManagers(unusable: readonly UnusableManager[], platform: Platform): string {
  const reasons = unusable.map((one) => `${calledFor(one, platform)} ${sentences[platform][one.why]}.`);
  return [...reasons, "Take out whoever is named here, and save again."].join(" ");
}

function calledFor({ name }: UnusableManager, platform: Platform): string {
  if (name) return nameInQuotes(name, nameLength);
  return platform === "discord" ? "A role" : "Somebody";
}

const shortly: { [platform in Platform]: { [why in WhyUnusable]: string } } = {
  discord: {
    gone: "deleted",
    everyone: "everybody",
    bot: "a bot's own role",
    guest: "a guest",
    stranger: "not of this server",
  },
  slack: {
    gone: "deactivated",
    everyone: "everybody",
    bot: "an app",
    guest: "a guest",
    stranger: "not of this workspace",
  },
};

const sentences: { [platform in Platform]: { [why in WhyUnusable]: string } } = {
  discord: {
    gone: "was deleted",
    everyone: "is everybody: with nobody named, everybody makes personas",
    bot: "is a bot's own role, which no person can have",
    guest: "is a guest, and guests are never managers",
    stranger: "is not of this server",
  },
  slack: {
    gone: "is deactivated",
    everyone: "is everybody: with nobody named, everybody makes personas",
    bot: "is an app, and no person",
    guest: "is a guest here, and guests are never managers",
    stranger: "is not of this workspace, and can do nothing here",
  },
};
