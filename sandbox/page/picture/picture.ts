import type { Picture } from "../protocol/picture.ts";
import type { Stage } from "../stage.ts";
import { drawDiscord } from "./picture-discord.ts";
import { drawSlack } from "./picture-slack.ts";
import { drawTavus } from "./picture-tavus.ts";

/** Everything on the page, as it stands now. */
export function drawPicture({
  world,
  bot,
  fleet,
  screen,
  faults,
  strip,
  slackCommands,
  linked,
}: Stage): Picture {
  return {
    bot: bot.picture(),
    discord: drawDiscord(world.discord, screen),
    slack: drawSlack(world.slack, slackCommands),
    tavus: drawTavus(world.tavus.account(), {
      behaviour: world.tavus.behaviour,
      fault: faults.current,
      linked: linked(),
    }),
    steps: [...strip.steps],
    ...(fleet && { fleet: fleet.drawFleet() }),
  };
}
