import { isLoading, type Message } from "../stand-ins/discord/guild/message.ts";
import type { Interaction } from "../stand-ins/discord/interaction.ts";
import type { SandboxWorld } from "../stand-ins/world.ts";
import { discordLines } from "./print-chat.ts";
import { boxed } from "./print-text.ts";

/** A create, a failure, a retry and a share, on Discord. */
export async function tourDiscord({ discord, tavus }: SandboxWorld): Promise<void> {
  await discord.ready({ command: "persona-create" });
  const guild = discord.guild(firstOf(discord.guilds).id);
  const channel = guild.channel("general");
  const alice = guild.addMember({ name: "alice" });
  console.log("── Discord, #general ──────────────────────────────────────────\n");

  say("alice", "/persona-create template: Coach");
  const opened = await alice.command(channel.id, "persona-create", { template: "coach" });
  showForm((await opened.modal()).fields.map((field) => field.label));
  say("alice", "types the name “Cleo”, keeps the template's text, presses Submit");
  const created = await alice.submit(opened, { name: "Cleo" });
  await show(created, (message) => titleOf(message).includes("is ready"), "only alice sees this");

  say("alice", "presses Share to channel");
  await alice.press(created, "Share to channel");
  const shared = await waitFor(() => discord.messages(channel.id)[0]);
  console.log(boxed("PersonaForge, to everybody", discordLines(shared)));

  console.log("\n  (The Tavus account runs out of credits.)\n");
  const clear = tavus.setFault("outOfCredits", { operation: "create persona" });
  say("alice", "/persona-create template: Educator");
  const second = await alice.command(channel.id, "persona-create", { template: "educator" });
  const warned = await alice.submit(second, { name: "Professor Quill" });
  await show(warned, (message) => titleOf(message) === "Insufficient Tavus credits", "only alice sees this");

  console.log("\n  (Somebody adds credits.)\n");
  clear();
  say("alice", "presses Retry");
  await alice.press(warned, "Retry");
  await show(warned, (message) => titleOf(message).includes("is ready"), "the same message, edited");
}

async function show(
  interaction: Interaction,
  isRight: (message: Message) => boolean,
  who: string,
): Promise<void> {
  const message = await interaction.settled((message) => !isLoading(message) && isRight(message), 20_000);
  console.log(boxed(`PersonaForge, ${who}`, discordLines(message)));
}

function titleOf(message: Message): string {
  return message.embeds[0]?.title ?? "";
}

export function say(who: string, what: string): void {
  console.log(`\n  ${who}: ${what}\n`);
}

export function showForm(labels: readonly string[]): void {
  console.log(boxed("a form opens", [labels.join(" · ")]));
}

export async function waitFor<T>(find: () => T | undefined, timeoutMs = 10_000): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = find();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error("What the tour waits for did not happen.");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function firstOf<T>(list: readonly T[]): T {
  const [first] = list;
  if (first === undefined) throw new Error("The sandbox has no Discord server.");
  return first;
}
