import { type APIInteractionResponse, ButtonStyle, ComponentType, InteractionResponseType } from "discord.js";
import { limits } from "../../chat/limits.ts";
import { cutText } from "../../cut-text.ts";
import type { Payload } from "../read/payload.ts";

/** What can be pressed on the message that was pressed, as Discord delivered it: it is given back unread. */
export type Pressables = readonly unknown[];

export function pressablesOf(payload: Payload): Pressables {
  return "message" in payload ? (payload.message?.components ?? []) : [];
}

/**
 * Says that the pressed message will change. Discord itself shows nothing of that, and who sees nothing presses again: so all that
 * can be pressed becomes one grey button, and the rest stays to be read.
 */
export function announceIn(pressables: Pressables, title: string): APIInteractionResponse {
  // Only what is known can be given back.
  if (pressables.length === 0) return { type: InteractionResponseType.DeferredMessageUpdate };
  const waiting = {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    label: cutText(title, limits.button),
    custom_id: "working",
    disabled: true,
  } as const;
  return {
    type: InteractionResponseType.UpdateMessage,
    data: { components: [{ type: ComponentType.ActionRow, components: [waiting] }] },
  };
}
