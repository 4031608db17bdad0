import type { FileReference } from "../../chat/form/field.ts";
import { readTextFile } from "../../chat/form/read-text-file.ts";
import { inQuotes } from "../../short-name.ts";

type Options = { maxBytes: number; botToken: string; apiUrl: string };

/** Fetches a file's text with the bot's token. Rejects with UserError, also when the file is kept outside Slack. */
export function fetchText(file: FileReference, { maxBytes, botToken, apiUrl }: Options): Promise<string> {
  return readTextFile(file, {
    maxBytes,
    origins: originsOf(apiUrl),
    headers: { authorization: `Bearer ${botToken}` },
    sentences: {
      elsewhere: `${inQuotes(file.name)} is not kept in Slack. Upload the file itself and send the form again.`,
      gone: `Slack did not hand over ${inQuotes(file.name)}. Upload it again and send the form once more. If that does not help, tell whoever runs the bot: the app may lack the scope files:read.`,
    },
  });
}

/**
 * Where files live; nowhere else is told the token, and the API is elsewhere: it would obey it. `files.slack.com` goes with
 * `slack.com`, as it does with Slack for governments; only what plays Slack on one machine has all at one address.
 * https://docs.slack.dev/reference/objects/file-object
 */
function originsOf(apiUrl: string): string[] {
  const { origin, protocol, host } = new URL(apiUrl);
  return [protocol === "https:" ? `https://files.${host}` : origin];
}
