import { createHash } from "node:crypto";
import { ApplicationCommandType, type REST, Routes } from "discord.js";
import { z } from "zod";
import type { CommandListing } from "../chat/command.ts";
import { Refused } from "../chat/refusal.ts";
import type { State } from "../chat/state.ts";
import { OutsideError } from "../errors.ts";
import type { Log } from "../log.ts";
import { repeatWithoutVerdict, toOutsideError } from "./discord-error.ts";
import { renderCommands } from "./render/render-commands.ts";

const hashName = "commands";

const what = "the list of commands";

/** What Discord refuses it refuses again: a limit of a day has passed by then, or somebody has mended the application. */
const refusedPauseMs = 60 * 60_000;

const listedSchema = z.array(
  z.looseObject({
    id: z.string(),
    name: z.string(),
    type: z.number().default(1),
    version: z.string().default(""),
  }),
);
type Listed = z.infer<typeof listedSchema>;

export type RegisterOptions = {
  rest: REST;
  applicationId: string;
  commands: readonly CommandListing[];
  state: State;
  log: Log;
};

/**
 * Replaces the application's global commands, but only when ours have changed or Discord lists others: a command counts
 * against a daily limit. What is noted of them here may be a restored backup's, so Discord's own versions are compared as well.
 * Rejects with OutsideError where Discord is the reason; its `waitMs` says when to try again.
 */
export async function registerCommands(options: RegisterOptions): Promise<void> {
  const { rest, applicationId, state, log } = options;
  const ours = renderCommands(options.commands);
  const hash = createHash("sha256").update(JSON.stringify(ours)).digest("hex");
  const owner = `app:discord:${applicationId}`;
  const listed = await listCommands(rest, applicationId);
  const note = (there: Listed) => `${hash} ${versionsOf(there)}`;
  if (listed && hasSameNames(listed, ours) && (await state.get(owner, hashName)) === note(listed)) return;
  const put = await putCommands(rest, applicationId, [...ours, ...(listed ?? []).filter(isEntryPoint)]);
  await state.set(owner, hashName, note(put));
  log.info({ commands: ours.length }, "Discord commands registered");
}

/** Undefined where it is refused or cannot be read: what is there is replaced then, and whether that may be is said there. */
async function listCommands(rest: REST, applicationId: string): Promise<Listed | undefined> {
  try {
    const answer = await repeatWithoutVerdict(() => rest.get(Routes.applicationCommands(applicationId)));
    return listedSchema.safeParse(answer).data;
  } catch (error) {
    const failure = toOutsideError(what, error);
    if (failure instanceof Refused) return undefined;
    throw failure;
  }
}

/** They are registered then; where the answer does not say how, the next start does it once more. */
async function putCommands(rest: REST, applicationId: string, body: unknown[]): Promise<Listed> {
  try {
    const answer = await repeatWithoutVerdict(() =>
      rest.put(Routes.applicationCommands(applicationId), { body }),
    );
    return listedSchema.safeParse(answer).data ?? [];
  } catch (error) {
    const failure = toOutsideError(what, error);
    if (!(failure instanceof Refused)) throw failure;
    throw new OutsideError(failure.message, { waitMs: refusedPauseMs });
  }
}

/** Whoever changes a command raises its version: https://docs.discord.com/developers/interactions/application-commands */
function versionsOf(listed: Listed): string {
  const versions = listed
    .filter((command) => !isEntryPoint(command))
    .map(({ name, version }) => `${name} ${version}`);
  return createHash("sha256").update(versions.sort().join()).digest("hex").substring(0, 16);
}

function hasSameNames(listed: Listed, ours: { name: string }[]): boolean {
  const theirs = listed.filter((command) => !isEntryPoint(command)).map(({ name }) => name);
  const names = ours.map(({ name }) => name);
  return theirs.length === names.length && theirs.every((name) => names.includes(name));
}

/** An application with Activities has one, and Discord refuses a list that leaves it out (50240). */
function isEntryPoint({ type }: { type: number }): boolean {
  return type === ApplicationCommandType.PrimaryEntryPoint;
}
