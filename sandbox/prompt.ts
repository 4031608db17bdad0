import { createInterface } from "node:readline/promises";
import type { BotProcess } from "./bot-process.ts";
import type { Player } from "./player.ts";
import { createPlayer } from "./player.ts";
import { discordLines, slackLines } from "./print-chat.ts";
import { boxed } from "./print-text.ts";
import { namedFaults } from "./tavus/faults.ts";
import type { SandboxWorld } from "./world.ts";

const help = `  create NAME          make a persona on Discord, from the template "coach"
  slack NAME           the same on Slack
  retry                press Retry under the last answer (edit, share: the other buttons)
  fault KIND           make Tavus go wrong: ${Object.keys(namedFaults).slice(0, 8).join(", ")} …
  heal                 Tavus is well again
  tavus                what the Tavus account holds
  chat                 the last messages on both platforms
  quit`;

/** Reads lines until "quit", Ctrl-C, a request to end, or the end of the bot. */
export async function startPrompt(world: SandboxWorld, bot: BotProcess): Promise<void> {
  const player = await createPlayer(world);
  console.log(
    `\nThe bot runs against stand-ins on this machine. No account is used, nothing leaves it.\n\n${help}\n`,
  );
  const ended = Promise.withResolvers<void>();
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: "sandbox> " });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => ended.resolve());
  lines.on("SIGINT", () => ended.resolve());
  void bot.exited.then(() => ended.resolve());
  lines.on("line", async (line) => {
    if (line.trim() === "quit") return ended.resolve();
    await obey(world, player, line.trim());
    lines.prompt();
  });
  lines.prompt();
  await ended.promise;
  lines.close();
}

async function obey(world: SandboxWorld, player: Player, line: string): Promise<void> {
  const [verb = "", ...words] = line.split(/\s+/);
  const rest = words.join(" ");
  try {
    if (verb === "create") await player.createOnDiscord(rest || "Ada");
    else if (verb === "slack") await player.createOnSlack(rest || "Ada");
    else if (["retry", "edit", "share"].includes(verb)) await player.press(verb);
    else if (verb === "fault") setFault(world, rest);
    else if (verb === "heal") world.tavus.clearFaults();
    else if (verb === "tavus") printTavus(world);
    else if (verb === "chat") printChat(player);
    else console.log(help);
  } catch (error) {
    console.log(`  ${error instanceof Error ? error.message : String(error)}`);
  }
}

function setFault(world: SandboxWorld, name: string): void {
  const fault = Object.entries(namedFaults).find(([known]) => known === name)?.[1];
  if (!fault) throw new Error(`Known faults: ${Object.keys(namedFaults).join(", ")}`);
  world.tavus.clearFaults();
  world.tavus.setFault(fault);
  console.log("  Set. Now create a persona and read the answer; then: heal, retry.");
}

function printTavus({ tavus }: SandboxWorld): void {
  const rows = tavus.account().personas.map(({ id, document }) => `${id}  ${document.persona_name}`);
  console.log(boxed("Tavus", rows.length > 0 ? rows : ["nothing yet"]));
}

function printChat(player: Player): void {
  for (const message of player.discordMessages()) console.log(boxed("Discord", discordLines(message)));
  for (const message of player.slackMessages()) console.log(boxed("Slack", slackLines(message)));
}
