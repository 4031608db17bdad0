import type { PacedAnswering } from "./dispatch/pace-answering.ts";

/** Another process of the same bot has this interaction too, and answers it. Nothing of it is done here, or said. */
export class AnsweredElsewhere extends Error {
  override readonly name = "AnsweredElsewhere";
}

/**
 * An interaction's answers, of which the first is given only once this process has the interaction for its own. `begin` asks
 * for that: it stands before whatever has an effect.
 */
export type OwnAnswering = PacedAnswering & { begin(): Promise<void> };

/** `claim` is asked once, and as late as can be: what a process has not begun another can still do in time. */
export function ownAnswering(answering: PacedAnswering, claim: () => Promise<boolean>): OwnAnswering {
  let claimed: Promise<boolean> | undefined;

  async function begin(): Promise<void> {
    claimed ??= claim();
    if (!(await claimed)) throw new AnsweredElsewhere();
  }
  const own =
    <Given extends unknown[], Result>(say: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      await begin();
      return say(...given);
    };

  return {
    begin,
    isTakenSilently: answering.isTakenSilently === true,
    isAnswered: () => answering.isAnswered(),
    ageMs: () => answering.ageMs(),
    standsAt: () => answering.standsAt?.(),
    holdForm: own(() => answering.holdForm()),
    openForm: own((form) => answering.openForm(form)),
    updateForm: own((form) => answering.updateForm(form)),
    acceptForm: own(() => answering.acceptForm()),
    keepForm: (kept) => answering.keepForm(kept),
    refuseForm: own((errors, reply) => answering.refuseForm(errors, reply)),
    defer: own((working) => answering.defer(working)),
    answer: own((reply) => answering.answer(reply)),
    answerBeside: own((reply, inPlace) => answering.answerBeside(reply, inPlace)),
    progress: own((reply) => answering.progress(reply)),
    post: own((reply) => answering.post(reply)),
    amend: own((reply) => answering.amend(reply)),
    showText: own((title, name, text) => answering.showText(title, name, text)),
    suggest: own((choices) => answering.suggest(choices)),
    fetchText: (file, maxBytes) => answering.fetchText(file, maxBytes),
  };
}
