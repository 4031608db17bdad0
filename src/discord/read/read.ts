import { ApplicationCommandType, InteractionType } from "discord.js";
import { encodeChoice } from "../../chat/button-code.ts";
import type { CommandListing } from "../../chat/command.ts";
import type { CommandInteraction, Interaction } from "../../chat/interaction.ts";
import { type Member, tenantIdOf } from "../../chat/member.ts";
import { decodeForm } from "./form-ids.ts";
import { type CommandData, isFromPrivateMessage, type Payload } from "./payload.ts";
import { readGivenMessage } from "./read-message.ts";
import { readOptions, readSubmission } from "./read-values.ts";

/** Manage Server and Administrator: https://discord.com/developers/docs/topics/permissions */
const adminPermissions = 0x20n | 0x8n;

type Common = Pick<Interaction, "id" | "member" | "channelId">;

/**
 * One interaction in our words. Undefined when it did not happen in a server, or belongs to a form that this version
 * did not make.
 */
export function readInteraction(
  payload: Payload,
  commands: readonly CommandListing[],
): Interaction | undefined {
  const member = readMember(payload);
  if (!member) return undefined;
  const common: Common = { id: payload.id, member, channelId: payload.channel_id };
  switch (payload.type) {
    case InteractionType.ApplicationCommand:
      return readCommand(common, payload.data, commands);
    case InteractionType.ApplicationCommandAutocomplete:
      return readSuggest(common, payload.data);
    case InteractionType.MessageComponent:
      return { ...common, kind: "button", code: readCode(payload.data), ...readMessage(payload) };
    case InteractionType.ModalSubmit:
      return readForm(common, payload, commands);
    case "unread":
      return undefined;
  }
}

/** Discord names a command of a message's menu by what people read there. */
function readCommand(
  common: Common,
  data: CommandData,
  commands: readonly CommandListing[],
): CommandInteraction {
  const read = { ...common, kind: "command", values: readOptions(data), text: "" } as const;
  if (data.type !== ApplicationCommandType.Message) return { ...read, command: data.name };
  const found = commands.find(({ fromMessage }) => fromMessage?.label === data.name);
  return { ...read, command: found?.name ?? data.name, given: readGivenMessage(data) };
}

function readMember({ guild_id, member, locale }: Payload): Member | undefined {
  if (!guild_id || !member) return undefined;
  const isAdmin = (permissionBits(member.permissions) & adminPermissions) !== 0n;
  // Discord says with every interaction anew what its person may do.
  const read: Member = {
    tenantId: tenantIdOf("discord", guild_id),
    platform: "discord",
    userId: member.user.id,
    locale,
    role: async () => (isAdmin ? "admin" : "member"),
    // Discord does not list @everyone among a person's roles, but offers it wherever a role is chosen: its id is the guild's.
    grants: [guild_id, ...member.roles],
    isGuest: async () => false,
    isStranger: async () => false,
    anew: () => read,
  };
  return read;
}

function permissionBits(permissions: string): bigint {
  return /^\d+$/.test(permissions) ? BigInt(permissions) : 0n;
}

function readMessage(payload: Payload & { type: InteractionType.MessageComponent }) {
  const { message, channel_id: channelId } = payload;
  const isKnown = message.id !== undefined && channelId !== "" && !isFromPrivateMessage(payload);
  return isKnown ? { message: { channelId, messageId: message.id ?? "" } } : {};
}

function readCode({
  custom_id,
  values: [chosen] = [],
}: {
  custom_id: string;
  values?: string[] | undefined;
}): string {
  return chosen === undefined ? custom_id : encodeChoice(custom_id, chosen);
}

function readSuggest(common: Common, data: CommandData): Interaction {
  const focused = data.options.find((option) => option.focused);
  const typed = focused?.value === undefined ? "" : String(focused.value);
  return { ...common, kind: "suggest", command: data.name, field: focused?.name ?? "", typed };
}

function readForm(
  common: Common,
  { data }: Payload & { type: InteractionType.ModalSubmit },
  commands: readonly CommandListing[],
): Interaction | undefined {
  const identity = decodeForm(data.custom_id);
  if (!identity) return undefined;
  const form = commands.find((candidate) => candidate.name === identity.command)?.form;
  return { ...common, kind: "form", ...identity, values: readSubmission(data, form) };
}
