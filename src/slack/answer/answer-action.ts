import { formIsReadyReply } from "../../chat/dispatch/fixed-replies.ts";
import { openOrPlainer } from "../../chat/fit/plainer-form.ts";
import type { Answering } from "../../chat/interaction.ts";
import { isReadByOthers } from "../channels.ts";
import type { ActionPayload } from "../read/payload.ts";
import { ageOfPressMs } from "../read/press-age.ts";
import { isForEverybody } from "../render/render-actions.ts";
import { renderForm } from "../render/render-form.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { createAnswerPlace } from "./answer-place.ts";
import { type AnswerTools, answersNothing } from "./answer-tools.ts";
import { showText } from "./show-text.ts";
import { createViewSlot } from "./view-slot.ts";

/** Answers a pressed button. Its acknowledgement carries nothing and is given at once, before this is called. */
export function answerAction(
  arrival: { body: ActionPayload; acknowledgement: Acknowledgement<void> },
  tools: AnswerTools,
): Answering {
  const { body } = arrival;
  const channelId = body.channel?.id ?? "";
  const {
    is_ephemeral: isEphemeral = false,
    is_app_unfurl: isPreview = false,
    thread_ts: threadTs,
  } = body.container ?? {};
  const isDirect = !isReadByOthers(channelId) && !isForEverybody(body.actions[0].block_id);
  const isPrivate = !isPreview && (isEphemeral || isDirect);
  const original = isPrivate ? "private" : "public";
  const place = createAnswerPlace({
    ...tools,
    responseUrl: tools.responseUrls.open(body.response_url, { ts: threadTs ?? undefined, replaces: true }),
    userId: body.user.id,
    original,
    isDirect: isDirect && !isEphemeral,
  });
  const slot = createViewSlot(body.trigger_id, tools);
  // An announcement takes the place of the pressed message, and Slack tells nobody what stood there.
  let isReplaced = false;
  return {
    ...answersNothing("button", tools),
    isTakenSilently: true,
    ageMs: () => ageOfPressMs(body.actions[0].action_ts, Date.now()),
    takeOver() {
      isReplaced = isPrivate;
    },
    holdForm: () => slot.hold(),
    async openForm(form) {
      const { response_url: responseUrl } = body;
      const asked = {
        channelId,
        responseUrl,
        threadTs: threadTs ?? undefined,
        original,
        round: 0,
        blockIds: {},
      } as const;
      const outcome = await openOrPlainer(form, (shown) => slot.open(renderForm(shown, asked)));
      if (outcome === "late") await place.add(formIsReadyReply(form));
    },
    async defer(working) {
      // Beside a message for everybody it could not be replaced by the answer.
      if (!isPrivate) return;
      isReplaced = true;
      await place.show(working);
    },
    async answer(reply) {
      const [isShown, isTold] = await Promise.all([place.show(reply), slot.tell(reply)]);
      return isShown || isTold;
    },
    async answerBeside(reply, inPlace) {
      const say = () => (isReplaced ? place.show(inPlace) : place.showBeside(reply));
      const [isShown, isTold] = await Promise.all([say(), slot.tell(reply)]);
      return isShown || isTold;
    },
    standsAt: () => place.standsAt(),
    progress: (reply) => place.progress(reply),
    post: (reply) => place.add(reply),
    amend: (reply) => place.change(reply),
    showText: (title, name, text) =>
      showText({ slot, userId: body.user.id, place }, { title, name, text }, tools),
  };
}
