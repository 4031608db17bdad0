import type { Logger } from "pino";
import type { Answering } from "../interaction.ts";
import { workingReply } from "./fixed-replies.ts";
import { createProgress, type Progress } from "./progress.ts";

/** `isAnswered`: the answer has been given, or could not be, and whoever gave it sees to the rest. */
export type PacedAnswering = Answering & { isAnswered(): boolean };

/**
 * The same interaction with its order kept: it is announced once at most, a state in between comes after the
 * announcement and never after the answer, and no more than one a second. Whoever answers need not know what was said
 * before. That an announcement could not be made harms neither the work nor its answer. `onStanding` hears where a state in between
 * stands, as often as that changes.
 */
export function paceAnswering(
  answering: Answering,
  log: Logger,
  onStanding: (standsAt: string) => void = ignore,
): PacedAnswering {
  let firstWord: Promise<void> | undefined;
  let acceptance: Promise<void> | undefined;
  let progress: Progress | undefined;
  let isAnswered = false;
  let isGiven = false;
  let standing: string | undefined;

  /** Says it if nothing has been said yet; resolves when the first word, whichever, has gone its way. */
  const announce = (say: () => Promise<void>): Promise<void> => {
    firstWord ??= logged(log, "an announcement could not be made", say());
    return firstWord;
  };
  /** Says it behind whatever was said first. */
  const sayAfter = async <T>(say: () => Promise<T>): Promise<T> => {
    await Promise.all([firstWord, acceptance]);
    const saying = say();
    firstWord ??= saying.then(ignore, ignore);
    return saying;
  };
  const noteStanding = () => {
    const now = answering.standsAt?.();
    if (now !== undefined && now !== standing) onStanding(now);
    standing = now;
  };
  const endProgress = async () => {
    isAnswered = true;
    await progress?.end();
  };
  const sayLast = async <T>(say: () => Promise<T>): Promise<T> => {
    await endProgress();
    return sayAfter(say).finally(() => {
      isGiven = true;
    });
  };

  return {
    isTakenSilently: answering.isTakenSilently === true,
    isAnswered: () => isGiven,
    ageMs: () => answering.ageMs(),
    standsAt: () => answering.standsAt?.(),
    holdForm: () => announce(() => answering.holdForm()),
    openForm: (form) => sayAfter(() => answering.openForm(form)),
    updateForm: (form) => answering.updateForm(form),
    acceptForm() {
      acceptance ??= logged(log, "a form could not be closed", answering.acceptForm());
      return acceptance;
    },
    // What has been stored is kept already.
    keepForm: (kept) =>
      announce(() => (acceptance !== undefined ? answering.defer(workingReply()) : answering.keepForm(kept))),
    async refuseForm(errors, reply) {
      return sayLast(() => answering.refuseForm(errors, reply));
    },
    defer: (working) => announce(() => answering.defer(working)),
    async answer(reply) {
      return sayLast(() => answering.answer(reply));
    },
    async answerBeside(reply, inPlace) {
      return sayLast(() => answering.answerBeside(reply, inPlace));
    },
    async progress(reply) {
      if (isAnswered) return;
      progress ??= createProgress(async (state) => {
        await announce(() => answering.defer(workingReply()));
        await answering.progress(state);
        noteStanding();
      }, log);
      progress.show(reply);
    },
    post: (reply) => sayAfter(() => answering.post(reply)),
    amend: (reply) => answering.amend(reply),
    async showText(title, name, text) {
      return sayLast(() => answering.showText(title, name, text));
    },
    // Answered once: what comes after an empty answer comes too late.
    suggest: (choices) => announce(() => answering.suggest(choices)),
    fetchText: (file, maxBytes) => answering.fetchText(file, maxBytes),
  };
}

async function logged(log: Logger, what: string, saying: Promise<void>): Promise<void> {
  try {
    await saying;
  } catch (error) {
    log.warn({ err: error }, what);
  }
}

function ignore(): void {}
