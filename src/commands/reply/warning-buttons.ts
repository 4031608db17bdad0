import { type ButtonAction, type Context, definePlainCommand } from "../../chat/command.ts";
import { limits } from "../../chat/limits.ts";
import type { Reply } from "../../chat/reply.ts";
import { utc } from "../../chat/time-mark.ts";
import { UserError } from "../../errors.ts";
import { shortName } from "../../short-name.ts";
import { plural } from "../../text/plural.ts";
import type { WarningDetails } from "../../warnings/details.ts";
import {
  personaItem,
  retryAllAction,
  showWarningAction,
  whatChangedAction,
} from "../../warnings/warning-reply.ts";
import type { Services } from "../services.ts";
import { keylessReply } from "./key-help.ts";
import { whatChanged } from "./what-changed.ts";

/** Opens the list of all personas of a warning. */
const allAction = "warning-all";

/** The most that are listed; nobody reads more. */
const mostListed = 1000;

const longestName = 100;

const retryAll: ButtonAction<Services> = {
  access: "manager",
  async run(id, context) {
    const { services, member } = context;
    const keyless = await keylessReply(context);
    if (keyless) return { kind: "reply", reply: keyless };
    const count = await services.warnings.retryAll(member.tenantId, id, member.userId);
    if (count === undefined) throw new UserError(isOver);
    if (count > 0) services.audit.record(context, { action: "retry-all", details: `${count} retried` });
    return { kind: "reply", reply: retriedReply(count) };
  },
};

const show: ButtonAction<Services> = {
  access: "member",
  async run(id, context) {
    return { kind: "reply", reply: waitingReply(await detailsFor(id, context)) };
  },
};

const showAll: ButtonAction<Services> = {
  access: "member",
  opensForm: true,
  async run(id, context) {
    const text = textOf(await detailsFor(id, context));
    return { kind: "text", title: "What waits", name: fileName, text };
  },
};

const changes: ButtonAction<Services> = {
  access: "member",
  async run(id, { services, member }) {
    const began = await services.warnings.began(member.tenantId, id);
    if (!began) throw new UserError(isOver);
    return { kind: "reply", reply: { ...(await whatChanged(services.audit, began)), visibility: "private" } };
  },
};

/** What the buttons under a warning do. Nobody types this command; it only carries them. */
export const warningButtons = definePlainCommand<Services, Record<string, never>>({
  name: "persona-warning",
  summary: "What is wrong between this team and Tavus",
  access: "member",
  isListed: false,
  options: {},
  buttons: {
    [retryAllAction]: retryAll,
    [showWarningAction]: show,
    [allAction]: showAll,
    [whatChangedAction]: changes,
  },
  async run() {
    throw new UserError("Run /persona-status to see what is wrong.");
  },
});

const isOver = "This warning is over: nothing waits because of it any more. /persona-status shows what does.";
const fileName = "waiting.txt";

async function detailsFor(
  id: string,
  { services, member }: Pick<Context<Services>, "services" | "member">,
): Promise<WarningDetails> {
  const details = await services.warnings.show(member.tenantId, id, mostListed);
  if (!details || details.warning.waiting === 0) throw new UserError(isOver);
  return details;
}

function retriedReply(count: number): Reply {
  if (count === 0) {
    return {
      tone: "neutral",
      title: "Nothing to try again",
      text: "Nothing waits because of this any more. /persona-status shows what does.",
    };
  }
  return {
    tone: "success",
    title: plural(count, {
      one: "Trying again: 1 goes to Tavus now",
      other: `Trying again: ${count} go to Tavus now`,
    }),
    text: plural(count, {
      one: "The warning says when all is well; whoever made it is told how it ended.",
      other: "Two at a time. The warning says when all is well; whoever made one is told how it ended.",
    }),
  };
}

function waitingReply(details: WarningDetails): Reply {
  const { warning, personas } = details;
  const items = personas.slice(0, limits.items).map(personaItem);
  const hasMore = warning.waiting > items.length;
  return {
    tone: "neutral",
    title: warning.title,
    text: `Waiting because of this: ${warning.waitingWords}.`,
    items,
    ...(hasMore && {
      files: [{ name: fileName, text: textOf(details), open: { action: allAction, state: warning.id } }],
    }),
    notes: ["/persona-show with a name or an ID shows a persona in full, /persona-video the videos."],
  };
}

function textOf({ warning, personas }: WarningDetails): string {
  const lines = personas.map(({ id, name, failedAt = null }) => {
    const line = `${id}  ${shortName(name, longestName)}`;
    return failedAt === null ? line : `${line}, last tried ${utc(Date.parse(failedAt))}`;
  });
  const others = warning.waiting - personas.length;
  return [...lines, ...(others > 0 ? [`And ${others} more.`] : [])].join("\n");
}
