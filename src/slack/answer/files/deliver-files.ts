import { sayWithout } from "../../../chat/fit/without-files.ts";
import { inTeamsWords, Refused } from "../../../chat/refusal.ts";
import type { Reply, ReplyFile } from "../../../chat/reply.ts";
import { inUtc } from "../../../chat/time-mark.ts";
import { OutsideError } from "../../../errors.ts";
import type { Log } from "../../../log.ts";
import type { WebClients } from "../../clients.ts";
import { blockLimits } from "../../render/block-limits.ts";
import { renderText } from "../../render/render-text.ts";
import { isPublic } from "../post-to-response-url.ts";
import { sendDirectFile } from "./direct-files.ts";

/** Whether anything of the reply must be sent beside it, which takes longer than an acknowledgement may. */
export function hasFilesToSend({ files = [] }: Reply): boolean {
  return !files.every(opensInModal);
}

/** Of a reply's text and a file within it together: Slack does not say how much it takes of all the blocks of a message. */
const longestWithFile = 12_000;

/**
 * The reply with only those files that a button of it opens. The others have gone to the person's direct messages
 * before, and the reply says so. One that could not go there stands in the reply, where only this person sees it and it is short enough:
 * what somebody typed can be had nowhere else. Of any other the reply says why it could not.
 */
export async function deliverFiles(
  reply: Reply,
  { clients, log, userId }: { clients: WebClients; log: Log; userId: string },
): Promise<Reply> {
  const { files = [], notes = [] } = reply;
  if (!hasFilesToSend(reply)) return reply;
  const said: string[] = [];
  const missing: ReplyFile[] = [];
  for (const file of files.filter((candidate) => !opensInModal(candidate))) {
    const { isSent, note } = await trySending(file, { clients, log, userId });
    said.push(isSent || !maySay(reply, file) ? note : standsAbove(reply, file));
    if (!isSent) missing.push(file);
  }
  const text = reply.text !== undefined && missing.length > 0 ? { text: inUtc(reply.text) } : {};
  const told = sayWithout({ ...reply, ...text, notes: [...notes, ...said] }, missing, maySay);
  return { ...told, files: (told.files ?? []).filter(opensInModal) };
}

/** Whether the text of a file that could not be sent may stand in the message. */
function maySay(reply: Reply, { text, isTyped }: ReplyFile): boolean {
  const isShort = lengthWith(reply, text) <= longestWithFile;
  return !isPublic(reply) && !reply.withoutFiles && (isTyped === true || isShort);
}

function standsAbove(reply: Reply, { name, text }: ReplyFile): string {
  const isWhole = lengthWith(reply, text) <= blockLimits.sectionText * blockLimits.textSections;
  const what = isWhole ? "so it stands above" : "so as much of it as a message holds stands above";
  return `“${name}” could not be sent to your direct messages, ${what}.`;
}

function lengthWith({ text = "" }: Reply, file: ReplyFile["text"]): number {
  return text.length + file.length;
}

function opensInModal({ name, text, open }: ReplyFile): boolean {
  return open !== undefined && renderText(name, String(text)) !== undefined;
}

/** Whether it was sent, and a sentence that says so or why not. What goes with it must not fail with it. */
export async function trySending(
  file: ReplyFile,
  { clients, log, userId }: { clients: WebClients; log: Log; userId: string },
): Promise<{ isSent: boolean; note: string }> {
  try {
    await sendDirectFile(clients, userId, file);
    return { isSent: true, note: `“${file.name}” is in your direct messages with this app.` };
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.warn({ err: error }, "a file could not be sent");
    return {
      isSent: false,
      note: `“${file.name}” could not be sent to your direct messages. ${remedyFor(error)}`,
    };
  }
}

function remedyFor(error: OutsideError): string {
  if (!(error instanceof Refused)) return "Slack did not take it just now.";
  return ["person", "channel"].includes(error.meaning.about)
    ? "Open a conversation with this app there and try again."
    : inTeamsWords(error.meaning);
}
