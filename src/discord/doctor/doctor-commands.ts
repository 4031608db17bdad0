import { ApplicationCommandType } from "discord.js";
import { z } from "zod";
import type { CommandListing } from "../../chat/command.ts";
import { type Finding, good, note } from "../../finding.ts";
import { renderCommands } from "../render/render-commands.ts";

/** What a person would notice of a command; Discord adds much that was never sent. */
const commandSchema = z.object({
  type: z.number().default(ApplicationCommandType.ChatInput),
  name: z.string(),
  description: z.string().default(""),
  options: z
    .array(
      z.object({
        name: z.string(),
        type: z.number(),
        description: z.string().default(""),
        required: z.boolean().default(false),
        autocomplete: z.boolean().default(false),
        choices: z.array(z.object({ name: z.string(), value: z.unknown() })).default([]),
      }),
    )
    .default([]),
});

export const listedCommandsSchema = z.array(commandSchema);

type Listed = z.output<typeof listedCommandsSchema>;

/** What Discord lists against what this program has. The next start mends every difference by itself. */
export function compareCommands(name: string, listed: Listed, commands: readonly CommandListing[]): Finding {
  const ours = listedCommandsSchema.parse(renderCommands(commands));
  // The entry point of an Activity is Discord's own.
  const theirs = listed.filter(({ type }) => type !== ApplicationCommandType.PrimaryEntryPoint);
  if (theirs.length === 0) return good(name, "None is registered yet: the first start does it.");
  const differences = describeDifferences(theirs, ours);
  if (!differences) return good(name, `All ${ours.length} are registered as this version has them.`);
  return note(
    name,
    `Discord does not have this version's commands (${differences}).`,
    "Start the bot, or start it again if it runs: it registers them.",
  );
}

function describeDifferences(theirs: Listed, ours: Listed): string {
  const textOf = (list: Listed, wanted: string) =>
    JSON.stringify(list.find(({ name }) => name === wanted) ?? null);
  const names = (list: Listed) => list.map(({ name }) => name);
  const shared = names(ours).filter((name) => names(theirs).includes(name));
  const parts: [string, string[]][] = [
    ["missing", names(ours).filter((name) => !names(theirs).includes(name))],
    ["changed", shared.filter((name) => textOf(ours, name) !== textOf(theirs, name))],
    ["of another program", names(theirs).filter((name) => !names(ours).includes(name))],
  ];
  return parts
    .filter(([, found]) => found.length > 0)
    .map(([what, found]) => `${what}: ${found.join(", ")}`)
    .join("; ");
}
