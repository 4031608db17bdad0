import { commands } from "../commands/all.ts";
import { readSlackManifestMode } from "../config.ts";
import { renderManifest } from "../slack/manifest.ts";

/** `npm run -s slack:manifest`: prints what to paste at https://api.slack.com/apps, made from the list of commands. */
export function printSlackManifest(): void {
  const listed = commands.filter((command) => command.isListed !== false);
  process.stdout.write(`${renderManifest(listed, readSlackManifestMode())}\n`);
}
