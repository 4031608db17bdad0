import type { TavusErrorKind } from "../errors.ts";
import { missingPart, namesWhat, nounsIn, subjectNouns } from "./names-what.ts";
import { ownWords, textsIn } from "./own-words.ts";
import type { AnswerForm } from "./read-words.ts";

/** What there is to decide by. `status` may be a success's, of which the body says that it was none. */
export type Refusal = {
  operation: string;
  status: number;
  words: string;
  form: AnswerForm;
  /** The body of the request: what it says is no reason, also where the answer repeats it. */
  sent?: unknown;
  /** Of the object it was about. */
  id?: string | undefined;
};

/** What a refusal stands for, decided by status and body together: Tavus, and who stands before it, give one status several meanings. */
export function decideKind(refusal: Refusal): TavusErrorKind {
  const { status, sent } = refusal;
  if (status === 511) return "blocked";
  if (status >= 500) return "unavailable";
  if (status >= 300 && status < 400) return "unexpectedReply";
  const words = ownWords(refusal.words, textsIn(sent));
  return (
    kindsAnyway.get(status) ??
    (isForeign(refusal) ? "blocked" : undefined) ??
    kindByWords({ ...refusal, words }) ??
    kindByStatus({ ...refusal, words })
  );
}

/** A proxy wants to be paid in its own way, or a law stands in between: neither is about the request. */
const kindsAnyway: ReadonlyMap<number, TavusErrorKind> = new Map([
  [407, "blocked"],
  [408, "timedOut"],
  [451, "blocked"],
]);

/** Statuses whose meaning is the same whoever answers. */
const plain = new Set([402, 413, 429]);

/** Tavus answers in JSON: a page with a refusal is somebody's who stands in between, such as a firewall's. */
function isForeign({ status, form }: Refusal): boolean {
  return status >= 400 && form === "page" && !plain.has(status);
}

const things = "(?:personas?|pals?|replicas?|faces?)";
const saysLimit = new RegExp(
  [
    `maximum (?:number|amount|count) of (?:\\w+ ){0,2}${things}`,
    `too many ${things}`,
    `\\b${things} (?:limit|quota|allowance|cap)\\b`,
    `\\b(?:limit|quota|maximum|cap)\\b (?:of|on|for) (?:\\d+ )?(?:\\w+ )?${things}`,
    `(?:can(?:not|'t)|may not|unable to) (?:create|make|have|add) (?:any )?more (?:\\w+ )?${things}`,
  ].join("|"),
  "i",
);
const calls = "(?:conversations?|calls?|sessions?|rooms?)";
const saysTooManyConversations = /maximum concurrent conversations/i;
/** The same in other words, which elsewhere are about requests. */
const saysTooManyRooms = new RegExp(
  [
    `\\bconcurrent (?:(?!api\\b)\\w+ ){0,2}${calls}\\b`,
    `\\bconcurrency (?:limit|reached|exceeded)|\\bmaximum concurrency\\b`,
    `\\btoo many (?:active|open|live|running) ${calls}\\b`,
    `\\bmaximum (?:number|amount|count) of (?:active|open|live|running) ${calls}\\b`,
  ].join("|"),
  "i",
);
const saysNoCredits = new RegExp(
  [
    "conversational credits",
    "\\b(?:insufficient|out of|not enough|no) (?:\\w+ )?(?:credits|minutes|balance|funds)\\b",
    "quota exceeded",
  ].join("|"),
  "i",
);
const plan = "(?:plan|subscription|tier)";
const saysPlan = new RegExp(
  [
    `(?:\\bnot|n't|\\bonly|\\brequires?|\\bupgrade|\\bexceeds?|\\bneeds?|\\bavailable)\\b[^.;]{0,60}\\b${plan}s?\\b`,
    `\\b${plan}\\b[^.;]{0,40}\\b(?:not|doesn't|upgrade|required|expired|inactive|cancell?ed|ended)\\b`,
    "\\bupgrade (?:to|your|the)\\b[^.;]{0,40}\\b(?:account|access|unlock|continue|more|use)\\b",
  ].join("|"),
  "i",
);

