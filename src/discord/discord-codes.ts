import {
  app,
  channel,
  means,
  mistake,
  nothing,
  original,
  other,
  team,
  text,
  update,
  wait,
} from "../chat/meanings.ts";
import type { Meaning } from "../chat/refusal.ts";
import { listed } from "../text/plural.ts";
import { attachFiles, postingNames } from "./permissions.ts";

const portal = "https://discord.com/developers/applications";
const list = "https://discord.com/developers/docs/topics/opcodes-and-status-codes#json";
const letIn = `Let my role have ${listed([...postingNames, attachFiles], "and")} in that channel, or choose another channel with /persona-setup.`;
const copyToken = `Copy the token again from ${portal} → Bot into DISCORD_TOKEN.`;
const later = "What is owed comes by direct message or with the next command.";
const second = `Check whether a second process runs with this DISCORD_TOKEN, and stop it. ${later}`;
const notice = `Look at ${portal} for a notice of Discord's, and appeal there.`;
const closeSome = "Close threads that nobody needs any more.";
const hourMs = 60 * 60_000;

const token = (cause: string): Meaning => means("token", "operator")(cause, copyToken);
const person = (cause: string): Meaning =>
  means("person", "nobody")(cause, "They read it with their next command.");
const over = (cause: string, remedy = `Nothing to do. ${later}`): Meaning =>
  means("interaction", "nobody")(cause, remedy);
const passing = (cause: string, pauseMs?: number, remedy = wait): Meaning => ({
  ...means("app", "nobody")(cause, remedy),
  passes: true,
  ...(pauseMs !== undefined && { pauseMs }),
});

/**
 * What Discord's error codes mean for the calls the bot makes. One that stands in no line is a refusal: only `passing`
 * passes. https://discord.com/developers/docs/topics/opcodes-and-status-codes#json-json-error-codes
 */
