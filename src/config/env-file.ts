import { accessSync, constants, existsSync } from "node:fs";

const option = /^--env-file-if-exists=(.+)$/;
const ofPlatform = /^(DISCORD_TOKEN|SLACK_(?!API_URL))/;

/** `refusal`: why nothing is done; undefined: what counts came another way, and `note` is all that is to be said. */
export type UnreadFile = { refusal: string | undefined; note: string };

/**
 * What to say where this process has not read the file of settings that lies before it; undefined: it has, or there is none. Node says
 * of one that it may not read that there is none, and what stands in it, such as where the database is, would be passed over.
 * A supervisor may have read it as root, though, and handed its settings on, as systemd does with EnvironmentFile=.
 * `settings`: those that are set. `options`: what Node itself was started with.
 */
export function unreadEnvFile(
  settings: () => readonly string[],
  options: readonly string[] = process.execArgv,
): UnreadFile | undefined {
  const file = options.map((text) => option.exec(text)?.[1]).find((path) => path !== undefined);
  if (file === undefined || !existsSync(file) || mayRead(file)) return undefined;
  const refusal = `${file} cannot be read by this user, so none of its settings would count. Nothing was done. Let this user read it, start this as the user whose it is, or take it away where the settings come from elsewhere.`;
  return {
    refusal: settings().some((name) => ofPlatform.test(name)) ? undefined : refusal,
    note: `${file} cannot be read by this user. What this process was started with is used, and nothing of what is set in that file alone.`,
  };
}

function mayRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
