import type { Logger } from "pino";
import type { Answering } from "../interaction.ts";
import { workingReply } from "./fixed-replies.ts";
import { createProgress, type Progress } from "./progress.ts";

/**
 * The same interaction with its order kept: it is deferred once at most, a state in between comes after the deferral
 * and never after the answer, and no more than one a second. Whoever answers need not know what was said before.
 */
export function paceAnswering(answering: Answering, log: Logger): Answering {
  let deferral: Promise<void> | undefined;
  let progress: Progress | undefined;
  let isAnswered = false;

  const defer: Answering["defer"] = (working) => {
    deferral ??= answering.defer(working);
    return deferral;
  };
  const endProgress = async () => {
    isAnswered = true;
    await progress?.end();
  };

  return {
    ageMs: () => answering.ageMs(),
    holdForm: () => answering.holdForm(),
    openForm: (form) => answering.openForm(form),
    updateForm: (form) => answering.updateForm(form),
    acceptForm: () => answering.acceptForm(),
    async refuseForm(errors, reply) {
      await endProgress();
      await answering.refuseForm(errors, reply);
    },
    defer,
    async answer(reply) {
      await endProgress();
      return answering.answer(reply);
    },
    async progress(reply) {
      if (isAnswered) return;
      progress ??= createProgress(async (state) => {
        await defer(workingReply());
        await answering.progress(state);
      }, log);
      progress.show(reply);
    },
    post: (reply) => answering.post(reply),
    amend: (reply) => answering.amend(reply),
    async showText(title, name, text) {
      await endProgress();
      await answering.showText(title, name, text);
    },
    suggest: (choices) => answering.suggest(choices),
    fetchText: (file, maxBytes) => answering.fetchText(file, maxBytes),
  };
}
