import { UserError } from "../../errors.ts";
import { randomId } from "../../random-id.ts";
import { wellFormed } from "../../text/well-formed.ts";
import { within } from "../../within.ts";
import { answerMoved, asWork } from "../../work.ts";
import { FormNotOpened } from "../fit/open-form.ts";
import { keepDrafts } from "../form/kept-drafts.ts";
import type { Answering, Dispatch, Interaction } from "../interaction.ts";
import { AnsweredElsewhere, type OwnAnswering, ownAnswering } from "../own-answering.ts";
import { Refused } from "../refusal.ts";
import type { Reply } from "../reply.ts";
import { reasonOf } from "./answer-with.ts";
import { deliverFailure } from "./deliver.ts";
import { runButton } from "./dispatch-button.ts";
import { openCommand } from "./dispatch-command.ts";
import type { DispatchDeps, Dispatching, EndedInteraction } from "./dispatch-deps.ts";
import { fillForm, submitForm } from "./dispatch-form.ts";
import { suggest } from "./dispatch-suggest.ts";
import type { Ending } from "./ending.ts";
import { hasEffect, knownName, nameOf } from "./find-action.ts";
import { formNotOpenedReply, incidentReply, platformRefusalReply, sentenceReply } from "./fixed-replies.ts";
import { guardFirstWord } from "./guard-first-word.ts";
import { paceAnswering } from "./pace-answering.ts";

export type Dispatcher = {
  dispatch: Dispatch;
  /** Resolves when nothing is in flight, or after `withinMs`. */
  idle(withinMs: number): Promise<void>;
};

/**
 * Takes every interaction of both platforms to its command and its answer back. Never rejects: the one catch of an
 * interaction is here. Writes one log line for each.
 */
export function createDispatcher<Services>(given: DispatchDeps<Services>): Dispatcher {
  const deps = { ...given, drafts: keepDrafts(given.drafts, given.log) };
  const inFlight = new Set<Promise<void>>();

  async function dispatch(arrived: Interaction, platform: Answering, isOurs: boolean): Promise<void> {
    const startedMs = performance.now();
    const known = deps.asTeamMember(arrived.member);
    // Somebody who has lost a right a moment ago does nothing with it any more.
    const interaction = { ...arrived, member: hasEffect(deps, arrived) ? known.anew() : known };
    const claim = async () => isOurs || (deps.others?.claim(interaction) ?? true);
    const answering = ownAnswering(
      paceAnswering(platform, deps.log, (standsAt) => {
        deps.owed.stands(interaction, standsAt);
        answerMoved();
      }),
      claim,
    );
    const line = {
      kind: interaction.kind,
      command: nameOf(interaction),
      tenant: interaction.member.tenantId,
      ageMs: Math.round(answering.ageMs()),
    };
    const passedMs = () => Math.round(performance.now() - startedMs);
    const tell = (outcome: EndedInteraction["outcome"]) => {
      const { kind, ageMs } = line;
      const { platform } = interaction.member;
      deps.onEnded?.({
        platform,
        kind,
        command: knownName(deps, interaction),
        outcome,
        ms: passedMs(),
        ageMs,
      });
    };
    try {
      const outcome = await guardFirstWord(
        deps,
        { interaction, answering },
        route(deps, interaction, answering),
      );
      deps.log.info({ ...line, outcome, ms: passedMs() }, "interaction");
      tell(outcome);
    } catch (failure) {
      if (failure instanceof AnsweredElsewhere) return leave(arrived, platform);
      const error = await reasonOf(deps, interaction.member, failure);
      const incident = randomId(8);
      const ms = passedMs();
      tell(error instanceof UserError ? "refused" : "failed");
      if (error instanceof UserError) deps.log.info({ ...line, outcome: "refused", ms }, "interaction");
      else deps.log.error({ ...line, outcome: "failed", ms, incident, err: error }, "interaction");
      const said = sayWhatHappened(deps, answering, interaction, { error, incident });
      const isElsewhere = await said.then(() => false, isAnsweredElsewhere);
      if (isElsewhere) return leave(arrived, platform);
    }
    deps.others?.ended(interaction);
  }

  /** It is another process's, until that dies before it has answered. */
  function leave(arrived: Interaction, platform: Answering): void {
    deps.log.debug({ interaction: arrived.id }, "another process answers this interaction");
    deps.owed.leave(arrived);
    platform
      .leave?.()
      .catch((error: unknown) => deps.log.warn({ err: error }, "a form could not be left open"));
    deps.others?.watch(arrived, () => {
      deps.log.warn({ interaction: arrived.id }, "its process died unanswered, so it is answered here");
      platform.takeOver?.();
      void begin(arrived, platform, true);
    });
  }

  function begin(interaction: Interaction, answering: Answering, isOurs: boolean): Promise<void> {
    const { tenantId, userId: by } = interaction.member;
    const answerAt = () => {
      const standsAt = answering.standsAt?.();
      return standsAt === undefined ? undefined : deps.sealAnswer?.(tenantId, standsAt);
    };
    const run = () => dispatch(interaction, answering, isOurs);
    const work = asWork(deps.now(), run, { by, answerAt }).finally(() => inFlight.delete(work));
    inFlight.add(work);
    return work;
  }

  return {
    dispatch: (interaction, answering) => begin(ofText(interaction), answering, false),
    async idle(withinMs) {
      await within(Promise.allSettled(inFlight), withinMs, { ref: false });
    },
  };
}

