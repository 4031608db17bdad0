import { expect, test } from "vitest";
import { aStartedBot, dispatchOf } from "./started-bot.ts";

test("the channel for notices is asked for where READY did not say it", async () => {
  const { bot, guild, standIn } = await aStartedBot(dispatchOf({}));
  const second = standIn.addGuild({ name: "Second", systemChannel: "general" });

  expect(await bot.systemChannelOf(second.id)).toBe(second.channel("general").id);
  expect(await bot.systemChannelOf(guild.id)).toBeUndefined();
});

test("a server that the bot has left is a failure outside", async () => {
  const { bot, guild, standIn } = await aStartedBot(dispatchOf({}));
  standIn.removeGuild(guild.id);

  await expect(bot.systemChannelOf(guild.id)).rejects.toMatchObject({
    name: "OutsideError",
    message: expect.stringMatching(/code 10004/),
  });
});
