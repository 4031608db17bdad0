import type { Context, Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { AccountList, ReadingFailure } from "../../replicas/account-lists.ts";
import type { TeamLook } from "../../replicas/team-replicas.ts";
import { saidBy, sentencesFor } from "../../warnings/sentences.ts";
import { within } from "../../within.ts";
import { timeText } from "../persona-setup/persona-setup-facts.ts";
import type { Services } from "../services.ts";

/** What is shown now, and when more of it will be known. */
export type Shown = { reply: Reply; coming?: Promise<unknown> | undefined };

/** For so long a first answer waits for the first list, so that it need not be replaced at once. */
const patienceMs = 900;
/** The list, and then what is asked about single ones of it. */
const mostRounds = 2;

/**
 * An answer that shows what is known, and is replaced once when more has come, unless the person has gone on to something
 * else or nothing has changed by it.
 */
export async function looking(context: Context<Services>, show: () => Promise<Shown>): Promise<Outcome> {
  const isNewest = context.services.replicas.beginLook(context.member);
  const first = await show();
  return first.coming ? { ...first.reply, later: showLater(first, show, isNewest) } : first.reply;
}

async function showLater(
  first: Shown,
  show: () => Promise<Shown>,
  isNewest: () => boolean,
): Promise<Awaited<Outcome["later"]>> {
  let shown = first;
  for (let round = 0; shown.coming && round < mostRounds; round += 1) {
    await shown.coming;
    shown = await show();
  }
  if (!isNewest() || JSON.stringify(shown.reply) === JSON.stringify(first.reply)) return undefined;
  const nothing = async () => undefined;
  // What is not seen any more can be looked at again.
  return { ...shown.reply, delivered: nothing, undelivered: nothing };
}

type Looked<Row> = { list: AccountList<Row>; notes: string[]; coming: Promise<void> | undefined };

/**
 * The list of an account, or what is said where there is none yet; `what` is its rows in the plural, and `again` the button
 * that leads here.
 */
export async function lookAt<Row>(
  { services, member }: Pick<Context<Services>, "services" | "member">,
  what: string,
  lookOnce: () => Promise<TeamLook<Row>>,
): Promise<Looked<Row> | { instead: Shown }> {
  let look = await lookOnce();
  if (look && !look.list && look.coming && (await within(look.coming, patienceMs))) look = await lookOnce();
  if (!look) return { instead: { reply: await keylessReply(services, member.tenantId) } };
  const { list, failure, coming } = look;
  if (list) return { list, notes: notesOn(list, what, failure), coming };
  return { instead: { reply: failure && !coming ? failedReply(what, failure) : comingReply(what), coming } };
}

async function keylessReply({ teamKeys }: Services, tenantId: string): Promise<Reply> {
  const cause = (await teamKeys.owner(tenantId)) === "locked" ? "lockedKey" : "noKey";
  const { title, happened, remedy } = sentencesFor(cause, { operation: "replicas" });
  return { tone: "warning", title, text: `${happened}\n${remedy}` };
}

function comingReply(what: string): Reply {
  return {
    tone: "working",
    title: `Asking Tavus for the ${what}`,
    text: "They appear here as soon as Tavus has answered.",
  };
}

function failedReply(what: string, { kind, words }: ReadingFailure): Reply {
  const { happened, remedy } = sentencesFor(kind, { operation: "replicas" });
  return {
    tone: "failure",
    title: `The ${what} could not be read`,
    text: [`${happened}${saidBy(kind, words)}`, remedy].filter((line) => line !== "").join("\n"),
  };
}

function notesOn(
  { more, unreadable, readMs }: AccountList<unknown>,
  what: string,
  failure: ReadingFailure | undefined,
) {
  const isOne = unreadable === 1;
  return [
    ...(failure
      ? [
          `Tavus could not be asked just now, so this is how it was ${timeText(new Date(readMs).toISOString())}.`,
        ]
      : []),
    ...(unreadable > 0
      ? [`${unreadable} of Tavus's ${what} ${isOne ? "has" : "have"} no ID and cannot be chosen.`]
      : []),
    ...(more > 0
      ? [`${more} more ${what} are not shown: the account has too many. Their IDs can be typed.`]
      : []),
  ];
}
