/** Permission bits the stand-in knows. https://discord.com/developers/docs/topics/permissions */
export const permission = {
  administrator: 1n << 3n,
  manageGuild: 1n << 5n,
  viewChannel: 1n << 10n,
  sendMessages: 1n << 11n,
  embedLinks: 1n << 14n,
  attachFiles: 1n << 15n,
  readMessageHistory: 1n << 16n,
  useApplicationCommands: 1n << 31n,
  createPublicThreads: 1n << 35n,
  createPrivateThreads: 1n << 36n,
  sendMessagesInThreads: 1n << 38n,
} as const;

/** What anybody may do in a new guild, the bot included. */
export const everyonePermissions =
  permission.viewChannel |
  permission.sendMessages |
  permission.embedLinks |
  permission.attachFiles |
  permission.readMessageHistory |
  permission.useApplicationCommands |
  permission.createPublicThreads |
  permission.createPrivateThreads |
  permission.sendMessagesInThreads;

/** Whether `held` covers every bit of `needed`; administrators hold everything. */
export function holds(held: bigint, needed: bigint): boolean {
  return (held & permission.administrator) !== 0n || (held & needed) === needed;
}
