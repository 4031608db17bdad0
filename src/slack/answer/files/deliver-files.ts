import { inTeamsWords, Refused } from "../../../chat/refusal.ts";
import type { Reply, ReplyFile } from "../../../chat/reply.ts";
import { sayWithout } from "../../../chat/without-files.ts";
import { OutsideError } from "../../../errors.ts";
import type { Log } from "../../../log.ts";
import type { WebClients } from "../../clients.ts";
import { renderText } from "../../render/render-text.ts";
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
  const missing: ReplyFile[] = [];
  for (const file of files.filter((candidate) => !opensInModal(candidate))) {
    const { isSent, note } = await trySending(file, { clients, log, userId });
    said.push(note);
    if (!isSent) missing.push(file);
  }
  const told = sayWithout({ ...reply, notes: [...notes, ...said] }, missing);
  return { ...told, files: (told.files ?? []).filter(opensInModal) };
}

function opensInModal({ name, text, open }: ReplyFile): boolean {
  return open !== undefined && renderText(name, text) !== undefined;
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