const meanings: { [code: number]: Meaning } = {
  // What passes.
  20016: passing("the channel is in slow mode"),
  20022: passing("too many announcements were changed"),
  20028: passing("too much was written to the channel"),
  20029: passing("too much was written in the server"),
  30034: passing(
    "200 commands were created within a day, and Discord allows no more",
    hourMs,
    "Nothing to do: it is tried again every hour. Find out what registers commands again and again.",
  ),
  30040: passing("too many of these requests were made"),
  40003: passing("too many conversations were opened at once"),
  40004: passing("Discord has switched off sending for a while"),
  40006: passing("Discord has switched that off for a while"),
  40062: passing("Discord limits this for everybody just now"),
  40333: passing(
    "Cloudflare blocks this machine's requests to Discord",
    hourMs / 4,
    "Check whether something on this address calls Discord too often; a block ends within an hour.",
  ),
  110000: passing("Discord is not ready for that yet"),
  110001: passing("Discord does not have this application at hand yet"),
  130000: passing("Discord is overloaded"),
  // The application and its token.
  10002: app("that application does not exist any more", `Look at ${portal} whether it was deleted.`),
  20001: app("bots may not do that", update),
  20012: token("the token is not of that application"),
  20026: app(
    "Discord has quarantined this application for sending too much",
    `${notice} Nothing can be sent to new people until then.`,
  ),
  30032: app(
    "the application has as many commands as Discord allows",
    `Delete the commands that are not mine, at ${portal} or with the program that made them.`,
  ),
  40001: token("the token may not do that"),
  40002: app(
    "the account that owns the application is not verified",
    `Verify its e-mail address in Discord, then look at ${portal}.`,
  ),
  40012: token("the token was revoked"),
  40041: app("a command of that name is there already", update),
  50010: app("the application has no bot", `Add one at ${portal} → Bot.`),
  50014: token("the token is not valid"),
  50025: token("the token is not valid"),
  50041: app("Discord no longer speaks this program's version of its API", "Update PersonaForge."),
  50178: app("the application's owner is not verified", `Verify the account, then look at ${portal}.`),
  50240: app("the application has an Activity whose entry point would be lost", update),
  60003: app(
    "Discord wants two-factor authentication of the application's owner",
    "Switch it on for the account that owns the application.",
  ),
  // A server or channel.
  10003: channel("the channel does not exist any more", other),
  10004: team("I am not in that server any more", "Invite me again with the link of npm run doctor."),
  10007: team("I am not in that server any more", "Invite me again with the link of npm run doctor."),
  40007: team("I am banned from that server", "Lift the ban and invite me again."),
  40058: channel("a forum takes no messages", other),
  40067: channel("that forum wants a tag with each post", other),
  50001: channel("I cannot see that place", letIn),
  50008: channel("that channel takes no text", other),
  50009: channel("the server's verification level is too high for me", other),
  50013: channel("I may not do that there", letIn),
  50024: channel("that kind of channel does not take it", other),
  50055: team("the server does not exist any more", nothing),
  50083: channel("the thread is archived", "Open it again, or use another one."),
  50095: team("the server is not available here", other),
  160005: channel("the thread is locked", "Unlock it, or use another one."),
  160006: team("the server has as many open threads as Discord allows", closeSome),
  160007: team("the server has as many open threads below announcements as Discord allows", closeSome),
  220001: channel("a forum takes no messages", other),
  400001: team("Discord lets nobody upload files in that server", "Ask Discord's support why."),
  // A person.
  10013: person("the person's account is gone"),
  20009: person("the person's filter does not take it"),
  50007: person("the person takes no direct messages from me"),
  50033: person("the person cannot be written to"),
  50278: person("I share no server with that person"),
  // A message to be changed.
  10008: original("the message is gone"),
  30046: original("an old message takes no more edits"),
  50005: original("the message is somebody else's"),
  50021: original("it is a message of Discord's own"),
  // An interaction.
  10015: over("the answer came more than 15 minutes after the command"),
  10062: over("Discord gave the command up, or another process answered it", `${second}`),
  40043: over("Discord could not send the answer"),
  40060: over("another process had answered already", second),
  40094: over("there were as many answers as Discord allows"),
  50027: over("the answer came more than 15 minutes after the command"),
  // What was sent.
  200000: text(
    "the server's AutoMod blocked the message",
    "Let my role through AutoMod (server settings, AutoMod), or choose another channel with /persona-setup.",
  ),
  200001: text(
    "the server's AutoMod blocked a title",
    "Let my role through AutoMod (server settings, AutoMod).",
  ),
  240000: text("Discord blocks a link in the message", "Take the link out of the persona's texts."),
  20031: text("the text holds words that Discord does not allow", "Take them out of the persona's texts."),
  30015: mistake("too many files were sent"),
  40005: mistake("the message or file is too large"),
  50006: mistake("the message is empty"),
  50035: mistake("Discord does not take what was sent"),
  50045: mistake("a file is too large"),
  50046: mistake("a file is not one that Discord takes"),
  50068: mistake("that kind of message cannot be sent"),
  50109: mistake("what was sent is no JSON"),
  50110: mistake("a file is not one that Discord takes"),
  50123: mistake("a file is of a kind that Discord does not take"),
  50146: mistake("a file did not arrive"),
};

/** Refusals without a code, by status. */
const byStatus: { [status: number]: Meaning } = {
  401: token("Discord does not know the token"),
  403: app("Discord does not let me do that", notice),
  404: app("Discord does not know that address", `Check DISCORD_API_URL. ${update}`),
  405: app("Discord does not know that call", `Check DISCORD_API_URL. ${update}`),
  408: passing("Discord did not read the call in time"),
  413: mistake("the message or file is too large"),
  425: passing("Discord asks for it again"),
};

/** What a code means; undefined for one that nobody has met here. */
export function meaningOf(code: number): Meaning | undefined {
  return Object.hasOwn(meanings, code) ? meanings[code] : undefined;
}

/** The same for every answer: `code` is 0 or left out where Discord names none, `words` are Discord's own. */
export function meaningFor(answer: { status: number; code: number | undefined; words: string }): Meaning {
  const { status, code = 0, words } = answer;
  const known = code === 0 ? byStatus[status] : meaningOf(code);
  return (
    known ??
    app(`Discord says “${words}” (status ${status}, code ${code})`, `${list} lists the codes. ${update}`)
  );
}
