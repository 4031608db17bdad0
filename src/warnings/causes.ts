/** Why something is not in Tavus, or not in step with it. */
export type Cause = keyof typeof facts;

/**
 * `title` names the cause; `happened` is one sentence of fact, true whatever was being done; `mend` says what people have to do
 * first, where it does not pass by itself; `isUnclear`: Tavus may have carried it out all the same.
 */
export type CauseFacts = { title: string; happened: string; mend?: string; isUnclear?: true };

const keyRemedy = "An admin changes it with /persona-setup; whoever runs the bot does, if it is their key.";

/** The titles of noKey, invalidKey and outOfCredits are those of the web app before this bot, for who knew it. */
const facts = {
  noKey: {
    title: "TAVUS_API_KEY not configured",
    happened: "This team has no Tavus key, so nothing was sent to Tavus.",
    mend: "An admin enters your team's own key with /persona-setup, where whoever runs the bot has set ENCRYPTION_KEYS. Or they set TAVUS_API_KEY and, where it serves several teams, name this one in TAVUS_API_KEY_TENANTS.",
  },
  lockedKey: {
    title: "The team's Tavus key cannot be read any more",
    happened:
      "It was stored under an encryption key that I do not have any more, so nothing was sent to Tavus.",
    mend: "An admin types the Tavus key again with /persona-setup.",
  },
  invalidKey: {
    title: "Invalid Tavus API key",
    happened: "Tavus refused the API key: it is wrong, expired, or not allowed from this address.",
    mend: `Check the key in the Tavus developer portal. ${keyRemedy}`,
  },
  outOfCredits: {
    title: "Insufficient Tavus credits",
    happened: "The Tavus account is out of credits.",
    mend: "Add credits to the Tavus account or upgrade its plan.",
  },
  notInPlan: {
    title: "Not in the plan of your Tavus account",
    happened: "The plan of the Tavus account does not include what was asked for.",
    mend: "Upgrade the plan in Tavus, or leave out what it does not include.",
  },
  limitReached: {
    title: "Your Tavus account has reached a limit",
    happened: "The Tavus account has reached a limit of its plan.",
    mend: "Delete in Tavus what is not needed any more, or upgrade the plan.",
  },
  forbidden: {
    title: "Tavus does not allow this",
    happened: "Tavus does not let this account do that.",
    mend: "Ask whoever owns the Tavus account: it may be the rights of the key, the plan, or a persona that belongs to somebody else.",
  },
  blocked: {
    title: "The way to Tavus is blocked",
    happened: "Something on the way to Tavus, such as a firewall or a proxy, turned the request away.",
    mend: "Whoever runs the bot checks its network, with npm run doctor.",
  },
  tooManyConversations: {
    title: "Too many Tavus conversations at once",
    happened: "The Tavus account has as many open conversations as its plan allows.",
    mend: "End one in Tavus.",
  },
  rateLimited: {
    title: "Tavus asks for a pause",
    happened: "Tavus takes no more requests for the moment.",
  },
  rejected: {
    title: "Tavus did not accept this persona",
    happened: "Tavus refused what was sent.",
  },
  notFound: {
    title: "Tavus does not know this persona",
    happened: "The Tavus persona that was linked is not in this account any more.",
  },
  otherTeams: {
    title: "This Tavus persona belongs to another team",
    happened: "Another team made it or linked it first, so it is left alone.",
    mend: "If teams are meant to share what is in the Tavus account, whoever runs the bot sets TAVUS_SHARED_ACCOUNT=visible.",
  },
  conflict: {
    title: "Somebody is editing this persona in Tavus",
    happened: "There are unpublished changes in Tavus's own editor, so Tavus keeps its version.",
    mend: "Publish or discard the changes in Tavus.",
  },
  unavailable: {
    title: "Tavus is not available",
    happened: "Tavus could not be reached, or answered with an error of its own.",
    isUnclear: true,
  },
  timedOut: {
    title: "Tavus did not answer in time",
    happened: "No answer came from Tavus in time.",
    isUnclear: true,
  },
  notApplied: {
    title: "Tavus did not carry it out",
    happened: "Tavus accepted the request but did not carry it out.",
    isUnclear: true,
  },
  unexpectedReply: {
    title: "Tavus answered something unexpected",
    happened: "Tavus answered, but not in a form that I can read.",
    isUnclear: true,
  },
  interrupted: {
    title: "Interrupted before Tavus answered",
    happened: "I was stopped while I was talking to Tavus.",
    isUnclear: true,
  },
  notSeenYet: {
    title: "Not in Tavus so far",
    happened:
      "I looked, and Tavus does not have it. The first request may still arrive there, so it is not sent again before that is settled.",
    isUnclear: true,
  },
  unlinked: {
    title: "Not linked to Tavus",
    happened: "Somebody unlinked it by hand.",
  },
  memberLimit: {
    title: "A daily limit was used up",
    happened:
      "Whoever asked for it had used up the day's limit, so nothing was made in Tavus. Making one again counts too.",
    mend: "An admin can raise it: /persona-setup, Save, then Limits.",
  },
  teamLimit: {
    title: "The team's daily limit was used up",
    happened:
      "This team had used up the day's limit, so nothing was made in Tavus. Making one again counts too.",
    mend: "An admin can raise it: /persona-setup, Save, then Limits.",
  },
  inLine: {
    title: "Waiting in line for Tavus",
    happened: "Only two personas of a team are created at once, and others came first.",
  },
  channelClosed: {
    title: "Warnings cannot be posted to their channel any more",
    happened:
      "The channel chosen with /persona-setup is gone, closed to me, or read by others than the team.",
  },
  channelRefused: {
    title: "A warning could not be posted to its channel",
    happened: "The channel chosen with /persona-setup did not take it.",
  },
  directRefused: {
    title: "People cannot be told things directly",
    happened: "A direct message of mine was refused.",
  },
} satisfies Record<string, CauseFacts>;

export function factsOf(cause: Cause): CauseFacts {
  return facts[cause];
}

export function isCause(text: string): text is Cause {
  return Object.hasOwn(facts, text);
}

export const causes: readonly Cause[] = Object.keys(facts).filter(isCause);
