import type { FileUpload } from "../../stand-ins/discord/guild/files.ts";
import type { Command } from "../../stand-ins/discord/person/command.ts";
import type { OptionValue } from "../../stand-ins/discord/person/command-values.ts";
import type { FieldValue } from "../../stand-ins/discord/person/modal-values.ts";
import { optionType } from "../../stand-ins/discord/vocabulary.ts";
import type { Act, ModalValue, SandboxFile } from "../protocol/act.ts";
import { contentTypeOf } from "../serve/content-types.ts";

type CommandAct = Extract<Act, { kind: "discord.command" }>;

/** Options as Discord's client takes them: the page sends numbers as they were typed. */
export function readOptions(
  command: Command | undefined,
  given: CommandAct["options"],
): Record<string, OptionValue> {
  const read = ([name, value]: [string, CommandAct["options"][string]]): [string, OptionValue] => {
    if (typeof value === "object") return [name, readFile(value)];
    const type = command?.options?.find((option) => option.name === name)?.type;
    const isNumber = type === optionType.integer || type === optionType.number;
    return [name, isNumber ? Number(value) : value];
  };
  return Object.fromEntries(Object.entries(given).map(read));
}

export function readModalValues(values: Record<string, ModalValue>): Record<string, FieldValue> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, readModalValue(value)]));
}

function readModalValue(value: ModalValue): FieldValue {
  if (!Array.isArray(value)) return value;
  const files = value.filter((entry) => typeof entry === "object");
  return files.length > 0 ? files.map(readFile) : value.filter((entry) => typeof entry === "string");
}

function readFile({ name, base64 }: SandboxFile): FileUpload {
  return { filename: name, contentType: contentTypeOf(name), bytes: Buffer.from(base64, "base64") };
}
