import type { Reply, ReplyFile } from "../../chat/reply.ts";
import { OutsideError } from "../../errors.ts";
import type { Log } from "../../log.ts";
import type { WebClients } from "../clients.ts";
import { renderText } from "../render/render-text.ts";
import { sendDirectFile } from "./direct-files.ts";

/** Whether anything of the reply must be sent beside it, which takes longer than an acknowledgement may. */
export function hasFilesToSend({ files = [] }: Reply): boolean {
  return !files.every(opensInModal);
}

/**
 * The reply with only those files that a button of it opens. The others have gone to the person's direct messages
 * before, and the reply says so, or that they could not.
 */
export async function deliverFiles(
  reply: Reply,
  { clients, log, userId }: { clients: WebClients; log: Log; userId: string },
): Promise<Reply> {
  const { files = [], notes = [] } = reply;
  if (!hasFilesToSend(reply)) return reply;
  const said: string[] = [];
  let areAllSent = true;
  for (const file of files.filter((candidate) => !opensInModal(candidate))) {
    const isSent = await trySending(file, { clients, log, userId });
    said.push(isSent ? sentNote(file) : unsentNote(file));
    areAllSent &&= isSent;
  }
  if (!areAllSent && reply.withoutFiles) return { ...reply.withoutFiles, notes: [...notes, ...said] };
  return { ...reply, files: files.filter(opensInModal), notes: [...notes, ...said] };
}

function opensInModal({ name, text, open }: ReplyFile): boolean {
  return open !== undefined && renderText(name, text) !== undefined;
}

/** False: it was not sent. What goes with it must not fail with it. */
export async function trySending(
  file: ReplyFile,
  { clients, log, userId }: { clients: WebClients; log: Log; userId: string },
): Promise<boolean> {
  try {
    return await sendDirectFile(clients, userId, file);
  } catch (error) {
    if (!(error instanceof OutsideError)) throw error;
    log.warn({ err: error }, "a file could not be sent");
    return false;
  }
}

export function sentNote({ name }: Pick<ReplyFile, "name">): string {
  return `“${name}” is in your direct messages with this app.`;
}

export function unsentNote({ name }: Pick<ReplyFile, "name">): string {
  return `“${name}” could not be sent to your direct messages. Open a conversation with this app there and try again.`;
}