/** What only the words tell, whatever the status. */
function kindByWords({ operation, words, status }: Refusal): TavusErrorKind | undefined {
  if (saysLimit.test(words)) return "limitReached";
  const isRoom = operation === "create conversation";
  if (saysTooManyConversations.test(words) || (isRoom && saysTooManyRooms.test(words)))
    return "tooManyConversations";
  if (saysNoCredits.test(words)) return "outOfCredits";
  // Who asks too often is told to upgrade, too.
  if (status !== 429 && saysPlan.test(words)) return "notInPlan";
  return status === 403 || status < 300 ? kindOfAccess(words) : undefined;
}

const saysAddress =
  /\bip\b.{0,20}(address|allow|whitelist|block|range)|address.{0,20}not allowed|allow-?list/i;
const saysPermission =
  /permission|\bscopes?\b|\broles?\b|not allowed to|not authori[sz]ed to|access to this/i;
const saysKey =
  /\bapi[ _-]?key\b|\btokens?\b|credentials|authentication|\bunauthori[sz]ed\b|not authenticated/i;

/** A key may carry a list of allowed addresses, so a good key can be refused from a new one. */
function kindOfAccess(words: string): TavusErrorKind | undefined {
  if (saysAddress.test(words)) return "invalidKey";
  if (saysPermission.test(words)) return "forbidden";
  return saysKey.test(words) ? "invalidKey" : undefined;
}

/**
 * What these say passes, whatever was sent: the server was the wrong one (421), something is locked (423) or too early (425), it
 * is to be asked again (449), or the asker had left (460, 499: the words of proxies). The others say that it is not to be so.
 */
const notNow = new Set([421, 423, 425, 449, 460, 499]);

function kindByStatus(refusal: Refusal): TavusErrorKind {
  const { operation, status, words, form } = refusal;
  if (notNow.has(status)) return "unavailable";
  switch (status) {
    case 401:
      return "invalidKey";
    case 402:
      return "outOfCredits";
    case 403:
      return form === "json" ? "forbidden" : "blocked";
    case 404:
    case 410:
      return form === "json" ? kindOfAbsence(refusal) : "unexpectedReply";
    case 409:
      // Somebody has unpublished changes: https://docs.tavus.io/sections/conversational-video-interface/pal/editing-lifecycle
      return isAboutOne(operation) && !operation.startsWith("delete ") ? "conflict" : "rejected";
    case 429:
      return "rateLimited";
    default:
      return saysItIsUnknown(operation, words) ? "notFound" : "rejected";
  }
}

/** What is missing: what it is about, a part of what was to be made, or nobody knows what. */
function kindOfAbsence(refusal: Refusal): TavusErrorKind {
  const { operation, words } = refusal;
  if (isAboutOne(operation)) return namesWhat(refusal) ? "notFound" : "unexpectedReply";
  const part = operation.startsWith("create ") ? missingPart(operation, words) : undefined;
  if (part === undefined) return "unexpectedReply";
  return part === "persona" ? "notFound" : "rejected";
}

/** Not `create` and not `list`: those have no object that could be missing. */
function isAboutOne(operation: string): boolean {
  return !/^(create|list) /.test(operation);
}

/**
 * Tavus answers 400 `Invalid persona_id` where others answer 404. The same text about anything else than what the operation
 * is about (a persona made with an unknown replica) is a mistake in the request.
 */
function saysItIsUnknown(operation: string, words: string): boolean {
  const [, noun = ""] = /Invalid ([a-z]+)_(?:id|uuid)\b/i.exec(words) ?? [];
  const nouns = subjectNouns(operation);
  return (isAboutOne(operation) || nouns !== nounsIn(operation)) && nouns.includes(noun.toLowerCase());
}
