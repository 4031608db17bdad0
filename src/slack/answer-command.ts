import type { RespondArguments } from "@slack/bolt";
import type { Answering } from "../chat/interaction.ts";
import { staleOnArrivalMs } from "../chat/limits.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { createAnswerPlace } from "./answer-place.ts";
import { type AnswerTools, answersNothing } from "./answer-tools.ts";
import { hasFilesToSend } from "./deliver-files.ts";
import { lateReply } from "./fixed-replies.ts";
import { openView } from "./open-view.ts";
import type { CommandPayload } from "./payload.ts";
import { renderForm } from "./render-form.ts";
import { renderReply } from "./render-reply.ts";
import { createResponseUrl } from "./response-url.ts";

/** Answers a slash command: in the acknowledgement when that is still open, by its response_url afterwards. */
export function answerCommand(
  arrival: { body: CommandPayload; acknowledgement: Acknowledgement<RespondArguments> },
  tools: AnswerTools,
): Answering {
  const { body, acknowledgement } = arrival;
  const responseUrl = createResponseUrl(body.response_url, tools.log);
  const place = createAnswerPlace({ ...tools, responseUrl, userId: body.user_id, original: "none" });
  return {
    ...answersNothing("command", tools),
    ageMs: () => (tools.isRetry ? staleOnArrivalMs : 0),
    async openForm(form) {
      const { channel_id: channelId, response_url, trigger_id } = body;
      const view = renderForm(form, { channelId, responseUrl: response_url, round: 0, blockIds: {} });
      // First what people wait for: rendering the other request takes a moment of its own.
      const acknowledged = acknowledgement.give();
      const opening = openView({ ...tools, client: tools.clients.repeatable }, { trigger_id, view });
      const [outcome] = await Promise.all([opening, acknowledged]);
      if (outcome === "late") await place.show(lateReply(form));
    },
    async defer() {
      await acknowledgement.give();
    },
    async answer(reply) {
      if (hasFilesToSend(reply)) await acknowledgement.give();
      if (acknowledgement.isGiven()) return place.show(reply);
      const response_type = reply.visibility === "public" ? "in_channel" : "ephemeral";
      const isTaken = await acknowledgement.give({ response_type, ...renderReply(reply) });
      if (!isTaken) return place.show(reply);
      await place.wasShown(reply);
      return true;
    },
    progress: (reply) => place.progress(reply),
    post: (reply) => place.add(reply),
    amend: (reply) => place.change(reply),
  };
}
