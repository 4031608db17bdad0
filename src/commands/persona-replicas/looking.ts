import type { Context, Outcome } from "../../chat/command.ts";
import type { Reply } from "../../chat/reply.ts";
import type { AccountList, ReadingFailure } from "../../replicas/account-lists.ts";
import type { TeamLook } from "../../replicas/team-replicas.ts";
import { plural } from "../../text/plural.ts";
import { sentencesFor, withSaid } from "../../warnings/sentences.ts";
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

type Listed = "replicas" | "voices";
type Sayings = {
  coming: string;
  failed: string;
  unreadable(count: number): string;
  more(count: number): string;
};

const sayings: { [listed in Listed]: Sayings } = {
  replicas: {
    coming: "Asking Tavus for the replicas",
    failed: "The replicas could not be read",
    unreadable: (count) =>
      plural(count, {
        one: "1 of Tavus's replicas has no ID and cannot be chosen.",
        other: `${count} of Tavus's replicas have no ID and cannot be chosen.`,
      }),
    more: (count) =>
      plural(count, {
        one: "1 more replica is not shown: the account has too many. Its ID can be typed.",
        other: `${count} more replicas are not shown: the account has too many. Their IDs can be typed.`,
      }),
  },
  voices: {
    coming: "Asking Tavus for the voices",
    failed: "The voices could not be read",
    unreadable: (count) =>
      plural(count, {
        one: "1 of Tavus's voices has no ID and cannot be chosen.",
        other: `${count} of Tavus's voices have no ID and cannot be chosen.`,
      }),
    more: (count) =>
      plural(count, {
        one: "1 more voice is not shown: the account has too many. Its ID can be typed.",
        other: `${count} more voices are not shown: the account has too many. Their IDs can be typed.`,
      }),
  },
};

type Looked<Row> = { list: AccountList<Row>; notes: string[]; coming: Promise<void> | undefined };

/**
 * The list of an account, or what is said where there is none yet.
 */
export async function lookAt<Row>(
  { services, member }: Pick<Context<Services>, "services" | "member">,
  which: Listed,
  lookOnce: () => Promise<TeamLook<Row>>,
): Promise<Looked<Row> | { instead: Shown }> {
  let look = await lookOnce();
  if (look && !look.list && look.coming && (await within(look.coming, patienceMs))) look = await lookOnce();
  if (!look) return { instead: { reply: await keylessReply(services, member.tenantId) } };
  const { list, failure, coming } = look;
  // While it is asked again, what failed may have failed long ago.
  if (list) return { list, notes: notesOn(list, sayings[which], coming ? undefined : failure), coming };
  return {
    instead: {
      reply: failure && !coming ? failedReply(sayings[which], failure) : comingReply(sayings[which]),
      coming,
    },
  };
}

async function keylessReply({ teamKeys }: Services, tenantId: string): Promise<Reply> {
  const cause = (await teamKeys.owner(tenantId)) === "locked" ? "lockedKey" : "noKey";
  const { title, happened, remedy } = sentencesFor(cause, { operation: "replicas" });
  return { tone: "warning", title, text: `${happened}\n${remedy}` };
}

function comingReply({ coming }: Sayings): Reply {
  return {
    tone: "working",
    title: coming,
    text: "They appear here as soon as Tavus has answered.",
  };
}

function failedReply({ failed }: Sayings, { kind, words }: ReadingFailure): Reply {
  const { happened, remedy } = sentencesFor(kind, { operation: "replicas" });
  return {
    tone: "failure",
    title: failed,
    text: [withSaid(happened, kind, words), remedy].filter((line) => line !== "").join("\n"),
  };
}

function notesOn(
  { more, unreadable, readMs }: AccountList<unknown>,
  says: Sayings,
  failure: ReadingFailure | undefined,
) {
  return [
    ...(failure
      ? [
          `Tavus could not be asked just now, so this is how it was ${timeText(new Date(readMs).toISOString())}.`,
        ]
      : []),
    ...(unreadable > 0 ? [says.unreadable(unreadable)] : []),
    ...(more > 0 ? [says.more(more)] : []),
  ];
}
