import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { startBotProcess } from "./bot-process.ts";
import { startPrompt } from "./prompt.ts";
import { createSandboxWorld } from "./world.ts";

const folder = ".sandbox";

/** `npm run sandbox`: the bot and the stand-ins, and a line to play with them. `-- --fresh` begins with no personas. */
async function start(): Promise<void> {
  if (process.argv.includes("--fresh")) await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const world = await createSandboxWorld(`file:${join(folder, "sandbox.db")}`);
  const bot = startBotProcess({ env: world.env });
  void bot.exited.then((code) => {
    if (code !== 0) console.error(`The bot ended (code ${code}):\n${bot.lines.slice(-10).join("\n")}`);
  });
  await bot.ready();
  await startPrompt(world, bot);
  await bot.stop();
  await world.close();
}

await start();
