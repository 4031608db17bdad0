import { createHash } from "node:crypto";
import type { Channels, ThreadPlace } from "../../chat/channels.ts";
import type { Context } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { Conversation } from "../../conversations/conversation.ts";
import type { Card } from "../../conversations/deps.ts";
import type { RehearsalLine } from "../../conversations/rehearsal/rehearsal.ts";
import { OutsideError } from "../../errors.ts";
import { shortName } from "../../short-name.ts";
import { quoted } from "../reply/persona-reply.ts";
import type { Services } from "../services.ts";
import { rehearsalButtons, threadMessage } from "./rehearsal-view.ts";

/** Of 100 characters that a thread's title may have. */
const longestName = 60;

export type OpenedThread = { place: ThreadPlace } | { why: string };

/**
 * Opens the thread of a new rehearsal in the channel where it was begun, or goes on in the one where its person pressed. What stands
 * in the way is a sentence: then it is shown to its person alone.
 */
export async function openThread(room: Conversation, context: Context<Services>): Promise<OpenedThread> {
  const { services, channelId } = context;
  const channels = services.channelsOf(room.tenantId);
  if (!channels?.threads) return { why: "There are no threads here." };
  try {
    const opened = await placeFor(room, { channels, channelId, services });
    if ("why" in opened) return opened;
    const { place } = opened;
    const view = threadMessage({ room, lines: [], mayEdit: false });
    const posted = await channels.post(place, view, nonceOf(room, []));
    if (posted.kind !== "posted" || posted.messageId === "")
      return { why: "remedy" in posted ? posted.remedy : failedText };
    const card = { channelId: place.channelId, messageId: posted.messageId };
    await services.rehearsals.threads.threadOpened(room, { threadId: place.threadId, card });
    return opened;
  } catch (error) {
    if (error instanceof OutsideError) return { why: failedText };
    throw error;
  }
}

const failedText = "A thread could not be opened just now.";

async function placeFor(
  { tenantId, userId, personaName }: Conversation,
  { channels, channelId, services }: { channels: Channels; channelId: string; services: Services },
): Promise<OpenedThread> {
  if (await services.rehearsals.threads.hasThread(tenantId, userId, channelId))
    return { place: { channelId, threadId: channelId } };
  const title = `Rehearsing ${shortName(personaName, longestName)}`;
  const isPublic = channels.threads?.arePublic(channelId) === true;
  const opening = openingReply(personaName, { userId, isPublic });
  const opened = await channels.threads?.open({ channelId, title, userId, opening });
  return opened?.kind === "opened" ? opened : { why: opened?.remedy ?? failedText };
}

/** Below it hangs the thread, where threads hang below messages: one that everybody there reads, or in somebody's direct messages. */
function openingReply(
  personaName: string,
  { userId, isPublic }: { userId: string; isPublic: boolean },
): Reply {
  const who = isPublic ? "everybody here can read it" : "nobody else sees it";
  return {
    tone: "neutral",
    title: `Rehearsing ${quoted(personaName)}`,
    text: `A persona is tried out in writing. What is said, and each answer, is in this thread, and ${who}.`,
    facts: [{ label: "By", value: "", mentions: [{ kind: "person", id: userId }] }],
    visibility: "public",
  };
}

type Shown = { room: Conversation; lines: readonly RehearsalLine[]; mayEdit: boolean };

/**
 * Brings the thread up to date: lines that no message shows yet get one, with the buttons, which the one before then loses; else the
 * newest message is shown anew. False: it could not be.
 */
export async function showInThread(shown: Shown, services: Services): Promise<boolean> {
  const { room } = shown;
  const { card, threadId, tenantId } = room;
  const channels = services.channelsOf(tenantId);
  if (!card || threadId === undefined || !channels) return false;
  const { threads } = services.rehearsals;
  const unshown = await threads.claimUnshown(tenantId, room.id);
  try {
    if (unshown.length === 0) {
      const lines = shown.lines.filter(({ messageId }) => messageId === card.messageId);
      return (await channels.edit(card, threadMessage({ ...shown, lines }))).kind === "posted";
    }
    const place = { channelId: card.channelId, threadId };
    const message = threadMessage({ ...shown, lines: unshown });
    const posted = await channels.post(place, message, nonceOf(room, unshown));
    if (posted.kind !== "posted") {
      await threads.shownIn(tenantId, unshown);
      return false;
    }
    // It stands there, and nobody knows where.
    if (posted.messageId === "") return true;
    await threads.shownIn(tenantId, unshown, posted.messageId);
    await threads.buttonsMoved(room, posted.messageId);
    await tidy(shown, { channels, messageId: posted.messageId, services });
    return true;
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    // Where a second one could not be told from the first, what may stand there is not posted again.
    if (channels.knowsNonces) await threads.shownIn(tenantId, unshown);
    return false;
  }
}

/** The message before has no buttons any more; and a room that has ended meanwhile is said to have. */
async function tidy(
  shown: Shown,
  { channels, messageId, services }: { channels: Channels; messageId: string; services: Services },
): Promise<void> {
  const { room, lines } = shown;
  const { rehearsals, conversations } = services;
  await rehearsals.orLater(room, async () => {
    const before = lines.filter((line) => line.messageId === room.card?.messageId);
    if (room.card)
      await channels.edit(room.card, threadMessage({ ...shown, lines: before }, { isPast: true }));
    const now = await conversations.find(room.tenantId, room.id);
    if (!now || now.state === "open" || !now.card) return;
    const newest = (await rehearsals.lines(room)).filter((line) => line.messageId === messageId);
    await channels.edit(now.card, threadMessage({ ...shown, room: now, lines: newest }));
  });
}

/** What its person reads beside the thread. */
export function besideThread(
  shown: Shown,
  { trouble, waits }: { trouble?: string | undefined; waits: boolean },
): Reply {
  const { room, mayEdit } = shown;
  const name = quoted(room.personaName);
  return {
    tone: trouble ? "warning" : "success",
    title: waits ? `What you said to ${name} is in the thread` : `${name} has answered in the thread`,
    ...(trouble && { text: trouble }),
    buttons: rehearsalButtons(room, { waits, mayEdit }),
    visibility: "private",
  };
}

/** The newest message of a rehearsal as it is to read now, for whoever looks after rooms. */
export async function rehearsalCard(
  {
    personas,
    rehearsals,
    conversations,
  }: Pick<Services, "personas"> & { [part in "rehearsals" | "conversations"]: Services[part] | undefined },
  { tenantId, id, messageId }: Card,
): Promise<Reply | undefined> {
  const room = await conversations?.find(tenantId, id);
  if (!room || !rehearsals) return undefined;
  const lines = (await rehearsals.lines(room)).filter((line) => line.messageId === messageId);
  const persona = await personas.find(tenantId, room.personaId);
  return threadMessage({ room, lines, mayEdit: persona?.createdBy === room.userId });
}

/** The same for every try to post the same lines. */
function nonceOf({ tenantId, id }: Conversation, lines: readonly RehearsalLine[]): string {
  const said = [tenantId, id, ...lines.map(({ formId }) => formId)].join(" ");
  return `r${createHash("sha256").update(said).digest("hex").substring(0, 24)}`;
}
