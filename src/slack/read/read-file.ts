import type { FileReference } from "../../chat/form/field.ts";
import type { SlackFile } from "./payload.ts";

/**
 * A file that was uploaded, and where Slack hands it over. Of one that another app keeps elsewhere Slack's `url_private` is whatever
 * that app has written there, a method of Slack's own API too, which would obey the bot's token: it has no address here.
 * https://docs.slack.dev/reference/methods/files.remote.info
 */
export function readFile(file: SlackFile): FileReference {
  const { name, size, url_private_download, url_private } = file;
  const url = isKeptElsewhere(file) ? "" : (url_private_download ?? url_private ?? "");
  return { name: name ?? "the file", sizeBytes: size ?? 0, url };
}

export function isKeptElsewhere({ is_external, mode }: SlackFile): boolean {
  return is_external === true || mode === "external";
}
