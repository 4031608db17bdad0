import { optionType } from "../../../../stand-ins/discord/vocabulary.ts";
import type { SandboxFile } from "../../../protocol/act.ts";
import { entitiesIn, type Guild } from "../discord-room.ts";
import type { CommandOption } from "../wire.ts";

/** What has been filled into one option so far. */
export type OptionEntry = {
  /** The text as it stands in the field. */
  text: string;
  /** What was picked for it: a choice's value, a suggestion, a file. */
  picked?: string | boolean | SandboxFile;
};

export type CommandEntries = { [name: string]: OptionEntry };

export type OptionChoice = { name: string; value: string | boolean };

/** What an option offers; nothing where it takes any text. Suggestions of the bot are not known here. */
export function choicesOf({ type, choices }: CommandOption, guild: Guild): OptionChoice[] | undefined {
  if (choices?.length) return choices.map(({ name, value }) => ({ name, value: String(value) }));
  switch (type) {
    case optionType.boolean:
      return [
        { name: "True", value: true },
        { name: "False", value: false },
      ];
    case optionType.user:
      return entitiesIn(guild, "user").map(asChoice);
    case optionType.channel:
      return entitiesIn(guild, "channel").map(asChoice);
    case optionType.role:
      return entitiesIn(guild, "role").map(asChoice);
    default:
      return undefined;
  }
}

function asChoice({ id, name }: { id: string; name: string }): OptionChoice {
  return { name, value: id };
}

export type CheckedEntries =
  | { values: { [name: string]: string | boolean | SandboxFile } }
  | { problem: string };

/** What is sent, or why Discord's client would not send it. */
export function checkEntries(
  options: readonly CommandOption[],
  entries: CommandEntries,
  guild: Guild,
): CheckedEntries {
  const values: { [name: string]: string | boolean | SandboxFile } = {};
  for (const option of options) {
    const entry = entries[option.name];
    const value = entry && entryValue(option, entry, guild);
    if (value !== undefined) values[option.name] = value;
    else if (entry) return { problem: `${option.name}: ${advice(option)}` };
    else if (option.required) return { problem: `${option.name} is required.` };
  }
  return { values };
}

function entryValue(
  option: CommandOption,
  entry: OptionEntry,
  guild: Guild,
): string | boolean | SandboxFile | undefined {
  if (entry.picked !== undefined) return entry.picked;
  if (option.type === optionType.attachment || entry.text === "") return undefined;
  const choices = choicesOf(option, guild);
  if (!choices) return entry.text;
  return choices.find(({ name }) => name.toLowerCase() === entry.text.toLowerCase())?.value;
}

function advice({ type }: CommandOption): string {
  return type === optionType.attachment
    ? "choose a file, or remove it."
    : "choose one of the list, or remove it.";
}
