/** Why something is not in Tavus, or not in step with it. */
export type Cause =
  | "noKey"
  | "lockedKey"
  | "invalidKey"
  | "outOfCredits"
  | "tooManyConversations"
  | "rateLimited"
  | "rejected"
  | "notFound"
  | "otherTeams"
  | "conflict"
  | "unavailable"
  | "timedOut"
  | "unexpectedReply"
  | "interrupted"
  | "inLine"
  | "unlinked"
  | "memberLimit"
  | "teamLimit"
  | "channelClosed"
  | "channelRefused"
  | "directRefused";

/**
 * `title` names the cause, `happened` is one sentence of fact, `remedy` one that says what to do. `teamRemedy` says it
 * where several personas are meant and the buttons of a single one are not at hand.
 */
export type CauseText = { title: string; happened: string; remedy: string; teamRemedy?: string };

const limitRemedy =
  "It starts anew at 00:00 UTC: press Retry then, or run /persona-sync. Somebody who manages this server or workspace can raise it with /persona-setup.";

/** The titles of noKey, invalidKey and outOfCredits are those of the web app before this bot, for who knew it. */
const texts: { [cause in Cause]: CauseText } = {
  noKey: {
    title: "TAVUS_API_KEY not configured",
    happened: "This team has no Tavus API key, so nothing was sent to Tavus.",
    remedy:
      "An admin of this team brings its own key with /persona-setup. Or whoever runs the bot sets TAVUS_API_KEY and, if the bot serves several teams, names this one in TAVUS_API_KEY_TENANTS. What waits goes to Tavus as soon as there is a key.",
  },
  lockedKey: {
    title: "The team's Tavus key cannot be read any more",
    happened:
      "It was stored under another ENCRYPTION_KEY than the bot has now, so nothing was sent to Tavus.",
    remedy:
      "An admin types the Tavus key again with /persona-setup. What waits goes to Tavus as soon as that is done.",
  },
  invalidKey: {
    title: "Invalid Tavus API key",
    happened: "Tavus refused the API key: it is wrong, expired, or not allowed from this address.",
    remedy:
      "Check the key in the Tavus developer portal. An admin of this team changes it with /persona-setup; if the key is the operator's, whoever runs the bot changes it. Then press Retry.",
    teamRemedy:
      "Check the key in the Tavus developer portal. An admin of this team changes it with /persona-setup; if the key is the operator's, whoever runs the bot changes it. Then press Retry all.",
  },
  outOfCredits: {
    title: "Insufficient Tavus credits",
    happened: "The Tavus account is out of credits.",
    remedy: "Add credits to the Tavus account or upgrade its plan, then press Retry.",
    teamRemedy: "Add credits to the Tavus account or upgrade its plan, then press Retry all.",
  },
  tooManyConversations: {
    title: "Too many Tavus conversations at once",
    happened: "The Tavus account has as many live conversations as its plan allows.",
    remedy: "End a conversation in Tavus. We try again by ourselves.",
  },
  rateLimited: {
    title: "Tavus asks us to slow down",
    happened: "Tavus takes no more requests for the moment.",
    remedy: "Nothing to do: we try again by ourselves.",
  },
  rejected: {
    title: "Tavus did not accept this persona",
    happened: "Tavus refused what was sent.",
    remedy: "Press Edit, change what Tavus names, and send it again.",
    teamRemedy: "Open each with /persona-edit, change what Tavus names, and send it again.",
  },
  notFound: {
    title: "Tavus does not know this persona",
    happened: "The Tavus persona that was linked is not in this account any more.",
    remedy: "If it was deleted in Tavus on purpose, nothing needs doing. Otherwise create it again.",
    teamRemedy: "Open each with /persona-show and choose: create it in Tavus again, or unlink it.",
  },
  otherTeams: {
    title: "This Tavus persona belongs to another team",
    happened: "Another team that this bot serves made it or linked it first, so it is left alone.",
    remedy:
      "Unlink it here. If teams are meant to share what is in the Tavus account, whoever runs the bot sets TAVUS_SHARED_ACCOUNT=visible.",
  },
  conflict: {
    title: "Somebody is editing this persona in Tavus",
    happened: "There are unpublished changes in Tavus's own editor, so Tavus keeps its version.",
    remedy: "Publish or discard the changes in Tavus, then press Retry.",
    teamRemedy: "Publish or discard the changes in Tavus, then press Retry all.",
  },
  unavailable: {
    title: "Tavus is not available",
    happened: "Tavus could not be reached, or answered with an error of its own.",
    remedy: "Nothing to do: we try again by ourselves. Press Retry to try right now.",
    teamRemedy: "Nothing to do: we try again by ourselves. Press Retry all to try right now.",
  },
  timedOut: {
    title: "Tavus did not answer in time",
    happened: "Tavus took the request but did not answer within ten seconds.",
    remedy: "Nothing to do: we look whether it was created, and create it if not.",
  },
  unexpectedReply: {
    title: "Tavus answered something unexpected",
    happened: "Tavus answered, but not in a form we can read.",
    remedy: "Nothing to do: we look whether it was created, and create it if not.",
  },
  interrupted: {
    title: "Interrupted before Tavus answered",
    happened: "The bot was stopped while it was talking to Tavus.",
    remedy: "Nothing to do: we look whether it was created, and create it if not.",
  },
  unlinked: {
    title: "Not linked to Tavus",
    happened: "Somebody unlinked it by hand.",
    remedy: "Press Link to tie it to a Tavus persona, or Retry to create it in Tavus.",
  },
  memberLimit: {
    title: "A daily limit for new personas is used up",
    happened:
      "Whoever asked for it has used up their own limit of today, so nothing was made in Tavus. To make one again counts as well.",
    remedy: limitRemedy,
  },
  teamLimit: {
    title: "The team's daily limit for new personas is used up",
    happened:
      "This team has used up its limit of today, so nothing was made in Tavus. To make one again counts as well.",
    remedy: limitRemedy,
  },
  inLine: {
    title: "Waiting in line for Tavus",
    happened: "Only two personas of a team are created at once, and others came first.",
    remedy: "Nothing to do: it is created as soon as it is its turn.",
  },
  channelClosed: {
    title: "Warnings cannot be posted to their channel any more",
    happened: "The channel chosen with /persona-setup is gone, or closed to the bot.",
    remedy:
      "Then choose it, or another one, with /persona-setup. Until that is done, warnings go to the person who acted.",
  },
  channelRefused: {
    title: "A warning could not be posted to its channel",
    happened: "The channel chosen with /persona-setup did not take it.",
    remedy: "The person who acted is told instead; /persona-status shows what it says.",
  },
  directRefused: {
    title: "People cannot be told things directly",
    happened: "A direct message of the bot was refused.",
    remedy: "What people are owed comes with their next command until then.",
  },
};

export function textOf(cause: Cause): CauseText {
  return texts[cause];
}

/** What was said besides: Tavus's own words, or how high a limit is. */
export function saidOf(cause: Cause | undefined, words: string): string {
  return cause === "memberLimit" || cause === "teamLimit"
    ? `The limit is ${words} a day.`
    : `Tavus says: “${words}”`;
}

export function isCause(text: string): text is Cause {
  return Object.hasOwn(texts, text);
}
