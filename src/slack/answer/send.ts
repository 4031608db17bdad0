import type { RespondArguments, ViewResponseAction } from "@slack/bolt";
import type { Answering, SendDirect } from "../../chat/interaction.ts";
import { mustBeOurs, sendUnlessRefused } from "../../chat/refusal.ts";
import type { Log } from "../../log.ts";
import type { WebClients } from "../clients.ts";
import {
  type ActionPayload,
  type CommandPayload,
  formIn,
  type ShortcutPayload,
  type SubmissionPayload,
  type SuggestionPayload,
} from "../read/payload.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { answerAction } from "./answer-action.ts";
import { answerCommand } from "./answer-command.ts";
import { answerFill } from "./answer-fill.ts";
import { answerSubmission } from "./answer-submission.ts";
import { type AnsweredOptions, answerSuggestion } from "./answer-suggestion.ts";
import type { AnswerTools } from "./answer-tools.ts";
import type { DirectMessages } from "./direct-messages.ts";
import { deliverFiles, hasFilesToSend } from "./files/deliver-files.ts";
import { replaceStanding } from "./standing.ts";

/** A payload with the acknowledgement that fits its kind. */
export type Arrival =
  | { kind: "command"; body: CommandPayload; acknowledgement: Acknowledgement<RespondArguments> }
  /** Acknowledged before it is answered: Slack shows nothing of what stands in that. */
  | { kind: "shortcut"; body: ShortcutPayload; acknowledgement: Acknowledgement<RespondArguments> }
  | { kind: "submission"; body: SubmissionPayload; acknowledgement: Acknowledgement<ViewResponseAction> }
  | { kind: "action"; body: ActionPayload; acknowledgement: Acknowledgement<void> }
  | { kind: "suggestion"; body: SuggestionPayload; acknowledgement: Acknowledgement<AnsweredOptions> };

/** How an arrival is answered. */
export function createAnswering(arrival: Arrival, tools: AnswerTools): Answering {
  switch (arrival.kind) {
    case "command":
      return answerCommand(arrival, tools);
    case "shortcut": {
      const { body, acknowledgement } = arrival;
      const threadTs = threadOf(body.message);
      const asked = { ...body, user_id: body.user.id, channel_id: body.channel.id, threadTs };
      return answerCommand({ body: asked, acknowledgement }, tools);
    }
    case "submission":
      return answerSubmission(arrival, tools);
    case "action": {
      const view = formIn(arrival.body);
      return view ? answerFill({ ...arrival, view }, tools) : answerAction(arrival, tools);
    }
    case "suggestion":
      return answerSuggestion(arrival, tools);
  }
}

/** Undefined, too, for the message that a thread hangs below: it stands in the channel. */
function threadOf({ ts, thread_ts: threadTs }: ShortcutPayload["message"]): string | undefined {
  return threadTs && threadTs !== ts ? threadTs : undefined;
}

/** Messages to one person outside any interaction. Rejects with OutsideError where trying again may help. */
export function createSendDirect(tools: {
  clients: WebClients;
  direct: DirectMessages;
  log: Log;
}): SendDirect {
  return async (userId, reply, onRefused, way = {}) => {
    const { standsAt, inPlace = reply, mayBeAnew } = way;
    await mustBeOurs(way);
    const shown = await deliverFiles(reply, { ...tools, userId });
    if (hasFilesToSend(reply)) await mustBeOurs(way);
    const { buttons } = inPlace;
    const there = inPlace === reply ? shown : { ...shown, ...(buttons && { buttons }) };
    if (standsAt !== undefined) {
      if (await replaceStanding(standsAt, there, tools)) return true;
      if (mayBeAnew && !(await mayBeAnew())) return false;
      await mustBeOurs(way);
    }
    return sendUnlessRefused(tools.direct.post(userId, shown), { log: tools.log, onRefused });
  };
}
