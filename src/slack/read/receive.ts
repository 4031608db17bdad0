import { fileOfForm } from "../../chat/form/form-text.ts";
import type { Answering, Dispatch } from "../../chat/interaction.ts";
import type { Reply } from "../../chat/reply.ts";
import type { AnswerTools } from "../answer/answer-tools.ts";
import {
  notInstalledReply,
  outdatedSentence,
  outdatedView,
  unknownWorkspaceReply,
} from "../answer/fixed-replies.ts";
import { type Arrival, createAnswering } from "../answer/send.ts";
import type { OpenHome } from "../home/open-home.ts";
import { renderRemark } from "../render/render-marks.ts";
import type { Named, Workspace, Workspaces } from "../workspaces/workspace.ts";
import { isOpenedInHome } from "./form-ids.ts";
import { lookUpFor } from "./look-up.ts";
import { formIn } from "./payload.ts";
import { readInteraction, userOf } from "./read.ts";
import { readValues } from "./read-values.ts";

export type ReceiveOptions = {
  dispatch: Dispatch;
  workspaces: Workspaces;
  /** What the workspaces share. */
  tools: Omit<AnswerTools, "isRetry" | keyof Workspace>;
  openHome: OpenHome;
};

/** Takes one payload from Bolt to dispatch. What is not for dispatch is answered here, so that nothing stays silent. */
export async function receive(
  arrival: Arrival,
  { isRetry, named, ...options }: ReceiveOptions & { isRetry: boolean; named: Named },
): Promise<void> {
  // Their acknowledgement carries nothing, so it need not wait for anything.
  const isEmpty = arrival.kind === "action" || arrival.kind === "shortcut";
  const acknowledged = isEmpty ? arrival.acknowledgement.give() : undefined;
  const { workspace, refusal } = await findWorkspace(named, options);
  const answering = createAnswering(arrival, { ...options.tools, ...workspace, isRetry });
  if (refusal) return turnAway(arrival, answering, refusal);
  const member = workspace.people.member(userOf(arrival));
  const lookedUp =
    arrival.kind === "shortcut" ? await lookUpFor(arrival.body, workspace, options.tools.log) : undefined;
  const interaction = readInteraction(arrival, member, lookedUp);
  const userId = userOf(arrival);
  const published = workspace.homes.countOf(userId);
  if (interaction) await options.dispatch(interaction, answering);
  else await setAside(arrival);
  await acknowledged;
  const isAsBefore = workspace.homes.countOf(userId) === published;
  if (interaction && isFormOfHome(arrival) && isAsBefore)
    await options.openHome(workspace, userId, `${interaction.id}:home`);
}

/** What it did shows in the tab that it was opened in. */
function isFormOfHome(arrival: Arrival): boolean {
  return arrival.kind === "submission" && isOpenedInHome(arrival.body.view.private_metadata);
}

/** `refusal`: what to say instead of doing anything, without a word to the Web API. */
async function findWorkspace(
  named: Named,
  { workspaces, tools }: ReceiveOptions,
): Promise<{ workspace: Workspace; refusal?: Reply }> {
  try {
    const workspace = await workspaces.find(named);
    if (workspace) return { workspace };
    return { workspace: workspaces.absent, refusal: notInstalledReply(workspaces.installHint) };
  } catch (error) {
    tools.log.error({ err: error }, "which workspace something came from could not be looked up");
    return { workspace: workspaces.absent, refusal: unknownWorkspaceReply() };
  }
}

/** Says no, privately, and leaves everything as it is. */
async function turnAway(arrival: Arrival, answering: Answering, reply: Reply): Promise<void> {
  switch (arrival.kind) {
    case "command":
    case "shortcut":
    case "submission":
      await answering.answer(reply);
      return;
    case "action":
      // A change inside a form has no channel to answer in; its submission will be answered.
      if (formIn(arrival.body)) return;
      if (arrival.body.view) await answering.answer(reply);
      else await answering.post(reply);
      return;
    case "suggestion":
      return answering.suggest([]);
  }
}

/** A form of another version, or a link button. */
async function setAside(arrival: Arrival): Promise<void> {
  if (arrival.kind === "suggestion") await arrival.acknowledgement.give({ options: [] });
  if (arrival.kind !== "submission") return;
  const { view } = arrival.body;
  await arrival.acknowledgement.give(
    { response_action: "update", view: outdatedView(fileOfForm({}, readValues(view))) },
    // What was typed is longer than that may be, and stays where it is.
    renderRemark(view, outdatedSentence),
  );
}
