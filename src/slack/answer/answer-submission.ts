import type { ViewResponseAction } from "@slack/bolt";
import { workingReply } from "../../chat/dispatch/fixed-replies.ts";
import type { FieldErrors } from "../../chat/form/field.ts";
import type { Answering } from "../../chat/interaction.ts";
import { staleOnArrivalMs } from "../../chat/limits.ts";
import type { Reply } from "../../chat/reply.ts";
import { isReadByOthers } from "../channels.ts";
import { isOpenedInHome, readFormMetadata } from "../read/form-ids.ts";
import type { SubmissionPayload } from "../read/payload.ts";
import { renderMarks, renderRemark } from "../render/render-marks.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { createAnswerPlace } from "./answer-place.ts";
import { type AnswerTools, answersNothing } from "./answer-tools.ts";
import { createKeptView } from "./kept-view.ts";

/**
 * Answers a form. Until it is accepted it stays open, so everything said before that is said inside it; afterwards
 * answers go to the response_url of the command or button that opened it.
 */
export function answerSubmission(
  arrival: { body: SubmissionPayload; acknowledgement: Acknowledgement<ViewResponseAction> },
  tools: AnswerTools,
): Answering {
  const { body, acknowledgement } = arrival;
  const metadata = readFormMetadata(body.view.private_metadata);
  // A private message whose button opened the form gives way to what comes of it; one for everybody must not.
  const original = metadata?.original ?? "none";
  const thread = { ts: metadata?.threadTs, replaces: original !== "none" };
  const responseUrl = tools.responseUrls.open(metadata?.responseUrl, thread);
  const isBesidePublic = original === "public";
  const place = createAnswerPlace({
    ...tools,
    responseUrl,
    userId: body.user.id,
    original,
    isShared: metadata?.original === "none",
    isDirect: metadata !== undefined && !isReadByOthers(metadata.channelId),
  });
  const kept = createKeptView(arrival, tools);
  let working: Reply | undefined;

  async function refuse(errors: FieldErrors, reply: Reply): Promise<boolean> {
    const hasMarks = Object.keys(errors).length > 0;
    const marks = hasMarks ? renderMarks(body.view, errors) : renderRemark(body.view, sentenceOf(reply));
    if (await acknowledgement.give(marks)) return true;
    // In the form and as a message, for the person may have closed what was kept open.
    const [isRemarked, isShown] = await Promise.all([
      kept.remark(Object.values(marks.errors).join(" ")),
      place.show(reply),
    ]);
    return isRemarked || isShown;
  }

  const mayAnnounce = !isBesidePublic && !isOpenedInHome(body.view.private_metadata);

  return {
    ...answersNothing("form", tools),
    isTakenSilently: true,
    ageMs: () => (tools.isRetry ? staleOnArrivalMs : 0),
    async acceptForm() {
      if (!(await kept.end())) await acknowledgement.give();
      if (working) await place.show(working);
    },
    // Acknowledged, it would close, and what was typed be known to nobody but a process that may have died.
    leave: () => acknowledgement.withhold(),
    async keepForm({ notice, values }) {
      if (mayAnnounce) working = workingReply();
      await kept.keep(notice, values);
    },
    refuseForm: (errors, reply) => refuse(errors, reply),
    async defer(reply) {
      // What is shown in the Home tab has no word before it that it could replace.
      if (!mayAnnounce) return;
      // Acknowledging would close a form whose values are not stored yet.
      if (acknowledgement.isGiven()) await place.show(reply);
      else working = reply;
    },
    answer: (reply) => (acknowledgement.isGiven() && !kept.isOpen() ? place.show(reply) : refuse({}, reply)),
    standsAt: () => place.standsAt(),
    async progress(reply) {
      // While the form is open it may still be refused.
      if (acknowledgement.isGiven()) await place.progress(reply);
    },
    post: (reply) => place.add(reply),
    amend: (reply) => place.change(reply),
  };
}

function sentenceOf({ title, text }: Reply): string {
  return text ? `${title}. ${text}` : title;
}