/** Half a surrogate pair, which some clients send, is replaced where it comes in: no database and no platform keeps it as it is. */
function ofText<Kind extends Interaction>({ member, ...done }: Kind): Kind {
  return { ...wellFormed(done), member } as unknown as Kind;
}

function route<Services>(
  deps: Dispatching<Services>,
  interaction: Interaction,
  answering: OwnAnswering,
): Promise<Ending> {
  switch (interaction.kind) {
    case "command":
      return openCommand(deps, interaction, answering);
    case "form":
      return submitForm(deps, interaction, answering);
    case "button":
      return runButton(deps, interaction, answering);
    case "suggest":
      return suggest(deps, interaction, answering);
    case "fill":
      return fillForm(deps, interaction, answering);
  }
}

async function sayWhatHappened<Services>(
  deps: DispatchDeps<Services>,
  answering: Answering,
  interaction: Interaction,
  { error, incident }: { error: unknown; incident: string },
): Promise<void> {
  if (interaction.kind === "fill") return;
  if (interaction.kind === "suggest") return answering.suggest([]);
  const mayBeDone = hasEffect(deps, interaction);
  const title = deps.failedTitle(nameOf(interaction));
  const reply = {
    ...failureReply(error, { incident, mayBeDone, title }),
    ...(await helpWith(deps, interaction, error)),
  };
  await deliverFailure(deps, { interaction, answering }, reply);
}

/** That help cannot be had takes nothing from what is said. */
async function helpWith<Services>(
  deps: DispatchDeps<Services>,
  { member }: Interaction,
  error: unknown,
): ReturnType<typeof deps.helpWith> {
  if (!(error instanceof UserError)) return undefined;
  try {
    return await deps.helpWith(error, member);
  } catch (failure) {
    deps.log.warn({ err: failure }, "what helps a person could not be found out");
    return undefined;
  }
}

function isAnsweredElsewhere(error: unknown): boolean {
  if (error instanceof AnsweredElsewhere) return true;
  throw error;
}

function failureReply(
  error: unknown,
  { incident, ...scene }: { incident: string; mayBeDone: boolean; title: string | undefined },
): Reply {
  if (error instanceof UserError) return sentenceReply(error.message, scene.title);
  if (error instanceof FormNotOpened) return formNotOpenedReply(incident, error.open);
  if (error instanceof Refused) return platformRefusalReply(incident, { meaning: error.meaning, ...scene });
  return incidentReply(incident, scene);
}
