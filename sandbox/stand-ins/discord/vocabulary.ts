/*
 * Discord's numbers, for the stand-in and for the page that draws what it holds. Nothing is imported here, so that the
 * page carries nothing more.
 */

/** https://discord.com/developers/docs/components/reference#component-object-component-types */
export const componentType = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

const selectTypes: readonly number[] = [
  componentType.stringSelect,
  componentType.userSelect,
  componentType.roleSelect,
  componentType.mentionableSelect,
  componentType.channelSelect,
];

export function isSelect(type: number): boolean {
  return selectTypes.includes(type);
}

/** A select that Discord fills itself: with the guild's people, roles or channels. */
export function isEntitySelect(type: number): boolean {
  return isSelect(type) && type !== componentType.stringSelect;
}

/** https://discord.com/developers/docs/resources/channel#channel-object-channel-types */
export const channelType = {
  text: 0,
  direct: 1,
  voice: 2,
  category: 4,
  announcement: 5,
  publicThread: 11,
  privateThread: 12,
  forum: 15,
} as const;

/** https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-type */
export const optionType = {
  subcommand: 1,
  subcommandGroup: 2,
  string: 3,
  integer: 4,
  boolean: 5,
  user: 6,
  channel: 7,
  role: 8,
  number: 10,
  attachment: 11,
} as const;

/** https://discord.com/developers/docs/resources/message#message-object-message-flags */
export const messageFlag = { suppressEmbeds: 4, ephemeral: 64, loading: 128, componentsV2: 32_768 } as const;

/** https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type */
export const interactionType = { command: 2, component: 3, autocomplete: 4, modalSubmit: 5 } as const;

export const callbackType = {
  message: 4,
  deferredMessage: 5,
  deferredUpdate: 6,
  update: 7,
  autocomplete: 8,
  modal: 9,
} as const;

/** https://discord.com/developers/docs/events/gateway#list-of-intents. Privileged: members, presences, message content. */
export const intent = {
  guilds: 1 << 0,
  directMessages: 1 << 12,
  privileged: (1 << 1) | (1 << 8) | (1 << 15),
} as const;
