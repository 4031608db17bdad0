import type { FileReference } from "../../chat/form/field.ts";
import { readTextFile } from "../../chat/form/read-text-file.ts";
import { UserError } from "../../errors.ts";

/** Where files live; nowhere else is told the token: https://docs.slack.dev/reference/objects/file-object */
const slackHosts = ["files.slack.com", "slack.com"];

type Options = { maxBytes: number; botToken: string; apiUrl: string };

/** Fetches a file's text with the bot's token. Rejects with UserError, also when the file is kept outside Slack. */
export async function fetchText(file: FileReference, options: Options): Promise<string> {
  const { maxBytes, botToken, apiUrl } = options;
  if (!isOurs(file.url, apiUrl)) {
    throw new UserError(
      `“${file.name}” is not kept in Slack. Upload the file itself and send the form again.`,
    );
  }
  const headers = { authorization: `Bearer ${botToken}` };
  return readTextFile(file, {
    maxBytes,
    goneSentence: `Slack did not hand over “${file.name}”. Upload it again and send the form once more.`,
    // Slack sends whoever may not read the file on to a login page.
    request: (signal) => fetch(file.url, { headers, redirect: "error", signal }),
  });
}

function isOurs(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, host } = new URL(address);
  const api = new URL(apiUrl);
  if (host === api.host && protocol === api.protocol) return true;
  return protocol === "https:" && slackHosts.includes(host);
}
