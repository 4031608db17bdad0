import { sendOrPlainer } from "../../chat/fit/plainer-reply.ts";
import { sayWithout } from "../../chat/fit/without-files.ts";
import type { About } from "../../chat/refusal.ts";
import type { Reply, ReplyFile } from "../../chat/reply.ts";
import { isRefusedAsWritten, refusalIn } from "../discord-error.ts";

/** What Discord may refuse because of a file: nobody may attach one there, or not this one. */
const mayBeForFiles: readonly About[] = ["text", "channel", "team", "app"];

/**
 * Sends a reply, and where Discord refuses it, with less: plainer, then without its files, which say so. What is refused was not
 * posted, so nothing is posted twice.
 */
export async function sendReply<Sent>(reply: Reply, send: (reply: Reply) => Promise<Sent>): Promise<Sent> {
  try {
    return await sendOrPlainer(reply, isRefusedAsWritten, send);
  } catch (error) {
    const { files = [], notes = [] } = reply;
    const about = refusalIn(error)?.about;
    if (files.length === 0 || about === undefined || !mayBeForFiles.includes(about)) throw error;
    const less = sayWithout({ ...reply, notes: [...notes, ...files.map(notAttached)] }, files);
    return sendOrPlainer(less, isRefusedAsWritten, send);
  }
}

function notAttached({ name }: ReplyFile): string {
  return `“${name}” could not be attached: Discord did not take it here.`;
}
