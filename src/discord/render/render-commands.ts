import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
  type RESTPostAPIChatInputApplicationCommandsJSONBody,
  type RESTPostAPIContextMenuApplicationCommandsJSONBody,
} from "discord.js";
import type { CommandListing } from "../../chat/command.ts";
import type { Field } from "../../chat/form/field.ts";
import { isEarly } from "../../chat/form/form.ts";

/** Manage Server, as Discord wants it: a bit set in a string. */
const manageServer = "32";

/** Length of what a text option takes: https://discord.com/developers/docs/interactions/application-commands */
const longestOption = 6000;

type Body =
  | RESTPostAPIChatInputApplicationCommandsJSONBody
  | RESTPostAPIContextMenuApplicationCommandsJSONBody;

/**
 * The commands as Discord registers them: for servers only, early fields as options. Commands for admins are shown to
 * those who manage the server; the others to everyone, because a team may name no managers. One that can begin from a
 * message stands in the menu of messages too.
 */
export function renderCommands(commands: readonly CommandListing[]): Body[] {
  const listed = commands.filter((command) => command.isListed !== false);
  return [...listed.map(renderTyped), ...listed.flatMap(renderInMenu)];
}

function renderTyped(command: CommandListing): Body {
  return {
    type: ApplicationCommandType.ChatInput,
    name: command.name,
    description: command.summary,
    options: renderOptions(command),
    ...placeOf(command),
  };
}

/** https://discord.com/developers/docs/interactions/application-commands#message-commands */
function renderInMenu(command: CommandListing): Body[] {
  const { fromMessage } = command;
  if (!fromMessage) return [];
  return [{ type: ApplicationCommandType.Message, name: fromMessage.label, ...placeOf(command) }];
}

function placeOf({ access }: CommandListing) {
  return {
    default_member_permissions: access === "admin" ? manageServer : null,
    contexts: [InteractionContextType.Guild],
    integration_types: [ApplicationIntegrationType.GuildInstall],
  };
}

/** Required ones first: Discord refuses any other order. */
function renderOptions({ form, options = {} }: CommandListing): APIApplicationCommandBasicOption[] {
  const early = form
    ? Object.entries(form.fields).filter(([, field]) => isEarly(field))
    : Object.entries(options);
  const required = early.filter(([, field]) => field.required);
  const optional = early.filter(([, field]) => !field.required);
  return [...required, ...optional].map(([key, field]) => renderOption(key, field));
}

function renderOption(key: string, field: Field): APIApplicationCommandBasicOption {
  const common = { name: key, description: field.hint ?? field.label, required: field.required ?? false };
  switch (field.kind) {
    case "line":
    case "paragraph":
      return {
        ...common,
        type: ApplicationCommandOptionType.String,
        max_length: Math.min(field.maxLength, longestOption),
      };
    case "choice":
      return {
        ...common,
        type: ApplicationCommandOptionType.String,
        ...(field.groups
          ? { autocomplete: true }
          : { choices: field.choices.map(({ label, value }) => ({ name: label, value })) }),
      };
    case "search":
      return { ...common, type: ApplicationCommandOptionType.String, autocomplete: true };
    case "file":
      return { ...common, type: ApplicationCommandOptionType.Attachment };
    case "choices":
    case "pick":
    case "channel":
    case "people":
      throw new Error(`Field ${key}: "${field.kind}" cannot be early`);
  }
}
