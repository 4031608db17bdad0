import { attachmentSizeLimit, type FileUpload, renderAttachment, storeFile } from "../guild/files.ts";
import { renderUser } from "../guild/message.ts";
import { renderChannel, renderMember, renderRole } from "../guild/render-guild.ts";
import { optionType } from "../vocabulary.ts";
import type { Guild, World } from "../world.ts";
import type { Command, CommandOption } from "./command.ts";

/** What a person gives an option: text, number, yes or no, a file, or the id of a user, role or channel. */
export type OptionValue = string | number | boolean | FileUpload;

interface Filled {
  options: Record<string, unknown>[];
  resolved: Record<string, Record<string, unknown>>;
}

interface Place {
  world: World;
  guild: Guild;
}

/**
 * The `data` parts of a command: options as sent, and in `resolved` what their ids stand for. Throws where
 * Discord's client would not let a person send it.
 */
export function fillOptions(
  place: Place,
  command: Command,
  given: Record<string, OptionValue>,
): Record<string, unknown> {
  refuseUnknown(command, given);
  const filled: Filled = { options: [], resolved: {} };
  for (const option of command.options ?? []) {
    const value = given[option.name];
    if (value === undefined && option.required === true)
      throw new Error(`Option "${option.name}" is required`);
    if (value === undefined) continue;
    checkValue(option, value);
    filled.options.push({
      name: option.name,
      type: option.type,
      value: resolve(place, option, value, filled),
    });
  }
  return Object.keys(filled.resolved).length > 0 ? { ...filled } : { options: filled.options };
}

export function refuseUnknown(command: Command, given: Record<string, unknown>): void {
  const names = (command.options ?? []).map(({ name }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new Error(`/${command.name} has no option "${unknown}"; it has ${names.join(", ") || "none"}`);
}

function checkValue(option: CommandOption, value: OptionValue): void {
  const wrong = (reason: string) => new Error(`Option "${option.name}" ${reason}`);
  if (!fitsType(option.type, value))
    throw wrong(`does not take ${typeof value} values (type ${option.type})`);
  const choices = option.choices ?? [];
  if (choices.length > 0 && !choices.some((choice) => choice.value === value))
    throw wrong(`has no choice ${String(value)}`);
  const size = typeof value === "string" ? value.length : value;
  const [min, max] =
    typeof value === "string" ? [option.min_length, option.max_length] : [option.min_value, option.max_value];
  if (typeof size === "number" && (size < (min ?? -Infinity) || size > (max ?? Infinity)))
    throw wrong(`must be between ${min ?? "any"} and ${max ?? "any"}`);
}

function fitsType(type: number, value: OptionValue): boolean {
  if (type === optionType.attachment) return typeof value === "object";
  if (type === optionType.boolean) return typeof value === "boolean";
  if (type === optionType.integer) return Number.isInteger(value);
  if (type === optionType.number) return typeof value === "number";
  return typeof value === "string";
}

/** Files and ids become an id in the option and an entry in `resolved`. */
function resolve(
  { world, guild }: Place,
  option: CommandOption,
  value: OptionValue,
  filled: Filled,
): unknown {
  if (typeof value === "object") return resolveFile(world, value, filled);
  if (option.type === optionType.channel) resolveChannel(world, String(value), filled);
  if (option.type === optionType.role) resolveRole(guild, String(value), filled);
  if (option.type === optionType.user) resolveUser(guild, String(value), filled);
  return value;
}

type Resolving = Pick<Filled, "resolved">;

export function resolveFile(world: World, upload: FileUpload, { resolved }: Resolving): string {
  if (upload.bytes.byteLength > attachmentSizeLimit) throw new Error(`${upload.filename} is over 10 MiB`);
  const attachment = storeFile(world, upload);
  resolved.attachments = { ...resolved.attachments, [attachment.id]: renderAttachment(attachment) };
  return attachment.id;
}

export function resolveChannel(world: World, id: string, { resolved }: Resolving): void {
  const channel = world.channels.get(id);
  if (channel === undefined) throw new Error(`There is no channel ${id}`);
  resolved.channels = {
    ...resolved.channels,
    [id]: { ...renderChannel(world, channel), permissions: "0" },
  };
}

export function resolveRole(guild: Guild, id: string, { resolved }: Resolving): void {
  const role = guild.roles.get(id);
  if (role === undefined) throw new Error(`There is no role ${id}`);
  resolved.roles = { ...resolved.roles, [id]: renderRole(role) };
}

export function resolveUser(guild: Guild, id: string, { resolved }: Resolving): void {
  const member = guild.members.get(id);
  if (member === undefined) throw new Error(`There is no member ${id}`);
  const { user: _, ...rest } = renderMember(member);
  resolved.users = { ...resolved.users, [id]: renderUser(member.user) };
  resolved.members = {
    ...resolved.members,
    [id]: { ...rest, permissions: member.permissions.toString() },
  };
}
