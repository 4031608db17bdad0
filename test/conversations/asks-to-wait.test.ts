import { expect, test } from "vitest";
import { OutsideError } from "../../src/errors.ts";
import { forEachEngine } from "../support/databases.ts";
import { untilTrue } from "../support/until-true.ts";
import { openCallWorld } from "./call-world.ts";

const slower = (seconds: string) => ({ status: 429, headers: { "retry-after": seconds } });

forEachEngine((_engine, open) => {
  test.each([
    { what: "that goes on", seconds: "40", isEnded: false, pauseMs: [35_000, 45_000] },
    { what: "whose card cannot be shown", seconds: "40", isEnded: false, pauseMs: [35_000, 45_000] },
    { what: "that goes on, whatever is asked", seconds: "-3", isEnded: false, pauseMs: [0, 5000] },
    { what: "that is to be ended", seconds: "40", isEnded: true, pauseMs: [35_000, 45_000] },
    {
      what: "that is to be ended, at most a minute",
      seconds: "3600",
      isEnded: true,
      pauseMs: [55_000, 65_000],
    },
  ])("Tavus is not asked about a room $what before the $seconds s it asked for", async (round) => {
    const world = await openCallWorld(open);
    const bot = world.startBot();
    if (round.what.includes("card")) world.cards.trouble = new OutsideError("The platform is down.");
    await bot.join("U1", "press-1", "video", { channelId: "C1", messageId: "m1" });
    await bot.keeper.stop(2000);
    world.standIn.setFault(slower(round.seconds), { operation: "get conversation" });
    world.standIn.setFault(slower(round.seconds), { operation: "end conversation" });
    if (round.isEnded) await bot.conversations.endOwn(async () => true, 0);
    await world.advance(10_000);

    bot.keeper.start();
    const triesOf = async () => (await world.rows())[0]?.look_tries ?? 0;
    await untilTrue(async () => (await triesOf()) > 0, { what: "the look" });
    await bot.keeper.stop(2000);

    const [row] = await world.rows();
    const pauseMs = Date.parse(row?.look_at ?? "") - world.database.now();
    expect(pauseMs).toBeGreaterThan(round.pauseMs[0] ?? 0);
    expect(pauseMs).toBeLessThan(round.pauseMs[1] ?? 0);
  });
});
