import { accessSync, constants, existsSync, lstatSync, readFileSync, statSync } from "node:fs";
import { parseEnv } from "node:util";
import { environmentSchema } from "./environment.ts";
import { byteOrderMark, type RawEnvironment } from "./remedies.ts";

const option = /^--env-file-if-exists=(.+)$/;
/** Some ways to pass variables keep the quotes around a value. */
const nothing = /^\s*(""|'')?\s*$/;
const ofPlatform = /^(DISCORD_TOKEN|SLACK_(?!API_URL))/;

/** `refusal`: why nothing is done; undefined: what counts came another way, and `note` is all that is to be said. */
export type UnreadFile = { refusal: string | undefined; note: string };

/**
 * What to say where this process has not read the file of settings that lies before it; undefined: it has, or there is none. Node says
 * of one that it may not read that there is none, and finds nothing in one that is not UTF-8, so what stands in it, such as where the
 * database is, would be passed over. A supervisor may have read it as root, though, and handed its settings on, as systemd does with
 * EnvironmentFile=.
 * `settings`: those that are set. `options`: what Node itself was started with.
 */
export function unreadEnvFile(
  settings: () => readonly string[],
  options: readonly string[] = process.execArgv,
): UnreadFile | undefined {
  const file = envFileIn(options);
  if (file === undefined) return undefined;
  const [why, remedy] = whyUnread(file) ?? [];
  if (why === undefined) return undefined;
  const refusal = `${file} ${why}, so none of its settings would count. Nothing was done. ${remedy}, or take it away where the settings come from elsewhere.`;
  return {
    refusal: settings().some((name) => ofPlatform.test(name)) ? undefined : refusal,
    note: `${file} ${why}. What this process was started with is used, and nothing of what is set in that file alone.`,
  };
}

/**
 * A variable that is set to nothing counts as unset, so what the file says of it holds; Node passes the file over there. Without this a
 * `DATABASE_URL=` that a container is started with would lead to another database, without a word. Returns a sentence for the log where
 * there are such.
 */
export function fillFromEnvFile(
  environment: RawEnvironment,
  options: readonly string[] = process.execArgv,
): string | undefined {
  const file = envFileIn(options);
  if (file === undefined || whyUnread(file)) return undefined;
  const said = parseEnv(readFileSync(file, "utf8").replace(byteOrderMark, ""));
  const names = Object.keys(environmentSchema.shape).filter(
    (name) => nothing.test(environment[name] ?? "unset") && !nothing.test(said[name] ?? ""),
  );
  for (const name of names) environment[name] = said[name];
  if (names.length === 0) return undefined;
  return `${names.join(", ")}: set to nothing where this was started, which counts as unset, so what ${file} says is used. To leave one out, empty it in ${file}.`;
}

/**
 * Undefined also where it is no file: of a pipe, as managers of secrets make one, Node has had the content, and whoever asks it again
 * may wait for ever.
 */
function envFileIn(options: readonly string[]): string | undefined {
  const path = options.map((text) => option.exec(text)?.[1]).find((given) => given !== undefined);
  if (path === undefined) return undefined;
  return leadsNowhere(path) || (existsSync(path) && statSync(path).isFile()) ? path : undefined;
}

/** What is wrong with it, and what to do about that. */
function whyUnread(file: string): [why: string, remedy: string] | undefined {
  if (leadsNowhere(file)) return ["is a link to what is not there", "Mount or make what it leads to"];
  if (!mayRead(file))
    return ["cannot be read by this user", "Let this user read it, start this as the user whose it is"];
  // In UTF-16 every other byte of what is written in Latin letters is none.
  if (readFileSync(file).includes(0)) return ["is written in UTF-16", "Save it as UTF-8"];
  return undefined;
}

/** Of a link whose end is not there, or may not be looked for, Node says that there is no file. */
function leadsNowhere(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink() && !existsSync(path);
  } catch {
    return false;
  }
}

function mayRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
