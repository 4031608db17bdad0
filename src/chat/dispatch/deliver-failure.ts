import { decodeButton } from "../button-code.ts";
import type { Answering, Interaction } from "../interaction.ts";
import { limits } from "../limits.ts";
import type { Reply } from "../reply.ts";
import { deliver, deliverHere, oweTo } from "./deliver.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";

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
  await oweTo(deps, { interaction }, reply);
}

/** For what takes the place of a pressed message: with the button, as far as it is one of ours. */
export function withPressed(interaction: Interaction, reply: Reply): Reply {
  const pressed = interaction.kind === "button" && decodeButton(interaction.code);
  const { buttons = [] } = reply;
  if (!pressed) return reply;
  return { ...reply, buttons: [{ label: "Try again", ...pressed }, ...buttons].slice(0, limits.buttons) };
}
