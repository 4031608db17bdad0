import { RESTJSONErrorCodes as Code } from "discord.js";

const portal = "https://discord.com/developers/applications";
const wait = "Nothing has to be done; it is tried again.";
const update = "This is a mistake of this program: update PersonaForge, or report it with this line.";
const letIn =
  "Let the bot's role have View Channel, Send Messages and Embed Links in that channel, or choose another channel with /persona-setup.";
const otherChannel = "Choose another channel with /persona-setup.";

type Meaning = { cause: string; remedy: string };

/**
 * What Discord's error codes mean for the calls the bot makes, and what the operator or the team can do. Not a list of
 * what is a refusal: whatever is not known to pass is one.
 * https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
 */
const meanings: { [code: number]: Meaning } = {
  [Code.UnknownChannel]: { cause: "the channel is gone", remedy: otherChannel },
  [Code.UnknownGuild]: {
    cause: "the bot is not in that server any more",
    remedy: "Invite it again with the link that npm run doctor prints.",
  },
  [Code.UnknownMessage]: {
    cause: "the message is gone",
    remedy: "Nothing has to be done; a new one is posted.",
  },
  [Code.UnknownUser]: { cause: "the person's account is gone", remedy: "Nothing has to be done." },
  [Code.UnknownWebhook]: {
    cause: "the answer came more than 15 minutes after the command",
    remedy: "Nothing has to be done; what is owed comes by direct message.",
  },
  [Code.UnknownInteraction]: {
    cause: "Discord gave the command up, or another process answered it",
    remedy: "If it happens often, look whether a second process runs with this token.",
  },
  20016: { cause: "the channel is in slow mode", remedy: wait },
  20026: {
    cause: "Discord has quarantined this application for sending too much",
    remedy: `Look at ${portal} for its notice and appeal there. Nothing can be sent to new people until then.`,
  },
  20028: { cause: "too much was written to the channel", remedy: wait },
  20029: { cause: "too much was written in the server", remedy: wait },
  30032: {
    cause: "the application has as many commands as Discord allows",
    remedy: `Delete the commands that are not this bot's, at ${portal} or with the program that made them.`,
  },
  30034: {
    cause: "200 commands were created within a day, and Discord allows no more",
    remedy:
      "Nothing has to be done: it is tried again every hour. Find out what registers commands again and again.",
  },
  [Code.MaximumNumberOfEditsToMessagesOlderThanOneHourReached]: {
    cause: "an old message takes no more edits",
    remedy: "Nothing has to be done; a new one is posted.",
  },
  40001: {
    cause: "the token may not do that",
    remedy: `Copy the token again from ${portal} → Bot into DISCORD_TOKEN.`,
  },
  40002: {
    cause: "the account that owns the application is not verified",
    remedy: `Verify its e-mail address in Discord, then look at ${portal}.`,
  },
  40003: { cause: "too many conversations were opened at once", remedy: wait },
  40005: { cause: "the message or file is too large", remedy: update },
  40007: { cause: "the person is banned from that server", remedy: "Nothing has to be done." },
  40041: { cause: "a command of that name is there already", remedy: update },
  40060: {
    cause: "another process had answered already",
    remedy: "Look whether a second process runs with this token, and stop it.",
  },
  40062: { cause: "Discord limits this for everybody just now", remedy: wait },
  40333: {
    cause: "Cloudflare blocks this machine's requests to Discord",
    remedy: "Look whether something on this address calls Discord too often; a block ends within an hour.",
  },
  [Code.MissingAccess]: { cause: "the bot cannot see that place", remedy: letIn },
  [Code.CannotSendMessagesToThisUser]: {
    cause: "the person takes no direct messages from the bot",
    remedy: "Nothing has to be done; they read it at their next command.",
  },
  50008: { cause: "that channel takes no text", remedy: otherChannel },
  [Code.MissingPermissions]: { cause: "the bot may not do that there", remedy: letIn },
  50014: {
    cause: "the token is not valid",
    remedy: `Copy the token again from ${portal} → Bot into DISCORD_TOKEN.`,
  },
  50027: {
    cause: "the answer came more than 15 minutes after the command",
    remedy: "Nothing has to be done; what is owed comes by direct message.",
  },
  50035: { cause: "Discord does not take what was sent", remedy: update },
  50083: { cause: "the thread is archived", remedy: otherChannel },
  50240: { cause: "the application has an Activity whose entry point would be lost", remedy: update },
  50278: { cause: "the bot shares no server with that person", remedy: "Nothing has to be done." },
  110001: {
    cause: "that application does not exist any more",
    remedy: `Look at ${portal} whether it was deleted.`,
  },
  130000: { cause: "Discord is overloaded", remedy: wait },
  160005: { cause: "the thread is locked", remedy: otherChannel },
  200000: {
    cause: "the server's AutoMod blocked the message",
    remedy:
      "Let the bot's role through AutoMod (server settings, AutoMod), or choose another channel with /persona-setup.",
  },
  240000: {
    cause: "Discord blocks a link in the message",
    remedy: "Take the link out of the persona's texts.",
  },
};

/** What a code means and what can be done; undefined for one that nobody has met here. */
export function meaningOf(code: number): Meaning | undefined {
  return meanings[code];
}
