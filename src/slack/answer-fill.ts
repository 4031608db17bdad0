import type { Answering } from "../chat/interaction.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { type AnswerTools, answersNothing } from "./answer-tools.ts";
import { readFormMetadata } from "./form-ids.ts";
import { updateView } from "./open-view.ts";
import type { ActionPayload, SlackView } from "./payload.ts";
import { readBlockIds, readValues } from "./read-values.ts";
import { renderForm, renewPlace } from "./render-form.ts";

/** Answers a change inside an open form by filling in what follows from it. Acknowledged before this is called. */
export function answerFill(
  { view }: { body: ActionPayload; view: SlackView; acknowledgement: Acknowledgement<void> },
  tools: AnswerTools,
): Answering {
  return {
    ...answersNothing("change in a form", tools),
    async updateForm(form) {
      const { channelId = "", responseUrl, round = 0 } = readFormMetadata(view.private_metadata) ?? {};
      const place = { channelId, responseUrl, round, blockIds: readBlockIds(view) };
      const renewed = renewPlace({ place, values: readValues(view) }, form.values);
      const update = { view_id: view.id, hash: view.hash, view: renderForm(form, renewed) };
      await updateView({ ...tools, client: tools.clients.repeatable }, update);
    },
  };
}
