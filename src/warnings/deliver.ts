import { createHash } from "node:crypto";
import type { Logger } from "pino";
import { automaticUser } from "../automatic-user.ts";
import type { Channels } from "../chat/channels.ts";
import type { SendDirect } from "../chat/interaction.ts";
import type { Reply } from "../chat/reply.ts";
import type { SettingsStore } from "../database/team/settings-store.ts";
import type { ClaimedWarning, Placed, WarningQueue } from "../database/team/warnings/warning-queue.ts";
import { detailsOf, mostNamed, type WarningDetails } from "./details.ts";
import { channelTopic, isAboutChannel, refusedTopic } from "./topic.ts";
import { warningReply } from "./warning-reply.ts";
import type { WarningParts, Warnings } from "./warnings.ts";

/** A message that was changed is left alone for this long, however much happens meanwhile. */
export const restMs = 10_000;

export type DeliveryDeps = WarningParts & {
  queue: WarningQueue;
  settings: Pick<SettingsStore, "find" | "channelClosed">;
  /** Settings that others remember have changed. */
  forgetSettings(tenantId: string): void;
  raise: Warnings["raise"];
  /** Undefined: the tenant's platform is not configured. */
  channelsOf(tenantId: string): Channels | undefined;
  sendDirectFor(tenantId: string): SendDirect | undefined;
  log: Logger;
};

type Telling = { row: ClaimedWarning; details: WarningDetails; reply: Reply };
type Place = { channelId: string; setBy: string };

/**
 * Brings the message of one warning up to date: in the team's channel or, where there is none that is open to the bot,
 * once to the person who acted, unless their answer has said it. What another process has taken over meanwhile is its to say.
 * False: it could not be said now. Rejects with OutsideError when the platform failed.
 */
export async function deliver(deps: DeliveryDeps, row: ClaimedWarning): Promise<boolean> {
  // Over before anybody heard of it.
  if (row.fixedMs !== null && (row.postState === "new" || row.postState === "seen"))
    return noted(deps, row, { state: "told", userId: row.userId });
  const details = await detailsOf(deps, row, mostNamed);
  const telling = { row, details, reply: warningReply(details) };
  const place = await placeFor(deps, row);
  return place ? tellChannel(deps, telling, place) : tellPerson(deps, telling);
}

async function placeFor({ settings }: DeliveryDeps, row: ClaimedWarning): Promise<Place | undefined> {
  if (isAboutChannel(row)) return undefined;
  const channel = (await settings.find(row.tenantId))?.channel;
  if (!channel || channel.closedAt !== null || refusedBy(row) === channel.id) return undefined;
  return { channelId: channel.id, setBy: channel.setBy };
}

/** The channel that did not take this very warning, and is not asked again. */
function refusedBy({ messageId, channelId }: ClaimedWarning): string | null {
  return messageId === null ? channelId : null;
}

async function tellChannel(deps: DeliveryDeps, telling: Telling, place: Place): Promise<boolean> {
  const { row, reply } = telling;
  const channels = deps.channelsOf(row.tenantId);
  if (!channels) return false;
  const outsiders = await channels.outsidersIn?.(place.channelId);
  if (outsiders !== undefined) return channelClosed(deps, row, { ...place, remedy: outsiders });
  if (row.messageId && row.channelId === place.channelId) {
    const { channelId } = place;
    const edited = await channels.edit({ channelId, messageId: row.messageId }, reply);
    if (edited.kind === "closed") return channelClosed(deps, row, { ...place, ...edited });
    if (edited.kind === "refused") return channelRefused(deps, telling, { ...place, ...edited });
    if (edited.kind === "posted") return changed(deps, row, { state: "posted", ...place, ...edited });
  }
  return post(deps, channels, { telling, place });
}

async function post(
  deps: DeliveryDeps,
  channels: Channels,
  { telling, place }: { telling: Telling; place: Place },
): Promise<boolean> {
  const { row, reply } = telling;
  if (!(await deps.queue.posting(row.tenantId, row))) return true;
  const posted = await channels.post(place.channelId, reply, nonceOf(row, place.channelId));
  if (posted.kind === "closed") return channelClosed(deps, row, { ...place, ...posted });
  if (posted.kind === "refused") return channelRefused(deps, telling, { ...place, ...posted });
  if (posted.kind === "messageGone") return false;
  // Where an earlier post was under way already, its message is the one that stands there, and says what was so then.
  const isStale = row.postState === "posting";
  return noted(deps, row, { state: "posted", ...place, ...posted }, isStale);
}

