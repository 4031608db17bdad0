import type { Chat, Entries, Platform, Submission } from "./black-box-chat.ts";
import { createDiscordChat } from "./black-box-discord.ts";
import type { Run } from "./black-box-run.ts";
import { createSlackChat } from "./black-box-slack.ts";

/** Somebody new on this platform. */
export function somebody(run: Run, platform: Platform): Chat {
  return platform === "Discord" ? createDiscordChat(run.world.discord) : createSlackChat(run.world.slack);
}

/** Fills in a form with a name and a prompt, and sends it. */
export async function create(chat: Chat, name: string, entries: Entries = {}): Promise<Submission> {
  const form = await chat.openForm();
  return form.submit({ name, prompt: "You help.", ...entries });
}
