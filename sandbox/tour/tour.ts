import { join } from "node:path";
import { readOwnArguments } from "../../src/command-line/read-arguments.ts";
import { startBotProcess } from "../stand-ins/bot-process.ts";
import { endWhenAsked, makeTemporaryFolder, removeFolder } from "../stand-ins/process-end.ts";
import { createSandboxWorld } from "../stand-ins/world.ts";
import { boxed } from "./print-text.ts";
import { tourDiscord } from "./tour-discord.ts";
import { tourLive } from "./tour-live.ts";
import { tourSlack } from "./tour-slack.ts";

/** How long the whole tour may take before it is called broken. */
const deadlineMs = 120_000;

/**
 * `npm run tour`: the unchanged bot against the stand-ins; somebody creates a persona, Tavus fails, they press Retry, talk to it and have it make a video.
 * Prints the chat as that person sees it. Ends with 0 only if every step came out as it should.
 */
async function tour(): Promise<void> {
  const folder = makeTemporaryFolder("personaforge-tour-");
  const world = await createSandboxWorld(`file:${join(folder, "tour.db")}`);
  const bot = startBotProcess({ env: world.env });
  try {
    await bot.ready();
    console.log("\nThe bot is running against stand-ins for Discord, Slack and Tavus on this machine.\n");
    await tourDiscord(world);
    await tourLive(world);
    await tourSlack(world);
    console.log("\nWhat the Tavus account holds now:\n");
    console.log(
      boxed(
        "Tavus",
        world.tavus.account().personas.map(({ id, document }) => `${id}  ${document.persona_name}`),
      ),
    );
    requireNoProblems("Discord", world.discord.problems);
    requireNoProblems("Slack", world.slack.problems);
    console.log("\nEvery step came out as it should. To play yourself: npm run sandbox\n");
  } catch (error) {
    console.error(bot.lines.slice(-20).join("\n"));
    throw error;
  } finally {
    await bot.stop();
    await world.close();
    removeFolder(folder);
  }
}

function requireNoProblems(platform: string, problems: readonly unknown[]): void {
  if (problems.length > 0) throw new Error(`${platform} would have refused: ${JSON.stringify(problems)}`);
}

endWhenAsked();
setTimeout(() => {
  console.error("The tour did not finish in time.");
  process.exit(1);
}, deadlineMs).unref();
readOwnArguments({
  call: "npm run tour",
  does: "Plays a create, a failure and a retry on both platforms, a call and a video, and prints the chat.",
});
await tour();
