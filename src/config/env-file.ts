import { accessSync, constants, existsSync } from "node:fs";

const option = /^--env-file-if-exists=(.+)$/;

/**
 * Why this process has not read the file of settings that lies before it; undefined: it has, or there is none. Node says of one that
 * it may not read that there is none, and what stands in it, such as where the database is, would be passed over.
 * `options`: what Node itself was started with.
 */
export function envFileFailure(options: readonly string[] = process.execArgv): string | undefined {
  const file = options.map((text) => option.exec(text)?.[1]).find((path) => path !== undefined);
  if (file === undefined || !existsSync(file)) return undefined;
  try {
    accessSync(file, constants.R_OK);
    return undefined;
  } catch {
    return `${file} cannot be read by this user, so none of its settings would count. Nothing was done. Let this user read it, start this as the user whose it is, or take it away where the settings come from elsewhere.`;
  }
}
