import type { OpenForm } from "../../chat/form/form.ts";
import type { Answering } from "../../chat/interaction.ts";
import { readFormMetadata } from "../read/form-ids.ts";
import type { ActionPayload, SlackView } from "../read/payload.ts";
import { readBlockIds, readValues } from "../read/read-values.ts";
import { renderForm, renewPlace } from "../render/render-form.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import { type AnswerTools, answersNothing } from "./answer-tools.ts";
import type { Filled } from "./form-fills.ts";
import { updateView } from "./open-view.ts";

/** More than a form is filled in by hand: blocks of that round are nobody else's. */
const roundsApart = 1000;

/** Answers a change inside an open form by filling in what follows from it. Acknowledged before this is called. */
export function answerFill(
  { body, view }: { body: ActionPayload; view: SlackView; acknowledgement: Acknowledgement<void> },
  tools: AnswerTools,
): Answering {
  return {
    ...answersNothing("change in a form", tools),
    updateForm: (form) =>
      tools.fills.run(view, Number(body.actions[0].action_ts) || 0, (standing) =>
        fill(form, { view, standing, tools }),
      ),
  };
}

type Filling = { view: SlackView; standing: Filled | undefined; tools: AnswerTools };

/**
 * The newest choice wins. Where the form is not as this payload saw it, we have changed it meanwhile, here or in another
 * process: what people type makes no new version of it.
 */
async function fill(form: OpenForm, { view, standing, tools }: Filling): Promise<Filled | undefined> {
  const { round = 0 } = readFormMetadata(view.private_metadata) ?? {};
  const isBehind = standing !== undefined && standing.round > round;
  const first = isBehind ? standing : { round, hash: view.hash };
  const done = await put(form, first, { view, tools });
  if (done !== "conflict") return done;
  return asFilled(await put(form, { round: first.round + roundsApart, hash: undefined }, { view, tools }));
}

async function put(
  form: OpenForm,
  { round, hash }: Filled,
  { view, tools }: Omit<Filling, "standing">,
): Promise<Filled | "conflict" | undefined> {
  const asked = readFormMetadata(view.private_metadata);
  const place = { channelId: "", ...asked, round, blockIds: readBlockIds(view) };
  const renewed = renewPlace({ place, values: readValues(view) }, form.values);
  const update = { view_id: view.id, ...(hash && { hash }), view: renderForm(form, renewed) };
  const updated = await updateView({ ...tools, client: tools.clients.repeatable }, update);
  if (updated.kind === "updated") return { round: renewed.round, hash: updated.hash };
  return updated.kind === "changed" ? "conflict" : undefined;
}

function asFilled(done: Filled | "conflict" | undefined): Filled | undefined {
  return done === "conflict" ? undefined : done;
}
