import { within } from "../../within.ts";
import { isHandedOver } from "../../work.ts";
import { typedNote } from "../form/keep-form.ts";
import type { Interaction } from "../interaction.ts";
import type { OwnAnswering } from "../own-answering.ts";
import type { Reply } from "../reply.ts";
import { aboutToSay, withPressed } from "./deliver.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";
import { findAction, findCommand, hasEffect, nameOf } from "./find-action.ts";
import { interruptedReply } from "./fixed-replies.ts";

type Deps<Services> = Pick<DispatchDeps<Services>, "commands" | "owed" | "log">;
type Waiting = { interaction: Interaction; answering: OwnAnswering };

const notNoted = "that an answer is owed could not be noted";

/** A database that hangs does not keep the platform waiting for its acknowledgement: it is written all the same. */
const longestMs = 500;

/**
 * From here on the person waits for a word that only this process knows of: should it die, they are told so. Nothing is promised of
 * a form that is kept until the queue tells of it, nor once the queue does (`database/promised.ts` ends a promise then), nor where the
 * answer has been given and its work has only something left to do.
 */
export async function promiseAnswer<Services>(
  deps: Deps<Services>,
  { interaction, answering }: Waiting,
): Promise<void> {
  const name = nameOf(interaction);
  const isButton = interaction.kind === "button";
  const command = isButton ? undefined : findCommand(deps, name);
  const isKnown = isButton ? findAction(deps, name) !== undefined : command !== undefined;
  const isAnswered = interaction.kind !== "suggest" && interaction.kind !== "fill";
  if (!isAnswered || !isKnown || answering.isAnswered()) return;
  if (command?.isToldByQueue || isHandedOver()) return;
  try {
    const reply = interruptedReply(interaction.kind === "command" ? name : undefined);
    // On Slack a form stays open until it is stored; on Discord this takes the place of the word that holds what was typed.
    const isClosed = interaction.kind === "form" && !answering.isTakenSilently;
    const typed = isClosed ? typedNote(command, interaction) : {};
    await deps.owed.promise(interaction, { ...withPressed(interaction, reply), ...typed });
  } catch (error) {
    deps.log.warn({ err: error }, notNoted);
  }
}

/**
 * The same before something with an effect, where the platform is told nothing but that it arrived: else whoever pressed or sent
 * something would see it taken, and hear no more of it. What has no effect is asked for again at no cost.
 */
export async function promiseBeforeEffect<Services>(
  deps: Deps<Services>,
  { interaction, answering }: Waiting,
): Promise<void> {
  if (!answering.isTakenSilently || !hasEffect(deps, interaction)) return;
  await within(promiseAnswer(deps, { interaction, answering }), longestMs);
}

/** The same of an answer that is known already: that is what they are told. A page of the Home tab is opened again at no cost. */
export async function promiseOutcome<Services>(
  deps: Pick<Deps<Services>, "owed" | "log">,
  { interaction, answering }: Waiting,
  outcome: Reply,
): Promise<void> {
  if (!answering.isTakenSilently || outcome.isHome || isHandedOver()) return;
  const promised = deps.owed.promise(interaction, interruptedReply(undefined));
  const noted = promised.then(
    () => aboutToSay(deps, interaction, outcome),
    (error: unknown) => deps.log.warn({ err: error }, notNoted),
  );
  await within(noted, longestMs);
}
