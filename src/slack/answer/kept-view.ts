import { setTimeout as sleep } from "node:timers/promises";
import type { types, ViewResponseAction } from "@slack/bolt";
import type { FormValues } from "../../chat/form/field.ts";
import type { SlackView, SubmissionPayload } from "../read/payload.ts";
import { renderKeptForm, takenView } from "../render/render-kept-form.ts";
import { renderRemark } from "../render/render-marks.ts";
import type { Acknowledgement } from "./acknowledgement.ts";
import type { AnswerTools } from "./answer-tools.ts";
import { updateView } from "./open-view.ts";

/** An acknowledgement and a request take different ways to Slack: a change must not come before what it changes. */
const settlesMs = 500;

/** A sent form that stays open until it is stored: nothing of it would be left if this process died. */
export type KeptView = {
  keep(notice: string, values: FormValues): Promise<void>;
  /** It was kept, and neither stored nor taken back since. */
  isOpen(): boolean;
  /** It is stored, and says so. False: it was never kept, or Slack learned too late that it is. */
  end(): Promise<boolean>;
  /** It says this instead, and can be sent anew. False: it is not open, or was closed meanwhile. */
  remark(notice: string): Promise<boolean>;
};

export function createKeptView(
  {
    body,
    acknowledgement,
  }: { body: SubmissionPayload; acknowledgement: Acknowledgement<ViewResponseAction> },
  { clients, log }: Pick<AnswerTools, "clients" | "log">,
): KeptView {
  const { id } = body.view;
  /** Until it is over: whoever holds this may wait a quarter of an hour for Tavus. */
  let form: { view: SlackView; values: FormValues } | undefined = { view: body.view, values: {} };
  let keeping: Promise<boolean> | undefined;
  let keptAtMs = 0;
  let isOpen = false;

  async function change(changed: types.ModalView): Promise<boolean> {
    await sleep(Math.max(0, settlesMs - (performance.now() - keptAtMs)));
    try {
      const update = { view_id: id, view: changed };
      return (await updateView({ client: clients.repeatable, log }, update)).kind === "updated";
    } catch (error) {
      // How it stands says the answer, too.
      log.warn({ err: error }, "a form that was kept open could not be changed");
      return false;
    }
  }

  /** Whether it was open until now. */
  async function take(): Promise<boolean> {
    const wasOpen = isOpen;
    isOpen = false;
    await keeping;
    return wasOpen;
  }

  return {
    async keep(notice, typed) {
      if (!form) return;
      form.values = typed;
      isOpen = true;
      const update = renderKeptForm(form.view, notice, typed);
      keeping = acknowledgement.give(
        { response_action: "update", view: update },
        renderRemark(form.view, notice),
      );
      await keeping;
      keptAtMs = performance.now();
    },
    isOpen: () => isOpen,
    async end() {
      const wasOpen = await take();
      form = undefined;
      if (!wasOpen) return false;
      // Nobody waits for it: what was stored goes on to Tavus.
      void change(takenView());
      return true;
    },
    async remark(notice) {
      return (await take()) && form !== undefined && change(renderKeptForm(form.view, notice, form.values));
    },
  };
}
