import { fileOfForm } from "../../chat/form/form-text.ts";
import type { Dispatch } from "../../chat/interaction.ts";
import type { AnswerTools } from "../answer/answer-tools.ts";
import { outdatedView } from "../answer/fixed-replies.ts";
import { type Arrival, createAnswering } from "../answer/send.ts";
import type { People } from "../people.ts";
import { readInteraction, userOf } from "./read.ts";
import { readValues } from "./read-values.ts";

export type ReceiveOptions = {
  dispatch: Dispatch;
  people: People;
  tools: Omit<AnswerTools, "isRetry">;
};

/** Takes one payload from Bolt to dispatch. What is not for dispatch is answered here, so that nothing stays silent. */
export async function receive(
  arrival: Arrival,
  { isRetry, ...options }: ReceiveOptions & { isRetry: boolean },
): Promise<void> {
  const answering = createAnswering(arrival, { ...options.tools, isRetry });
  // Their acknowledgement carries nothing, so it need not wait for anything.
  const isEmpty = arrival.kind === "action" || arrival.kind === "shortcut";
  const acknowledged = isEmpty ? arrival.acknowledgement.give() : undefined;
  const member = options.people.member(userOf(arrival));
  const interaction = readInteraction(arrival, member);
  if (interaction) await options.dispatch(interaction, answering);
  else await setAside(arrival);
  await acknowledged;
}

/** A form of another version, or a link button. */
async function setAside(arrival: Arrival): Promise<void> {
  if (arrival.kind === "suggestion") await arrival.acknowledgement.give({ options: [] });
  if (arrival.kind !== "submission") return;
  await arrival.acknowledgement.give({
    response_action: "update",
    view: outdatedView(fileOfForm({}, readValues(arrival.body.view))),
  });
}
