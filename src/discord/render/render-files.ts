import type { RawFile } from "discord.js";
import type { ReplyFile } from "../../chat/reply.ts";
import { cutText } from "../../cut-text.ts";

/** What Discord takes of one file where nobody pays for more: https://docs.discord.com/developers/reference#uploading-files */
const longestFile = 10 * 1024 * 1024;
const longestName = 100;

/** A file that travels with a message; `attachments` in the message's body names it by its place. */
export type Attachment = { id: string; filename: string };

/** The files as the parts of a request. */
export function renderFiles(files: readonly ReplyFile[]): RawFile[] {
  return files.filter(fits).map(({ name, text }) => ({
    name: filenameOf(name),
    // As it is: of bytes discord.js would make others.
    data: text,
    contentType: "text/plain; charset=utf-8",
  }));
}

export function renderAttachments(files: readonly ReplyFile[]): Attachment[] {
  return files.filter(fits).map(({ name }, index) => ({ id: String(index), filename: filenameOf(name) }));
}

/** One sentence for each file that Discord would refuse. */
export function missingFileNotes(files: readonly ReplyFile[]): string[] {
  return files
    .filter((file) => !fits(file))
    .map(({ name }) => `“${name}” is not attached: it has more than the 10 MB that Discord takes.`);
}

function filenameOf(name: string): string {
  return cutText(name.toWellFormed().trim() || "text.txt", longestName);
}

function fits({ text }: ReplyFile): boolean {
  return Buffer.byteLength(text) <= longestFile;
}