/** The same for every try of one post, whoever makes it; another one once a message has been adopted. */
function nonceOf(warning: ClaimedWarning, channelId: string): string {
  const { id, messageId } = warning;
  const digest = createHash("sha256").update([id, channelId, warning.channelId, messageId].join(" "));
  return `w${digest.digest("hex").substring(0, 24)}`;
}

/** The warning that it could not take finds its other way at once. */
async function channelClosed(
  deps: DeliveryDeps,
  row: ClaimedWarning,
  closed: ClosedChannel,
): Promise<boolean> {
  await noteClosed(deps, row.tenantId, closed);
  await deps.queue.postponed(row.tenantId, row, 0);
  return true;
}

export type ClosedChannel = Place & { remedy: string };

/** Whoever met it, nothing is posted there any more, and the admin who chose it is told, by a warning of its own. */
export async function noteClosed(
  {
    raise,
    settings,
    forgetSettings,
    log,
  }: Pick<DeliveryDeps, "raise" | "settings" | "forgetSettings" | "log">,
  tenantId: string,
  { channelId, setBy, remedy }: ClosedChannel,
): Promise<void> {
  log.warn({ tenant: tenantId, remedy }, "the channel for warnings is closed");
  // Raised before the channel is marked: a process that dies in between only finds it closed again.
  await raise(tenantId, { cause: "channelClosed", topic: channelTopic, words: remedy, userId: setBy });
  await settings.channelClosed(tenantId, channelId);
  forgetSettings(tenantId);
}

/** The admin who chose the channel is told of that, and whoever acted what the warning says. */
async function channelRefused(
  deps: DeliveryDeps,
  telling: Telling,
  { channelId, setBy, remedy }: Place & { remedy: string },
): Promise<boolean> {
  deps.log.warn({ tenant: telling.row.tenantId, cause: telling.row.cause, remedy }, "a warning was refused");
  const failure = { topic: refusedTopic, words: remedy, userId: setBy };
  await deps.raise(telling.row.tenantId, { cause: "channelRefused", ...failure });
  // As with a closed channel they are told although their answer has shown it: nobody else reads it now.
  const postState = telling.row.postState === "seen" ? "new" : telling.row.postState;
  return tellPerson(deps, { ...telling, row: { ...telling.row, postState, channelId, messageId: null } });
}

/** A direct message cannot be changed, so it is sent when the warning opens and when it is fixed. */
async function tellPerson(deps: DeliveryDeps, telling: Telling): Promise<boolean> {
  const { row, reply } = telling;
  const { tenantId, fixedMs, postState: state } = row;
  const acted = personIn(telling);
  const userId = acted ?? (await chooserOf(deps, row));
  const refused = { refusedBy: refusedBy(row) };
  const told = { state: "told", userId, ...refused } as const;
  // What concerns the team waits for whichever admin comes: the one who chose the channel may have left.
  const owed = { ...told, state: "owed", userId: isAboutChannel(row) ? null : (acted ?? null) } as const;
  if (state === "seen") return noted(deps, row, { ...told, state });
  const isSaid = state === "told" || state === "owed";
  if (fixedMs !== null && refused.refusedBy !== null) await deps.store.resolve(tenantId, [refusedTopic]);
  if (fixedMs === null ? isSaid : state === "owed" || isAboutChannel(row)) {
    return noted(deps, row, state === "owed" ? owed : told);
  }
  const send = deps.sendDirectFor(tenantId);
  if (!send) return false;
  if (!(await deps.queue.isHeld(tenantId, row))) return true;
  const isTold = userId !== null && (await send(userId, { ...reply, visibility: "private" }));
  return noted(deps, row, isTold ? told : owed);
}

/** Who acted or, where nobody did, who made one of the personas. */
function personIn({ row, details }: Telling): string | undefined {
  const people = [row.userId, ...details.personas.map(({ createdBy }) => createdBy)];
  return people.find((person) => person !== null && person !== automaticUser) ?? undefined;
}

/** The admin who chose the channel. */
async function chooserOf({ settings }: DeliveryDeps, { tenantId }: ClaimedWarning): Promise<string | null> {
  return (await settings.find(tenantId))?.channel?.setBy ?? null;
}

/** Where another process has taken it over meanwhile, its change may have come first, and said what is newer. */
async function changed({ queue }: DeliveryDeps, row: ClaimedWarning, placed: Placed): Promise<boolean> {
  if (!(await queue.placed(row.tenantId, row, { placed, restMs }))) await queue.behind(row.tenantId, row);
  return true;
}

async function noted(
  { queue }: DeliveryDeps,
  row: ClaimedWarning,
  placed: Placed,
  isStale = false,
): Promise<boolean> {
  await queue.placed(row.tenantId, row, { placed, restMs, isStale });
  return true;
}
