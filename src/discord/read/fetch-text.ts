import type { FileReference } from "../../chat/form/field.ts";
import { readTextFile } from "../../chat/form/read-text-file.ts";
import { inQuotes } from "../../short-name.ts";

/** Where attachments live: https://discord.com/developers/docs/reference#signed-attachment-cdn-urls */
const attachmentOrigins = ["https://cdn.discordapp.com", "https://media.discordapp.net"];

/** Fetches a file's text; the address is signed and needs no token. Rejects with UserError. */
export function fetchText(
  file: FileReference,
  { maxBytes, apiUrl }: { maxBytes: number; apiUrl: string },
): Promise<string> {
  return readTextFile(file, {
    maxBytes,
    origins: [...attachmentOrigins, new URL(apiUrl).origin],
    sentences: {
      elsewhere: `${inQuotes(file.name)} is not kept at Discord. Upload the file itself and run the command once more.`,
      gone: `Discord no longer hands over ${inQuotes(file.name)}. Upload it again and run the command once more.`,
    },
  });
}
