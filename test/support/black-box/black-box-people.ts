import { type Chat, type Entries, type Platform, reads, type Submission } from "./black-box-chat.ts";
import { createDiscordChat } from "./black-box-discord.ts";
import type { Run } from "./black-box-run.ts";
import { createSlackChat } from "./black-box-slack.ts";

/** Somebody new on this platform. */
export function somebody(run: Run, platform: Platform, { isAdmin = false } = {}): Chat {
  return platform === "Discord"
    ? createDiscordChat(run.world.discord, { isAdmin })
    : createSlackChat(run.world.slack, { isAdmin });
}

/** Somebody who manages the server or workspace. */
export function someAdmin(run: Run, platform: Platform): Chat {
  return somebody(run, platform, { isAdmin: true });
}

/** Fills in a form with a name and a prompt, and sends it. */
export async function create(chat: Chat, name: string, entries: Entries = {}): Promise<Submission> {
  const form = await chat.openForm();
  return form.submit({ name, prompt: "You help.", ...entries });
}

/** The same, and waits until it is linked. */
export async function createLinked(chat: Chat, name: string, entries: Entries = {}): Promise<void> {
  await create(chat, name, entries);
  await reads(chat, `“${name}” is ready`);
}

/** Saves the form of `/persona-setup`. */
export async function setUp(admin: Chat, entries: Entries): Promise<void> {
  const form = await admin.runForForm("persona-setup");
  await form.submit(entries);
  await reads(admin, "Saved");
}
