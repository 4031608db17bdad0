import { decodeButton } from "../button-code.ts";
import type { Answering, Interaction } from "../interaction.ts";
import { limits } from "../limits.ts";
import { AnsweredElsewhere } from "../own-answering.ts";
import type { Reply } from "../reply.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";

/** Whose interaction is answered, and how. */
export type Addressee = { interaction: Pick<Interaction, "id" | "member">; answering: Answering };

/**
 * Takes a reply to the person: on the interaction, or where later answers go. Rejects with AnsweredElsewhere alone: that a
 * reply could not be delivered says nothing of what it tells.
 */
export async function deliver<Services>(
  deps: Pick<DispatchDeps<Services>, "owed" | "log">,
  addressee: Addressee,
  reply: Reply,
): Promise<void> {
  if (await deliverHere(deps, addressee, reply)) return;
  await oweTo(deps, addressee, reply);
}

/** False: the platform did not take it, or nobody can say. Otherwise nothing is owed any more. */
export async function deliverHere<Services>(
  deps: Pick<DispatchDeps<Services>, "owed" | "log">,
  { interaction, answering }: Addressee,
  reply: Reply,
  say: () => Promise<boolean> = () => answering.answer(reply),
): Promise<boolean> {
  await aboutToSay(deps, interaction, reply);
  try {
    if (!(await say())) return false;
  } catch (error) {
    if (error instanceof AnsweredElsewhere) throw error;
    deps.log.error({ err: error }, "the answer could not be delivered");
    return false;
  }
  await noted(deps, deps.owed.settle(interaction));
  return true;
}

/** Noted before it is said: should this process die in between, whoever takes over says the same in the same place. */
export function aboutToSay<Services>(
  deps: Pick<DispatchDeps<Services>, "owed" | "log">,
  interaction: Addressee["interaction"],
  reply: Reply,
): Promise<void> {
  return noted(deps, deps.owed.saying(interaction, reply));
}

export function oweTo<Services>(
  deps: Pick<DispatchDeps<Services>, "owed" | "log">,
  { interaction }: Pick<Addressee, "interaction">,
  reply: Reply,
): Promise<void> {
  return noted(deps, deps.owed.tell(interaction, reply));
}

/**
 * Says that an interaction came to nothing. A pressed message may hold the only way to what it was about, such as a form that was
 * typed into for an hour: it stays, or the button stands below what has taken its place, where it `mayHelp` to press it again.
 */
export async function deliverFailure<Services>(
  deps: Pick<DispatchDeps<Services>, "owed" | "log">,
  { interaction, answering }: { interaction: Interaction; answering: Answering },
  reply: Reply,
  { mayHelp = true } = {},
): Promise<void> {
  if (interaction.kind !== "button") return deliver(deps, { interaction, answering }, reply);
  const inPlace = mayHelp ? withPressed(interaction, reply) : reply;
  const say = () => answering.answerBeside(reply, inPlace);
  // Whoever has to say it instead says it in the place of the pressed message.
  if (await deliverHere(deps, { interaction, answering }, inPlace, say)) return;
  await oweTo(deps, { interaction }, inPlace);
}

/** For what takes the place of a pressed message: with the button, as far as it is one of ours. */
export function withPressed(interaction: Interaction, reply: Reply): Reply {
  const pressed = interaction.kind === "button" && decodeButton(interaction.code);
  const { buttons = [] } = reply;
  if (!pressed) return reply;
  return { ...reply, buttons: [{ label: "Try again", ...pressed }, ...buttons].slice(0, limits.buttons) };
}

async function noted({ log }: Pick<DispatchDeps<unknown>, "log">, writing: Promise<void>): Promise<void> {
  try {
    await writing;
  } catch (error) {
    log.error({ err: error }, "what a person is owed could not be noted");
  }
}
