import type { ChannelMessage } from "../channels.ts";
import type { Context } from "../command.ts";
import type { Answering, Interaction } from "../interaction.ts";
import type { DispatchDeps } from "./dispatch-deps.ts";

/** What a handler receives of the interaction it serves. */
export function createContext<Services>(
  { services }: Pick<DispatchDeps<Services>, "services">,
  interaction: Pick<Interaction, "member" | "channelId" | "id"> & { message?: ChannelMessage },
  answering: Pick<Answering, "progress">,
): Context<Services> {
  const progress: Context<Services>["progress"] = (reply) => answering.progress(reply);
  const { member, channelId, id, message } = interaction;
  return { services, member, channelId, interactionId: id, progress, ...(message && { message }) };
}
