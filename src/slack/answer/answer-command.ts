import type { RespondArguments } from "@slack/bolt";
import { formIsReadyReply } from "../../chat/dispatch/fixed-replies.ts";
import { openOrPlainer } from "../../chat/fit/plainer-form.ts";
import { leadsOutside } from "../../chat/fit/plainer-reply.ts";
import type { Answering } from "../../chat/interaction.ts";
import { staleOnArrivalMs } from "../../chat/limits.ts";
import type { Reply } from "../../chat/reply.ts";
import type { CommandPayload } from "../read/payload.ts";
import { renderForm } from "../render/render-form.ts";
import { renderReply } from "../render/render-reply.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { createAnswerPlace } from "./answer-place.ts";
import { type AnswerTools, answersNothing } from "./answer-tools.ts";
import { hasFilesToSend } from "./files/deliver-files.ts";
import { createViewSlot } from "./view-slot.ts";

type Asked = Pick<CommandPayload, "user_id" | "channel_id" | "trigger_id" | "response_url"> & {
  /** Of a shortcut in a thread: Slack takes no slash command there. */
  threadTs?: string | undefined;
};

/** Answers a slash command: in the acknowledgement when that is still open, by its response_url afterwards. */
export function answerCommand(
  arrival: { body: Asked; acknowledgement: Acknowledgement<RespondArguments> },
  tools: AnswerTools,
): Answering {
  const { body, acknowledgement } = arrival;
  const { threadTs } = body;
  const responseUrl = tools.responseUrls.open(body.response_url, { ts: threadTs, replaces: false });
  const place = createAnswerPlace({ ...tools, responseUrl, userId: body.user_id, original: "none" });
  const slot = createViewSlot(body.trigger_id, tools);
  const arrivedMs = performance.now();

  /** Shows it in the acknowledgement while that is open, which Slack then shows itself. */
  async function show(reply: Reply): Promise<boolean> {
    // Slack does not say of an acknowledgement whether it took the message in it.
    if (hasFilesToSend(reply) || leadsOutside(reply)) await acknowledgement.give();
    if (acknowledgement.isGiven()) return place.show(reply);
    const response_type = reply.visibility === "public" ? "in_channel" : "ephemeral";
    const isTaken = await acknowledgement.give({ response_type, ...renderReply(reply) });
    if (!isTaken) return place.show(reply);
    await place.wasShown(reply);
    return true;
  }

  return {
    ...answersNothing("command", tools),
    ageMs: () => (tools.isRetry ? staleOnArrivalMs : 0) + (performance.now() - arrivedMs),
    async holdForm() {
      await Promise.all([acknowledgement.give(), slot.hold()]);
    },
    async openForm(form) {
      const { channel_id: channelId, response_url: responseUrl } = body;
      const asked = { channelId, responseUrl, threadTs, original: "none", round: 0, blockIds: {} } as const;
      // First what people wait for: rendering the other request takes a moment of its own.
      const acknowledged = acknowledgement.give();
      const opening = openOrPlainer(form, (shown) => slot.open(renderForm(shown, asked)));
      const [outcome] = await Promise.all([opening, acknowledged]);
      if (outcome === "late") await place.show(formIsReadyReply(form));
    },
    async defer() {
      await acknowledgement.give();
    },
    async answer(reply) {
      const [isShown, isTold] = await Promise.all([show(reply), slot.tell(reply)]);
      return isShown || isTold;
    },
    standsAt: () => place.standsAt(),
    progress: (reply) => place.progress(reply),
    post: (reply) => place.add(reply),
    amend: (reply) => place.change(reply),
  };
}
