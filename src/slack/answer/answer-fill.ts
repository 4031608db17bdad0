import type { Answering } from "../../chat/interaction.ts";
import { readFormMetadata } from "../read/form-ids.ts";
import type { ActionPayload, SlackView } from "../read/payload.ts";
import { readBlockIds, readValues } from "../read/read-values.ts";
import { renderForm, renewPlace } from "../render/render-form.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { type AnswerTools, answersNothing } from "./answer-tools.ts";
import { updateView } from "./open-view.ts";

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
